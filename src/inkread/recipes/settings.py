"""How a recipe is trained and how the trained model answers, in words: all of it but the layers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from inkread.recipes.recipe import AnyRecipe, Committee, Recipe
from inkread.words import counted

Settings = list[tuple[str, str]]


def settings(recipe: AnyRecipe) -> Settings:
    """Name and value of each setting; of those that a recipe can leave out, the ones that it has."""
    if isinstance(recipe, Committee):
        return [("committee", recipe.description), *_pictures(recipe)]
    if not isinstance(recipe, Recipe):
        chosen = ", ".join(f"{key}={value!r}" for key, value in recipe.settings.items())
        return [("estimator", f"{recipe.estimator}({chosen})"), *_pictures(recipe)]
    return [
        ("optimiser", _words(recipe.optimiser)),
        ("schedule", _words(recipe.schedule)),
        ("batch size", f"{recipe.batch_size:,}"),
        ("epochs", f"{recipe.epochs:g}"),
        *_pictures(recipe),
        ("augmentation", "; ".join(map(_words, recipe.augment)) or "none"),
        *_extras(recipe),
    ]


def _pictures(recipe: AnyRecipe) -> Settings:
    return [] if recipe.examples is None else [("training pictures", f"at most {recipe.examples:,}")]


def _extras(recipe: Recipe) -> Settings:
    extras = []
    if recipe.label_smoothing:
        extras.append(("label smoothing", f"{recipe.label_smoothing:g}"))
    if recipe.average is not None:
        extras.append(("average of the weights", f"decay {recipe.average:g}"))
    if recipe.calibrate:
        extras.append(("confidence", "calibrated on the validation pictures"))
    if recipe.shifts:
        views = (2 * recipe.shifts + 1) ** 2
        moved = f"{counted(recipe.shifts, 'pixel')} each way"
        extras.append(("test-time shifts", f"{moved}: the mean over {views} views of a picture"))
    return extras


def _words(part: Any) -> str:
    """A frozen part of a recipe: ``RMSprop, learning rate 0.001, rho 0.9, epsilon 1e-07``."""
    named = {field.name.replace("_", " "): getattr(part, field.name) for field in fields(part)}
    switched = {name for name, value in named.items() if isinstance(value, bool)}
    values = [f"{name} {_value(value)}" for name, value in named.items() if name not in switched]
    return ", ".join([type(part).__name__, *values, *(f"{name} too" for name in switched if named[name])])


def _value(value: Any) -> str:
    return f"({_words(value)})" if is_dataclass(value) else str(value)
