"""The tables of a report: plain texts out of a run and its evaluation."""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass, fields
from pathlib import Path

from inkread.core import CLASSES
from inkread.data.dataset import Dataset
from inkread.evaluation.result import Evaluation
from inkread.recipes.layers import INPUT_SHAPE, Layer, Residual, Shape, walk
from inkread.recipes.recipe import AnyRecipe, Recipe
from inkread.recipes.registry import RECIPES
from inkread.recipes.settings import settings
from inkread.reporting.blocks import shape_text
from inkread.training.run import Metrics, Run

Facts = list[tuple[str, str]]

CHANGED = ("epochs", "batch_size", "examples", "source", "published", "expected")
"""What may differ between two trainings of one recipe: options of the command line, and what is only told."""


@dataclass(frozen=True)
class LayerRow:
    """A line of the layers table; ``depth`` counts the residuals that it lies in."""

    name: str
    shape: str
    parameters: str
    depth: int


def headline(evaluation: Evaluation, metrics: Metrics) -> Facts:
    """What stands at the top, under the accuracy."""
    facts = [
        ("wrong", f"{len(evaluation.wrong):,} of {evaluation.n:,}"),
        ("loss", f"{evaluation.loss:.4f}"),
        ("calibration error", f"{evaluation.calibration_error:.2%}"),
        ("validation accuracy", f"{metrics.validation_accuracy:.2%}"),
        ("training", _seconds(metrics.train_seconds)),
    ]
    parameters = [] if metrics.parameters is None else [("parameters", f"{metrics.parameters:,}")]
    return facts + parameters


def data_facts(run: Run, dataset: Dataset) -> Facts:
    """Which pictures: name, origin, fingerprint, split."""
    return [
        ("data", data_title(str(run.config.data["name"]))),
        ("read from", str(run.config.data["origin"])),
        ("SHA-256", str(run.config.data["sha256"])),
        ("split", f"{run.config.split['kind']}: {run.config.split['description']}"),
        ("test pictures", f"{len(dataset.test_labels):,}"),
    ]


def published_facts(recipe: AnyRecipe, evaluation: Evaluation) -> Facts:
    """The source's own figures beside ours."""
    low, high = evaluation.interval
    expected = recipe.expected
    usual = (
        []
        if expected is None
        else [("usual here", f"{expected.accuracy:.2f}%, {_seconds(expected.seconds)}")]
    )
    return [
        ("source", recipe.source),
        ("published", recipe.published.text if recipe.published else "nothing"),
        *usual,
        (
            "measured",
            f"{evaluation.accuracy:.2%} on {data_title(evaluation.data)}, interval {low:.2%} – {high:.2%}",
        ),
    ]


def training_facts(run: Run) -> Facts:
    """Everything that decided the training but the layers."""
    return [*settings(run.recipe), ("seed", str(run.config.seed))]


def machine_facts(run: Run) -> Facts:
    """Where and with what the run was made."""
    versions = ", ".join(f"{name} {version}" for name, version in run.config.versions.items())
    machine = ", ".join(f"{name} {value}" for name, value in run.config.machine.items())
    facts = [("started", run.config.started), ("versions", versions), ("machine", machine)]
    return facts if run.config.commit is None else [*facts, ("commit", run.config.commit)]


def accuracy_parts(evaluation: Evaluation) -> Facts:
    """The accuracy on the known parts of MNIST's test set; empty for other data."""
    meaning = {
        "undisputed": "without the 15 pictures whose label most people reject",
        "students": "written by students",
        "staff": "written by office staff",
    }
    return [
        (meaning.get(name, name), f"{part.accuracy:.2%} of {part.n:,}")
        for name, part in evaluation.subsets.items()
    ]


