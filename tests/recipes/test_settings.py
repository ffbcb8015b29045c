"""What decides a training, in words."""

from dataclasses import replace

from inkread.recipes.augmentation import Rotate, Shift
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Cosine, Muon, Recipe
from inkread.recipes.registry import RECIPES
from inkread.recipes.settings import settings

PLAIN = Recipe("plain", "a test", (Flatten(), Dense(10)), epochs=3)
RICH = replace(
    PLAIN,
    optimiser=Muon(),
    schedule=Cosine(),
    augment=(Shift(1), Rotate(7)),
    label_smoothing=0.1,
    average=0.99,
    calibrate=True,
    shifts=2,
    examples=6_000,
)


def test_settings_that_a_recipe_lacks_are_left_out():
    """A plain recipe has five lines; that it augments nothing is one of them."""
    names = [name for name, _ in settings(PLAIN)]
    assert names == ["optimiser", "schedule", "batch size", "epochs", "augmentation"]
    assert settings(PLAIN)[-1][1] == "none"


def test_each_setting_has_its_line():
    """Whatever differs from the plain recipe is said, by its value."""
    told = dict(settings(RICH))
    assert told["optimiser"].endswith("rest (Adam, learning rate 0.01, betas (0.8, 0.95), epsilon 1e-07)")
    assert told["augmentation"] == "Shift, px 1; Rotate, degrees 7"
    assert (told["schedule"], told["label smoothing"]) == ("Cosine, warm up 0.05", "0.1")
    assert told["test-time shifts"] == "2 pixels each way: the mean over 25 views of a picture"
    assert told["training pictures"] == "at most 6,000"
    assert {"average of the weights", "confidence"} <= set(told)


def test_switches_are_named_where_they_are_on():
    """What is switched on is named at the end, what is off is not."""
    for first_layer, end in ((True, "epsilon 1e-07), first layer too"), (False, "epsilon 1e-07)")):
        recipe = replace(RICH, optimiser=Muon(first_layer=first_layer))
        assert dict(settings(recipe))["optimiser"].endswith(end)


def test_models_without_layers_have_settings_too():
    """A classical model's are its library's own, a committee's are its members."""
    assert settings(RECIPES["forest"]) == [
        ("estimator", "sklearn.ensemble.RandomForestClassifier(n_estimators=100)")
    ]
    assert settings(RECIPES["committee"].quick())[1] == ("training pictures", "at most 6,000")
