"""What the parts of a recipe must be, said in one line where one is not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from types import UnionType
from typing import get_args

from inkread.errors import RecipeError


def check_number(
    owner: str, name: str, value: object, least: float, most: float = math.inf, *, whole: bool = False
) -> None:
    """Raises RecipeError unless ``value``, called ``name`` in ``owner``, is finite and within its bounds.

    Both bounds are allowed themselves; ``whole`` asks for a whole number.
    """
    is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if is_number and math.isfinite(value) and least <= value <= most:  # type: ignore[arg-type, operator]
        return
    number = "a whole number" if whole else "a number"
    rule = f"of at least {least:g}" if most == math.inf else f"from {least:g} to {most:g}"
    raise RecipeError(f"{owner} needs {name} to be {number} {rule}, got {value!r}.")


def check_name(name: object) -> None:
    """Raises RecipeError unless ``name`` can be part of a file's name: folders and figures are called so."""
    if not isinstance(name, str) or not name or not name.isprintable() or Path(name).name != name:
        raise RecipeError(f"A recipe's name must be a word without slashes, got {name!r}.")


def check_kinds(owner: str, name: str, parts: Iterable[object], kind: type | UnionType) -> None:
    """Raises RecipeError unless all of ``parts``, called ``name`` in ``owner``, are of that kind."""
    wrong = [part for part in parts if not isinstance(part, kind)]
    if wrong:
        words = " or ".join(each.__name__ for each in get_args(kind) or (kind,))
        raise RecipeError(f"{owner} needs {name} of the kind {words}, got {wrong[0]!r}.")
