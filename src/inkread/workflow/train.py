"""The lessons from beginning to end: train, open the test pictures once, write the report."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inkread.data.dataset import Dataset
from inkread.data.splits import Split, split
from inkread.errors import RunError
from inkread.evaluation.evaluate import evaluate, open_data, provenance_of
from inkread.files import free_folder
from inkread.recipes.recipe import AnyRecipe, Committee, Recipe
from inkread.training.run import CHECKPOINT, Metrics, Run, open_run, write_metrics
from inkread.words import counted
from inkread.workflow.kept import difference
from inkread.workflow.plan import check_members, check_seed, planned

if TYPE_CHECKING:
    from inkread.training.train import Trained

RUNS = Path("runs")
"""Where run folders are made unless told otherwise, below the current folder."""

DEFAULT_RECIPE = "fast"


def train(
    recipe: str | AnyRecipe = DEFAULT_RECIPE,
    *,
    data: str | Path | Dataset | None = None,
    epochs: float | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    validate_on_test: bool = False,
    quick: bool = False,
    folder: str | Path | None = None,
    with_report: bool = True,
    progress: bool = True,
) -> Run:
    """Train ``recipe``, evaluate it once on the test pictures, and write its run folder and report.

    ``recipe`` is a name, the path of a Python file that defines ``RECIPE``, or a recipe. ``data`` is a loaded
    data set or anything ``load_dataset`` takes. ``epochs`` and ``batch_size`` replace the recipe's own;
    ``quick`` shrinks it to seconds. The folder is ``runs/NAME-seedN`` unless given; nothing in it is
    ever replaced: where one exists, ``-2``, ``-3``, … is appended. ``progress`` shows a bar on stderr.

    Raises RecipeError, DataError, OutputError; KeyboardInterrupt leaves a folder that ``resume`` continues.
    """
    from inkread.training.train import start_run

    chosen, dataset, parts = planned(
        recipe, data, epochs=epochs, batch_size=batch_size, quick=quick, validate_on_test=validate_on_test
    )
    check_seed(chosen, seed)
    if isinstance(chosen, Committee):
        check_members(chosen)
    place = free_folder(Path(folder) if folder else RUNS / f"{chosen.name}-seed{seed}")
    run = start_run(place, chosen, dataset, parts, seed)
    try:
        return _finish(run, dataset, parts, with_report, progress)
    except Exception:
        _discard_unbegun(run.folder)
        raise


def resume(
    folder: str | Path,
    *,
    data: str | Path | Dataset | None = None,
    with_report: bool = True,
    progress: bool = True,
) -> Run:
    """Continue an unfinished run from its last whole epoch, to the figures of an unbroken one.

    Without ``data``, the data are loaded from where they lay when it began. Raises RunError when the run is
    finished already, or when the data, or what is known of their writers, are not those it began with.
    """
    run = open_run(folder)
    if run.metrics is not None:
        raise RunError(f"The run {run.folder} is finished; there is nothing to resume.")
    dataset = open_data(data, provenance_of(run.folder))
    if dataset.sha256 != run.config.data["sha256"]:
        raise RunError(
            f"The run {run.folder} was begun on {run.config.data['origin']}, got other data from "
            f"{dataset.origin}. Point --data to the same data."
        )
    parts = split(dataset, on_test=run.config.split["kind"] == "test", examples=run.recipe.examples)
    other = difference(run, run.recipe, run.config.seed, dataset.facts, parts.facts)
    if other is not None:
        raise RunError(
            f"The run {run.folder} was begun with {other}. Put the writers' labels back beside the data."
        )
    return _finish(run, dataset, parts, with_report, progress)


def unfinished(recipe: str, seed: int) -> Path:
    """The newest unfinished run of ``recipe`` and ``seed`` in ``runs/``; raises RunError for none."""
    begun = [
        path.parent for path in RUNS.glob("*/config.json") if not (path.parent / "metrics.json").exists()
    ]
    candidates = [folder for folder in begun if _is_of(folder, recipe, seed)]
    if not candidates:
        others = ", ".join(sorted(folder.name for folder in begun)) or "none"
        raise RunError(
            f"No unfinished run of '{recipe}' with seed {seed} in {RUNS}/; of others: {others}. "
            "Start one without --resume."
        )
    return max(candidates, key=lambda path: (path / "config.json").stat().st_mtime)


def _discard_unbegun(folder: Path) -> None:
    """Take away the folder of a run that failed before its first epoch: nothing can go on from its config."""
    if [path.name for path in folder.iterdir()] == ["config.json"]:
        shutil.rmtree(folder, ignore_errors=True)


def _finish(run: Run, dataset: Dataset, parts: Split, with_report: bool, progress: bool) -> Run:
    trained = _train(run, dataset, parts, progress)
    evaluation = evaluate(run, data=dataset)
    figures = evaluation.figures()
    metrics = Metrics(
        data=dataset.name,
        recipe=run.recipe.name,
        seed=run.config.seed,
        parameters=trained.parameters,
        train_seconds=round(trained.train_seconds, 3),
        validation_accuracy=trained.validation_accuracy,
        validation_loss=trained.validation_loss,
        test_accuracy=figures.pop("test_accuracy"),
        test_loss=figures.pop("test_loss"),
        extra={**trained.extra, "validated_on": parts.kind, **figures},
    )
    write_metrics(run.folder, metrics)
    (run.folder / CHECKPOINT).unlink(missing_ok=True)
    if with_report:
        from inkread.reporting.page import report

        report(run.folder, data=dataset, evaluation=evaluation)
    return open_run(run.folder)


def _train(run: Run, dataset: Dataset, parts: Split, progress: bool) -> Trained:
    from inkread.training.train import train_run

    if isinstance(run.recipe, Committee):
        from inkread.workflow.committee import train_committee

        return train_committee(run, run.recipe, dataset, parts, progress)
    with _bar(run, progress) as bar:
        try:
            trained = train_run(run, parts, bar.step if bar else _silent)
        except KeyboardInterrupt as stop:
            done = len(open_run(run.folder).history)
            raise KeyboardInterrupt(
                f"Stopped after {counted(done, 'whole epoch')}. "
                f"Continue with: inkread train {run.folder} --resume"
            ) from stop
    history = open_run(run.folder).history
    if bar and history and isinstance(run.recipe, Recipe):
        bar.finish(history[-1], run.recipe.epochs)
    return trained


def _bar(run: Run, progress: bool) -> Any:
    if not progress:
        return nullcontext()
    from inkread.training.progress import ProgressBar

    name = run.recipe.name
    return ProgressBar(name, f"{name}, seed {run.config.seed}: {run.config.split['description']}")


def _silent(progress: object) -> None:
    """Show nothing."""


def _is_of(folder: Path, recipe: str, seed: int) -> bool:
    try:
        run = open_run(folder)
    except RunError:
        return False
    return run.recipe.name == recipe and run.config.seed == seed
