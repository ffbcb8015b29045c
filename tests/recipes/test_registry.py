"""Claims about the recipes by name, their settings and a person's own."""

import json
import math
import re
import statistics
from pathlib import Path

import pytest

from inkread.errors import RecipeError
from inkread.recipes.recipe import Adadelta, Adam, Recipe, RMSprop
from inkread.recipes.registry import LESSONS, RECIPES, find_recipe
from inkread.recipes.serial import from_json, recipe_from_json, to_json

OWN = """
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Recipe
RECIPE = Recipe(name="mine", source="me", layers=(Flatten(), Dense(10)), epochs=1)
"""


def test_every_row_of_the_table_of_sources_is_there():
    """The tutorials' recipes have the names, sizes, optimisers, batches and epochs of their sources."""
    found = {
        name: (r.parameters, type(r.optimiser), r.batch_size, r.epochs)
        for name, r in LESSONS.items()
        if isinstance(r, Recipe)
    }
    assert found == {
        "mlp-512": (669_706, Adam, 128, 20),
        "mlp-512-rmsprop": (669_706, RMSprop, 128, 4),
        "mlp-1000": (795_010, RMSprop, 128, 4),
        "cnn-30-15": (59_933, Adam, 200, 5),
        "mlp-simple": (669_706, RMSprop, 128, 12),
        "cnn-simple": (1_199_882, Adadelta, 128, 12),
        "mlp-256-128": (235_146, Adam, 128, 20),
    }


def test_the_classical_models_are_there():
    """Logistic regression, the random forest and XGBoost are recipes like the others."""
    assert {"logistic", "forest", "xgboost"} <= set(LESSONS)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_survives_json(name):
    """A recipe written into a run folder is read back equal."""
    assert recipe_from_json(json.loads(json.dumps(to_json(RECIPES[name])))) == RECIPES[name]


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_found_under_its_own_name(name):
    """The name in the list is the name of the recipe."""
    assert find_recipe(name).name == name


@pytest.mark.parametrize("name", RECIPES)
def test_quick_shrinks_a_recipe(name):
    """``quick`` keeps the model and takes few pictures, at most once."""
    quick = RECIPES[name].quick()
    assert quick.examples == 6_000 and getattr(quick, "epochs", 1) <= 1


def test_an_unknown_recipe_brings_the_nearest():
    """A misspelt name is answered with the right one."""
    with pytest.raises(
        RecipeError, match=r"Unknown recipe 'cnn_30'. Did you mean 'cnn-30-15'\? Known: fast,"
    ):
        find_recipe("cnn_30")


def test_a_recipe_of_ones_own_comes_from_a_file(tmp_path):
    """A Python file that defines RECIPE is a recipe."""
    (tmp_path / "mine.py").write_text(OWN)
    assert find_recipe(str(tmp_path / "mine.py")).name == "mine"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No recipe file"),
        ("x = 1", "defines RECIPE = Recipe.* has none"),
        ("1 / 0", "fails: ZeroDivisionError"),
        ("RECIPE = 3", "has int"),
        (OWN.replace("Dense(10)", "Dense(3)"), "must end in 10 scores"),
    ],
)
def test_a_bad_recipe_file_is_one_line(tmp_path, content, message):
    """Whatever is wrong with the file, the message names it in one line."""
    if content is not None:
        (tmp_path / "mine.py").write_text(content)
    with pytest.raises(RecipeError, match=message) as caught:
        find_recipe(str(tmp_path / "mine.py"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"type": "os.system"}, "Unknown part of a recipe 'os.system'"),
        ({"type": "Conv", "depth": 3}, "cannot be made from"),
        ({"type": "Adam"}, "Expected a Recipe"),
        ([], "Expected a Recipe"),
    ],
)
def test_json_makes_nothing_but_recipes(value, message):
    """A tampered run folder cannot name a type of its own."""
    with pytest.raises(RecipeError, match=message):
        recipe_from_json(value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "epochs above 0, got 0"),
        ({"epochs": math.nan}, "epochs above 0, got nan"),
        ({"epochs": math.inf}, "epochs above 0, got inf"),
        ({"batch_size": 0}, "batch_size to be a whole number of at least 1, got 0"),
        ({"batch_size": 2.5}, "batch_size to be a whole number of at least 1, got 2.5"),
        ({"shifts": 4}, "shifts to be a whole number from 0 to 3, got 4"),
        ({"label_smoothing": 2}, "label_smoothing to be a number from 0 to 1, got 2"),
        ({"average": 2.0}, "average to be a number from 0 to 1, got 2.0"),
        ({"classes": 9}, "classes to be a whole number from 10 to 11, got 9"),
        ({"layers": "abc"}, "layers of the kind Layer, got 'a'"),
        ({"layers": [None]}, "layers of the kind Layer, got None"),
        ({"augment": [3]}, "augment of the kind Augmentation, got 3"),
        ({"optimiser": "adam"}, "optimiser of the kind Adam or RMSprop or Adadelta or Muon, got 'adam'"),
        ({"schedule": None}, "schedule of the kind Constant or Triangle or Cosine, got None"),
        ({"name": "../mine"}, "name must be a word without slashes, got '../mine'"),
        ({"name": ""}, "name must be a word without slashes, got ''"),
        ({"schedule": {"type": "Triangle", "warm_up": 1}}, "warm_up to be a number from 0 to 0.99, got 1"),
    ],
)
def test_settings_outside_their_range_are_refused(change, message):
    """A setting that no training could follow is named when the recipe is written down."""
    with pytest.raises(RecipeError, match=re.escape(message)):
        from_json({**to_json(RECIPES["mlp-512"]), **change})


@pytest.mark.parametrize("name", [name for name in RECIPES if RECIPES[name].expected])
def test_what_is_expected_was_measured(name):
    """The accuracy and time in the list of recipes are those of the result files, and no others."""
    results = Path(__file__).parents[2] / "results"
    rows = {row["recipe"]: row for row in json.loads((results / "reproduction.json").read_text())["rows"]}
    if name in rows:
        mean, seconds = rows[name]["mean"], rows[name]["train_seconds"]
    else:
        summary = json.loads((results / f"{name}.json").read_text())
        mean, seconds = summary["mean"], [run["train_seconds"] for run in summary["runs"]]
    expected = RECIPES[name].expected
    assert (expected.accuracy, expected.seconds) == (
        pytest.approx(100 * mean, abs=0.005),
        pytest.approx(statistics.median(seconds), abs=0.5),
    )
