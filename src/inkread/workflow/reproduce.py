"""Every source recipe with its published settings, measured beside what its source published."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from inkread.data.dataset import Dataset
from inkread.data.mnist import load_dataset
from inkread.files import write_json
from inkread.recipes.recipe import AnyRecipe, Recipe
from inkread.recipes.registry import LESSONS
from inkread.training.run import Metrics, Run
from inkread.workflow.plan import adjusted
from inkread.workflow.seeds import RESULTS, train_or_resume
from inkread.workflow.train import RUNS

FOLDER = RUNS / "reproduction"
SEEDS = 3


@dataclass(frozen=True)
class Row:
    """A source recipe; ``published_accuracy`` is in percent, our own figures in [0, 1]."""

    recipe: str
    source: str
    parameters: int | None
    published_accuracy: float | None
    published_text: str
    seeds: list[int]
    test_accuracy: list[float]
    mean: float
    sd: float | None
    train_seconds: list[float]
    seconds_per_epoch: float | None
    validated_on: str


def reproduce(
    *, data: str | Path | Dataset | None = None, quick: bool = False, progress: bool = True
) -> list[Row]:
    """Train every source recipe and write ``results/reproduction.json``.

    As in the sources, all training pictures train and the test pictures validate; nothing is picked by them,
    for every recipe runs its full number of epochs. Three seeds each, in ``runs/reproduction/``, where
    finished runs are kept and unfinished ones continued. ``quick`` is one short run each, without results.
    """
    dataset = data if isinstance(data, Dataset) else load_dataset(data)
    rows = []
    for recipe in LESSONS.values():
        chosen = adjusted(recipe, None, None, quick)
        runs = [_run(chosen, seed, dataset, quick, progress) for seed in range(1 if quick else SEEDS)]
        rows.append(_row(chosen, runs))
        if not quick:
            _write(rows, dataset, runs[-1])
    return rows


def _run(recipe: AnyRecipe, seed: int, dataset: Dataset, quick: bool, progress: bool) -> Run:
    folder = FOLDER / f"{'quick-' if quick else ''}{recipe.name}-seed{seed}"
    settings = {"validate_on_test": True, "with_report": False, "progress": progress}
    return train_or_resume(recipe, seed, dataset, folder, **settings)


def _row(recipe: AnyRecipe, runs: list[Run]) -> Row:
    metrics = [run.metrics for run in runs if run.metrics is not None]
    accuracies = [each.test_accuracy for each in metrics]
    return Row(
        recipe=recipe.name,
        source=recipe.source,
        parameters=metrics[0].parameters,
        published_accuracy=recipe.published.accuracy if recipe.published else None,
        published_text=recipe.published.text if recipe.published else "",
        seeds=[each.seed for each in metrics],
        test_accuracy=accuracies,
        mean=statistics.fmean(accuracies),
        sd=statistics.stdev(accuracies) if len(accuracies) > 1 else None,
        train_seconds=[each.train_seconds for each in metrics],
        seconds_per_epoch=_seconds_per_epoch(recipe, metrics),
        validated_on="test",
    )


def _seconds_per_epoch(recipe: AnyRecipe, metrics: list[Metrics]) -> float | None:
    if not isinstance(recipe, Recipe):
        return None
    return round(statistics.median(each.train_seconds for each in metrics) / recipe.epochs, 3)


def _write(rows: list[Row], dataset: Dataset, latest: Run) -> None:
    config = latest.config
    content: dict[str, Any] = {
        "command": "inkread reproduce",
        "data": {"name": dataset.name, "sha256": dataset.sha256},
        "machine": config.machine,
        "versions": config.versions,
        "rows": [asdict(row) for row in rows],
    }
    write_json(RESULTS / "reproduction.json", content)
