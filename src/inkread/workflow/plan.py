"""What a training is to be, before it begins: the recipe as asked for, the data and their parts."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from pathlib import Path

from inkread.data.dataset import Dataset
from inkread.data.mnist import load_dataset
from inkread.data.splits import Split, split
from inkread.errors import RecipeError
from inkread.recipes.recipe import AnyRecipe, Committee, Recipe
from inkread.recipes.registry import find_recipe
from inkread.words import counted

PICTURES_SEEN = 20_000
"""What a recipe of less than one epoch sees at least: half a pass is meant for MNIST, not for a small set."""

SMALL = 40_000
"""Training pictures of a set that is not small: there a recipe's own share of an epoch is what it means."""

MOST_EPOCHS = 250
"""And how often a handful of pictures is seen at most: thousands of epochs would take longer than MNIST."""

LAST_SEED = 2**32 - 1
"""The largest that scikit-learn takes."""

log = logging.getLogger("inkread")


def planned(
    recipe: str | AnyRecipe,
    data: str | Path | Dataset | None,
    *,
    epochs: float | None = None,
    batch_size: int | None = None,
    quick: bool = False,
    validate_on_test: bool = False,
) -> tuple[AnyRecipe, Dataset, Split]:
    """The recipe as ``train`` would train it, the data, and their pictures to train and to validate on."""
    chosen = adjusted(find_recipe(recipe) if isinstance(recipe, str) else recipe, epochs, batch_size, quick)
    dataset = data if isinstance(data, Dataset) else load_dataset(data)
    parts = split(dataset, on_test=validate_on_test, examples=chosen.examples)
    if epochs is None and not quick:
        chosen = long_enough(chosen, len(parts.train_labels))
    return chosen, dataset, parts


def check_seed(recipe: AnyRecipe, seed: int) -> None:
    """Raises RecipeError for a seed that no generator takes, and for a committee with another than 0.

    The seeds of a committee's members are all that it has.
    """
    if not 0 <= seed <= LAST_SEED:
        raise RecipeError(f"The seed must be a whole number from 0 to {LAST_SEED:,}, got {seed:,}.")
    if isinstance(recipe, Committee) and seed != 0:
        raise RecipeError(
            f"The members of '{recipe.name}' have seeds of their own: train it once, with seed 0; got {seed}."
        )


def check_members(committee: Committee) -> None:
    """Raises RecipeError for a member that is no recipe or a committee, or a seed that it cannot have."""
    for name, seed in committee.members:
        recipe = find_recipe(name)
        if isinstance(recipe, Committee):
            raise RecipeError(f"The members of '{committee.name}' must be single models, got '{name}'.")
        check_seed(recipe, seed)


def adjusted(recipe: AnyRecipe, epochs: float | None, batch_size: int | None, quick: bool) -> AnyRecipe:
    """The recipe with the caller's changes. Raises RecipeError where a classical model is given epochs."""
    if not isinstance(recipe, Recipe):
        if epochs is not None or batch_size is not None:
            how = "trains its members as they are" if isinstance(recipe, Committee) else "is fitted in one go"
            raise RecipeError(f"'{recipe.name}' {how}; leave out epochs and batch size.")
        return recipe.quick() if quick else recipe
    recipe = recipe.quick() if quick else recipe
    return replace(
        recipe,
        epochs=recipe.epochs if epochs is None else epochs,
        batch_size=recipe.batch_size if batch_size is None else batch_size,
    )


def long_enough(recipe: AnyRecipe, n_train: int) -> AnyRecipe:
    """On a ``SMALL`` set a recipe of less than one epoch with as many as show it ``PICTURES_SEEN``.

    They are at most ``MOST_EPOCHS``; a warning says how many.
    """
    if not isinstance(recipe, Recipe) or recipe.epochs >= 1 or n_train >= SMALL:
        return recipe
    if recipe.epochs * n_train >= PICTURES_SEEN:
        return recipe
    epochs = min(math.ceil(PICTURES_SEEN / n_train), MOST_EPOCHS)
    now = counted(epochs, "epoch")
    log.warning("Only %s: %s instead of %g.", counted(n_train, "training picture"), now, recipe.epochs)
    return replace(recipe, epochs=epochs)
