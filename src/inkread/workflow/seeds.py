"""The same recipe with several seeds, because one run is no measurement."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inkread.data.dataset import Dataset
from inkread.data.mnist import load_dataset
from inkread.errors import RecipeError, RunError
from inkread.files import write_json
from inkread.recipes.recipe import AnyRecipe
from inkread.recipes.registry import find_recipe
from inkread.training.run import Run, open_run
from inkread.workflow.kept import difference
from inkread.workflow.plan import check_seed, planned
from inkread.workflow.train import DEFAULT_RECIPE, RUNS, resume, train

SEEDS = 5

SHOWN = ("with_report", "progress")
"""Settings that change nothing in what is trained."""

RESULTS = Path("results")
"""Where summaries over several runs are written, below the current folder."""


def train_seeds(
    recipe: str | AnyRecipe = DEFAULT_RECIPE,
    *,
    seeds: int = SEEDS,
    resume_unfinished: bool = False,
    data: str | Path | Dataset | None = None,
    **settings: Any,
) -> list[Run]:
    """``train`` once for each of the seeds 0 … ``seeds`` - 1; takes its other settings.

    With ``resume_unfinished`` a seed whose run in ``runs/`` is finished is taken from there and an unfinished
    one is continued; raises RunError when it is of another recipe, data or settings. Writes the ``summary``
    of all to ``results/NAME.json``, with the ``epochs`` and ``batch_size`` that replaced the recipe's own.
    Runs that are ``quick`` are no results.
    """
    if seeds < 1:
        raise RecipeError(f"The number of seeds must be at least 1, got {seeds}.")
    chosen = find_recipe(recipe) if isinstance(recipe, str) else recipe
    check_seed(chosen, seeds - 1)
    dataset = data if isinstance(data, Dataset) else load_dataset(data)
    folders = {
        seed: RUNS / f"{chosen.name}-seed{seed}" if resume_unfinished else None for seed in range(seeds)
    }
    _check_kept(chosen, folders, dataset, settings)  # of the last one, too, before hours go into the first
    runs: list[Run] = []
    for seed, folder in folders.items():
        runs.append(_trained(chosen, seed, dataset, folder, settings))
        if not settings.get("quick"):
            changed = {name: settings.get(name) for name in ("epochs", "batch_size")}
            write_json(RESULTS / f"{chosen.name}.json", {**summary(runs), **changed})
    return runs


def train_or_resume(
    recipe: AnyRecipe, seed: int, dataset: Dataset, folder: Path | None, **settings: Any
) -> Run:
    """The run in ``folder`` when it is finished, else its continuation, else a new one.

    Raises RunError when the run there is of another recipe, seed, data or settings.
    """
    _check_kept(recipe, {seed: folder}, dataset, settings)
    return _trained(recipe, seed, dataset, folder, settings)


def _check_kept(
    recipe: AnyRecipe, folders: Mapping[int, Path | None], dataset: Dataset, settings: dict[str, Any]
) -> None:
    """Raises RunError where a run that is in one of the ``folders``, by their seeds, is another."""
    kept = [(seed, folder) for seed, folder in folders.items() if folder and _is_run(folder)]
    if not kept:
        return
    asked = {name: value for name, value in settings.items() if name not in SHOWN}
    chosen, _, parts = planned(recipe, dataset, **asked)
    for seed, folder in kept:
        other = difference(open_run(folder), chosen, seed, dataset.facts, parts.facts)
        if other is not None:
            raise RunError(f"The run {folder} has {other}. Ask for the same, or move it away.")


def _trained(
    recipe: AnyRecipe, seed: int, dataset: Dataset, folder: Path | None, settings: dict[str, Any]
) -> Run:
    """The run in ``folder``, which is none or the right one, finished."""
    if folder is None or not _is_run(folder):
        return train(recipe, seed=seed, data=dataset, folder=folder, **settings)
    run = open_run(folder)
    shown = {name: value for name, value in settings.items() if name in SHOWN}
    return run if run.metrics is not None else resume(folder, data=dataset, **shown)


def _is_run(folder: Path) -> bool:
    return (folder / "config.json").is_file()


def summary(runs: Sequence[Run]) -> dict[str, Any]:
    """The metrics of finished runs as a list, and the mean and sd (n - 1) of their test accuracy.

    ``started``, ``commit`` and ``machine`` are those of the last run.
    """
    metrics = [run.metrics for run in runs if run.metrics is not None]
    accuracies = [each.test_accuracy for each in metrics]
    last = runs[-1].config
    return {
        "recipe": last.recipe.name,
        "examples": last.recipe.examples,
        "started": last.started,
        "commit": last.commit,
        "machine": last.machine,
        "runs": [each.to_json() for each in metrics],
        "mean": statistics.fmean(accuracies),
        "sd": statistics.stdev(accuracies) if len(accuracies) > 1 else None,
    }
