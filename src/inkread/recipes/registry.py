"""The recipes by name, and how a person's own joins them."""

from __future__ import annotations

import runpy
from pathlib import Path

from inkread.errors import RecipeError, did_you_mean
from inkread.recipes import (
    balanced,
    best,
    best_pooled,
    cnn_30_15,
    cnn_simple,
    committee,
    fast,
    forest,
    logistic,
    mlp_256_128,
    mlp_512,
    mlp_512_rmsprop,
    mlp_1000,
    mlp_best,
    mlp_simple,
    xgboost,
)
from inkread.recipes.recipe import AnyRecipe

LESSONS: dict[str, AnyRecipe] = {
    "mlp-512": mlp_512.RECIPE,
    "mlp-512-rmsprop": mlp_512_rmsprop.RECIPE,
    "mlp-1000": mlp_1000.RECIPE,
    "cnn-30-15": cnn_30_15.RECIPE,
    "mlp-simple": mlp_simple.RECIPE,
    "cnn-simple": cnn_simple.RECIPE,
    "logistic": logistic.RECIPE,
    "forest": forest.RECIPE,
    "xgboost": xgboost.RECIPE,
    "mlp-256-128": mlp_256_128.RECIPE,
}
"""The sources' own, in the order of the table of sources."""

RECIPES: dict[str, AnyRecipe] = {
    "fast": fast.RECIPE,
    "balanced": balanced.RECIPE,
    "best": best.RECIPE,
    "best-pooled": best_pooled.RECIPE,
    "committee": committee.RECIPE,
    "mlp-best": mlp_best.RECIPE,
    **LESSONS,
}
"""Every recipe that has a name."""


def find_recipe(name: str) -> AnyRecipe:
    """The recipe called ``name``, or the ``RECIPE`` of the Python file at that path.

    A file is run as Python code, as ``python FILE`` would. Raises RecipeError for an unknown name (with the
    nearest known one), and for a file that is missing, fails, or defines no ``RECIPE``.
    """
    if name.endswith(".py"):
        return _from_file(Path(name))
    if name not in RECIPES:
        raise RecipeError(f"Unknown recipe '{name}'. {did_you_mean(name, RECIPES)}")
    return RECIPES[name]


def _from_file(path: Path) -> AnyRecipe:
    if not path.is_file():
        raise RecipeError(f"No recipe file {path}. Give the path of a Python file that defines RECIPE.")
    try:
        recipe = runpy.run_path(str(path)).get("RECIPE")
    except RecipeError:
        raise
    except Exception as error:
        raise RecipeError(f"The recipe file {path} fails: {type(error).__name__}: {error}") from error
    if not isinstance(recipe, AnyRecipe):
        found = "none" if recipe is None else type(recipe).__name__
        raise RecipeError(f"A recipe file defines RECIPE = Recipe(…); {path} has {found}.")
    return recipe