def digit_rows(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """For each digit: pictures, recall, precision, and what it was most often taken for."""
    rows: list[tuple[str, ...]] = []
    for digit in CLASSES:
        counts = evaluation.confusion[digit].copy()
        total, counts[digit] = int(counts.sum()), 0
        taken = f"{counts.argmax()} ({counts.max():,}×)" if counts.any() else "–"
        recall, precision = (_percent(rate[digit]) for rate in (evaluation.recall, evaluation.precision))
        rows.append((str(digit), f"{total:,}", recall, precision, taken))
    return rows


def layer_rows(recipe: AnyRecipe) -> list[LayerRow]:
    """The layers with output shapes and parameters; none for classical models."""
    return _layer_rows(recipe.layers, INPUT_SHAPE, 0) if isinstance(recipe, Recipe) else []


def _layer_rows(layers: tuple[Layer, ...], shape: Shape, depth: int) -> list[LayerRow]:
    rows = []
    for layer, before, after in walk(layers, shape):
        count = layer.parameters(before)
        if isinstance(layer, Residual):
            rows.append(LayerRow("Residual", shape_text(after), f"({count:,})", depth))
            rows += _layer_rows(layer.layers, before, depth + 1)
        else:
            rows.append(LayerRow(str(layer), shape_text(after), f"{count:,}" if count else "", depth))
    return rows


def history_rows(run: Run) -> list[tuple[str, ...]]:
    """The history as texts: epoch, loss, accuracy, validation loss and accuracy, seconds since the start."""
    return [
        (
            f"{round(row.epoch, 2):g}",
            f"{row.loss:.4f}",
            f"{row.accuracy:.2%}",
            f"{row.validation_loss:.4f}",
            f"{row.validation_accuracy:.2%}",
            f"{row.seconds:.1f}",
        )
        for row in run.history
    ]


def notices(run: Run, dataset: Dataset) -> list[str]:
    """What a reader must know before trusting the figures; empty for a plain run on MNIST."""
    told = []
    if run.config.split["kind"] == "test":
        told.append(
            "Validated on the test set, as the tutorials do: whatever was chosen by looking at the "
            "validation figures was chosen on the very pictures that the accuracy is measured on."
        )
        if run.metrics is not None and "temperature" in run.metrics.extra:
            told.append("Its confidences were fitted to the test set, too: they look better than they are.")
    if dataset.sha256 != run.config.data["sha256"]:
        told.append(
            f"Measured on other data than it was trained on: {dataset.name}, read from {dataset.origin}."
        )
    if dataset.name != "mnist":
        told.append(
            f"Measured on {data_title(dataset.name)}, not on MNIST: do not compare it with published ones."
        )
    if run.recipe.examples is not None:
        told.append(
            f"A quick run on at most {run.recipe.examples:,} training pictures; the full one does better."
        )
    return told


def command(run: Run) -> str:
    """The line that repeats the run; a recipe of a person's own goes by its file, unknown to the run."""
    recipe, known = run.recipe, _ours(run.recipe)
    words = ["inkread", "train", recipe.name if known is not None else "RECIPE.py"]
    words += ["--data", _source(run), "--seed", str(run.config.seed)]
    if isinstance(recipe, Recipe) and isinstance(known, Recipe):
        usual = known.quick() if recipe.examples is not None else known
        words += ["--epochs", f"{recipe.epochs:g}"] * (recipe.epochs != usual.epochs)
        words += ["--batch-size", str(recipe.batch_size)] * (recipe.batch_size != usual.batch_size)
    words += ["--quick"] * (recipe.examples is not None)
    words += ["--validate-on-test"] * (run.config.split["kind"] == "test")
    return shlex.join(words)


def _ours(recipe: AnyRecipe) -> AnyRecipe | None:
    """The recipe of Inkread's that this is, but for ``CHANGED``; None for another, even of its name."""
    known = RECIPES.get(recipe.name)
    if type(known) is not type(recipe):
        return None
    names = (part.name for part in fields(recipe) if part.name not in CHANGED)
    return known if all(getattr(recipe, name) == getattr(known, name) for name in names) else None


def _source(run: Run) -> str:
    name, origin = str(run.config.data["name"]), str(run.config.data["origin"])
    return name if name in ("mnist", "digits") and not Path(origin).exists() else origin


def data_title(name: str) -> str:
    """A data set's name as people say it."""
    return {"mnist": "MNIST", "digits": "the embedded UCI digits"}.get(name, name)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def _percent(rate: float) -> str:
    return "–" if math.isnan(rate) else f"{rate:.2%}"
