"""What a run folder says about its own network: enough for a table, without the training code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkread.errors import RunError
from inkread.recipes.registry import RECIPES
from inkread.recipes.run_format import check_format
from inkread.recipes.serial import TOLD


@dataclass(frozen=True)
class Provenance:
    """The facts of a run.

    ``settings`` is equal for runs that differ in nothing but their seed; ``data_source`` is what
    ``load_dataset`` takes to load the run's data again, ``data_sha256`` says which they are; ``shifts`` are
    the pixels by which its model moves every picture by itself.
    """

    recipe: str
    seed: int
    settings: str
    data_source: str
    data_sha256: str
    shifts: int = 0
    parameters: int | None = None
    train_seconds: float | None = None
    validation_accuracy: float | None = None

    @property
    def name(self) -> str:
        """The recipe and the seed, which tell runs apart."""
        return f"{self.recipe}, seed {self.seed}"


def read_provenance(folder: Path) -> Provenance | None:
    """The facts in ``config.json`` and, of a finished run, ``metrics.json``; None where there is no config.

    Raises RunError when either is damaged or from a newer version.
    """
    if not (folder / "config.json").is_file():
        return None
    try:
        config, metrics = _read(folder / "config.json"), _read(folder / "metrics.json")
        check_format(folder, config.get("format"))
        named = {key: metrics.get(key) for key in ("parameters", "train_seconds", "validation_accuracy")}
        recipe, data, sha256 = config["recipe"], config["data"], config["data"]["sha256"]
        seed, source = config["seed"], _source(data)
        settings = _settings(recipe, sha256, config.get("split") or {})
        return Provenance(recipe["name"], seed, settings, source, sha256, _shifts(recipe), **named)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RunError(f"The run {folder} is damaged: {error!r}. Train it again.") from error


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _settings(recipe: dict[str, Any], sha256: str, split: dict[str, Any]) -> str:
    """Without what may be put in other words, and the same wherever the data lie."""
    trained_by = {name: value for name, value in recipe.items() if name not in TOLD}
    parts = {name: value for name, value in split.items() if name != "description"}
    return json.dumps([trained_by, sha256, parts], sort_keys=True)


def _shifts(recipe: dict[str, Any]) -> int:
    """A network's own test-time shifts, or the most of a committee's members."""
    members = [RECIPES.get(name) for name, _ in recipe.get("members", ())]
    return max([int(recipe.get("shifts", 0)), *(getattr(member, "shifts", 0) for member in members)])


def _source(data: dict[str, Any]) -> str:
    """MNIST and the digits go by name; a person's own data, and MNIST that lay somewhere, by their place."""
    name, origin = str(data["name"]), str(data["origin"])
    if name == "digits":
        return name
    return "mnist" if name == "mnist" and not Path(origin).exists() else origin
