"""A run: one folder that says what was trained, on what, how it went, and what came out.

::

    config.json          the recipe, data, split, seed, versions and machine; written first
    history.csv          a row for each epoch, written as they end
    checkpoint.safetensors   what ``--resume`` needs; gone when the run is finished
    model.safetensors    the weights of a network
    model.onnx           the same network, or the classical model, for ONNX Runtime
    metrics.json         written last: a folder that has it is finished
    report.html, figures/

Every file is written whole under another name and then renamed, so a kill at any moment leaves no half file.
This module needs neither PyTorch nor any other training library.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from html import escape
from pathlib import Path
from typing import Any

from inkread.errors import RecipeError, RunError
from inkread.files import write_json, write_whole
from inkread.recipes.recipe import AnyRecipe
from inkread.recipes.run_format import FORMAT, check_format
from inkread.recipes.serial import recipe_from_json
from inkread.words import counted

CHECKPOINT = "checkpoint.safetensors"

OBJECTS = {
    "data": ("name", "origin", "sha256"),
    "split": ("kind", "description", "n_train", "n_validation"),
    "versions": (),
    "machine": (),
}
"""What in ``config.json`` is an object, and what is in it at least."""

FIGURES = ("train_seconds", "validation_accuracy", "validation_loss", "test_accuracy", "test_loss")
"""What in ``metrics.json`` is a number."""


@dataclass(frozen=True)
class EpochRecord:
    """A row of the history. Accuracies are in [0, 1]; ``seconds`` of training since the start.

    ``loss`` and ``accuracy`` are means over the epoch's batches, with dropout, augmentation and label
    smoothing at work.
    """

    epoch: float
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float


@dataclass(frozen=True)
class Metrics:
    """What a finished run has to show. Accuracies are in [0, 1], losses in nats.

    ``train_seconds`` counts the training steps alone: not the imports, the loading of the data,
    the validation or the test.
    """

    data: str
    recipe: str
    seed: int
    parameters: int | None
    train_seconds: float
    validation_accuracy: float
    validation_loss: float
    test_accuracy: float
    test_loss: float
    extra: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The named figures, then the further ones, on one level."""
        values = asdict(self)
        return {**{key: value for key, value in values.items() if key != "extra"}, **self.extra}


@dataclass(frozen=True)
class Config:
    """What was decided before a run began."""

    recipe: AnyRecipe
    data: dict[str, Any]
    split: dict[str, Any]
    seed: int
    versions: dict[str, str]
    machine: dict[str, Any]
    started: str
    commit: str | None = None


@dataclass(frozen=True)
class Run:
    """A run folder, read. ``metrics`` is None until the run is finished."""

    folder: Path
    config: Config
    history: list[EpochRecord]
    metrics: Metrics | None

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.name

    @property
    def recipe(self) -> AnyRecipe:
        """The recipe that was trained."""
        return self.config.recipe

    def __str__(self) -> str:
        if self.metrics is None:
            return (
                f"{self.folder}: {self.recipe.name}, unfinished after {counted(len(self.history), 'epoch')}"
            )
        m = self.metrics
        return (
            f"{self.folder}: {m.recipe}, seed {m.seed}, {m.data}: test accuracy {m.test_accuracy:.2%}, "
            f"validation {m.validation_accuracy:.2%}, {m.train_seconds:.1f} s of training"
        )

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(self.name)}</b><br>{escape(str(self))}</p>"


def open_run(folder: str | Path) -> Run:
    """Read a run folder.

    Raises RunError when it is missing, is no run folder, is damaged, or is from a newer version.
    """
    path = Path(folder).expanduser()
    if not (path / "config.json").is_file():
        raise RunError(f"No run in {path}: a run folder holds config.json. Train one with: inkread train")
    values = _read_json(path / "config.json")
    check_format(path, values.get("format"))
    try:
        config = _config(values)
        return Run(path, config, _read_history(path / "history.csv"), _read_metrics(path / "metrics.json"))
    except KeyError as error:
        raise RunError(f"The run {path} is damaged: it lacks {error}. Train it again.") from error
    except (AttributeError, TypeError, ValueError, RecipeError) as error:
        reason = str(error).rstrip(".")
        raise RunError(f"The run {path} is damaged: {reason}. Train it again.") from error


def write_config(folder: Path, config: Config) -> None:
    """Make the folder and write its first file. Raises OutputError when it cannot be written."""
    from inkread.recipes.serial import to_json

    values = {name: getattr(config, name) for name in _names(Config)}
    write_json(folder / "config.json", {"format": FORMAT, **values, "recipe": to_json(config.recipe)})


def write_history(folder: Path, history: Sequence[EpochRecord]) -> None:
    """Write ``history.csv`` anew."""
    text = io.StringIO()
    table = csv.DictWriter(text, _names(EpochRecord), lineterminator="\n")
    table.writeheader()
    table.writerows(asdict(row) for row in history)
    write_whole(folder / "history.csv", text.getvalue().encode())


def write_metrics(folder: Path, metrics: Metrics) -> None:
    """Write ``metrics.json``, which makes the run a finished one."""
    write_json(folder / "metrics.json", metrics.to_json())


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"Cannot read {path}: {error}. The run is damaged; train it again.") from error
    if not isinstance(value, dict):
        raise RunError(f"Cannot read {path}: expected a JSON object, got {type(value).__name__}.")
    return value


def _config(values: dict[str, Any]) -> Config:
    for name, keys in OBJECTS.items():
        _check_kind(name, values[name], dict, "an object")
        missing = next((key for key in keys if key not in values[name]), None)
        if missing is not None:
            raise KeyError(f"{name}.{missing}")
    _check_kind("seed", values["seed"], int, "a whole number")
    known = {key: values[key] for key in _names(Config) if key in values}
    return Config(**{**known, "recipe": recipe_from_json(values["recipe"])})


def _check_kind(name: str, value: Any, kind: Any, words: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be {words}, got {value!r:.40}")


def _read_history(path: Path) -> list[EpochRecord]:
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [
            EpochRecord(**{name: float(row[name]) for name in _names(EpochRecord)})
            for row in csv.DictReader(file)
        ]


def _read_metrics(path: Path) -> Metrics | None:
    if not path.is_file():
        return None
    values = _read_json(path)
    named = {name: values.pop(name) for name in _names(Metrics) if name != "extra"}
    for name in FIGURES:
        _check_kind(name, named[name], int | float, "a number")
    return Metrics(**named, extra=values)


def _names(kind: Any) -> list[str]:
    return [part.name for part in fields(kind)]
