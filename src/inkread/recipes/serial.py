"""Recipes as plain JSON values and back, so that a run folder says what it trained without any code in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from inkread.errors import RecipeError, did_you_mean
from inkread.recipes import augmentation, layers, recipe
from inkread.recipes.recipe import AnyRecipe


def _values(module: Any) -> dict[str, type]:
    return {name: value for name, value in vars(module).items() if is_dataclass(value)}  # type: ignore[misc]


KINDS: dict[str, type] = {**_values(layers), **_values(augmentation), **_values(recipe)}
"""The only types that ``from_json`` ever makes, by name."""

TOLD = ("source", "published", "expected")
"""What a recipe tells of itself and is not trained by."""


def to_json(value: Any) -> Any:
    """A recipe, or any part of one, as dicts, lists, strings and numbers; each dict names its ``type``."""
    if is_dataclass(value):
        parts = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **parts}
    if isinstance(value, Mapping):
        return {str(key): to_json(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    return value


def from_json(value: Any) -> Any:
    """The inverse of ``to_json``; lists become tuples. Raises RecipeError for a type it does not know."""
    if isinstance(value, list):
        return tuple(from_json(part) for part in value)
    if not isinstance(value, dict):
        return value
    parts = {key: from_json(part) for key, part in value.items() if key != "type"}
    if "type" not in value:
        return parts
    kind = value["type"]
    if kind not in KINDS:
        raise RecipeError(f"Unknown part of a recipe '{kind}'. {did_you_mean(str(kind), KINDS)}")
    try:
        return KINDS[kind](**parts)
    except TypeError as error:
        raise RecipeError(f"A recipe's {kind} cannot be made from {sorted(parts)}: {error}.") from error


def recipe_from_json(value: Any) -> AnyRecipe:
    """The recipe of a run's ``config.json``; raises RecipeError when it is none."""
    made = from_json(value)
    if not isinstance(made, AnyRecipe):
        raise RecipeError(f"Expected a Recipe, ClassicalRecipe or Committee, got {type(made).__name__}.")
    return made
