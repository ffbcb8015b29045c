"""Claims about the models from before deep learning."""

import sys
from dataclasses import replace

import pytest

from inkread.errors import DataError, MissingExtraError, RecipeError
from inkread.recipes.registry import find_recipe
from inkread.training.classical import fit_classical

CLASSICAL = ("logistic", "forest", "xgboost")


def small(name):
    """The recipe with few trees, to be quick."""
    recipe = find_recipe(name)
    few = {"n_estimators": 10} if "n_estimators" in recipe.settings else {}
    return replace(recipe, settings={**recipe.settings, **few})


@pytest.mark.parametrize("name", CLASSICAL)
def test_a_classical_model_learns_the_embedded_digits(name, digits):
    """Each of them is far above chance on digits it has not seen."""
    fitted = fit_classical(small(name), digits.train_images[:600], digits.train_labels[:600], seed=0)
    flat = digits.test_images.reshape(len(digits.test_images), -1) / 255
    assert (fitted.estimator.predict(flat) == digits.test_labels).mean() > 0.75


def test_a_missing_library_names_its_extra(digits, monkeypatch):
    """Without XGBoost the recipe says what to install."""
    monkeypatch.setitem(sys.modules, "xgboost", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'inkread\[xgboost\]'"):
        fit_classical(find_recipe("xgboost"), digits.train_images[:20], digits.train_labels[:20], seed=0)


def test_a_wrong_setting_is_one_line(digits):
    """A setting that the model does not know is named."""
    recipe = replace(find_recipe("forest"), settings={"n_tree": 3})
    with pytest.raises(RecipeError, match="n_tree"):
        fit_classical(recipe, digits.train_images[:20], digits.train_labels[:20], seed=0)


@pytest.mark.parametrize("estimator", ["sklearn.neighbors.KNeighborsClassifier", "KNN", "os.system"])
def test_an_estimator_that_could_not_be_kept_is_told_first(digits, estimator):
    """Only what can be exported is fitted, and a run folder's word imports nothing else."""
    recipe = replace(find_recipe("forest"), estimator=estimator)
    with pytest.raises(RecipeError, match=f"Unknown estimator '{estimator}'.*Known: sklearn"):
        fit_classical(recipe, digits.train_images[:20], digits.train_labels[:20], seed=0)


@pytest.mark.parametrize("name", CLASSICAL)
def test_a_digit_without_pictures_is_told_first(name, digits):
    """A classical model would answer for the classes it saw alone, so it asks for all ten."""
    some = digits.train_labels % 4 == 3
    with pytest.raises(DataError, match="all ten digits, found 3, 7 alone"):
        fit_classical(small(name), digits.train_images[some], digits.train_labels[some], seed=0)
