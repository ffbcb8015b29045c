"""Whether a run that is kept is the one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inkread.recipes.recipe import AnyRecipe
from inkread.recipes.serial import TOLD, to_json
from inkread.training.run import Run


def difference(
    run: Run, recipe: AnyRecipe, seed: int, data: Mapping[str, Any], split: Mapping[str, Any]
) -> str | None:
    """The first setting in which ``run`` is another, as ``epochs 3, not 5``; None where it is the same.

    ``data`` and ``split`` are as in the run's ``config.json``; the data count by their content.
    """
    config = run.config
    if config.data["sha256"] != data["sha256"]:
        return f"the data {config.data['origin']}, not {data['origin']}"
    kept = {"seed": config.seed, **_sizes(config.split), **_settings(config.recipe)}
    asked = {"seed": seed, **_sizes(split), **_settings(recipe)}
    names = (name for name in {**asked, **kept} if kept.get(name) != asked.get(name))
    return next((_words(name, kept.get(name), asked.get(name)) for name in names), None)


def _settings(recipe: AnyRecipe) -> dict[str, Any]:
    # As in a run folder, where a list and a tuple are the same.
    values = {name: value for name, value in to_json(recipe).items() if name not in TOLD}
    return {"kind": values.pop("type"), **values}


def _sizes(split: Mapping[str, Any]) -> dict[str, Any]:
    """Without the description, whose words may change."""
    return {
        "validation": split["kind"],
        "training pictures": split["n_train"],
        "validation pictures": split["n_validation"],
    }


def _words(name: str, kept: Any, asked: Any) -> str:
    shown = name.replace("_", " ")
    if not isinstance(kept, str | float | int | None) or not isinstance(asked, str | float | int | None):
        return f"other {shown}"
    return f"{shown} {kept}, not {asked}"
