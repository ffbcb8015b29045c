"""The report of a run: one HTML file that needs no other, and its figures as PNG beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inkread.data.dataset import Dataset
from inkread.errors import MissingExtraError, RunError
from inkread.evaluation.evaluate import Data, evaluate, open_data, provenance_of
from inkread.evaluation.result import Evaluation
from inkread.files import write_whole
from inkread.reporting import facts
from inkread.training.run import Metrics, Run, open_run
from inkread.words import counted

TEMPLATES = Path(__file__).parent / "templates"


def report(run: Run | str | Path, *, data: Data = None, evaluation: Evaluation | None = None) -> Path:
    """Write ``report.html`` and ``figures/*.png`` into a finished run's folder; returns the page's path.

    ``data`` are the run's own unless given; ``evaluation`` spares the work where the caller has it already.
    Every file is written whole or not at all, the page last. Raises RunError for a folder that is no finished
    run, DataError where its data cannot be loaded, OutputError where nothing can be written, and
    MissingExtraError without matplotlib or Jinja2.
    """
    opened = open_run(run.folder if isinstance(run, Run) else run)
    metrics = _finished(opened)
    album = _drawing()
    dataset = open_data(data, provenance_of(opened.folder))
    found = evaluation or evaluate(opened.folder, data=dataset)
    plates = album(opened, dataset, found)
    for plate in plates.values():
        write_whole(opened.folder / "figures" / f"{plate.name}.png", plate.content)
    page = opened.folder / "report.html"
    write_whole(page, _render(opened, metrics, dataset, found, plates).encode())
    return page


def _finished(run: Run) -> Metrics:
    if run.metrics is None:
        raise RunError(
            f"A report needs a finished run; {run.folder} stopped after "
            f"{counted(len(run.history), 'epoch')}. Finish it with: inkread train {run.folder} --resume"
        )
    return run.metrics


def _drawing() -> Any:
    try:
        import jinja2  # noqa: F401

        from inkread.reporting.album import album
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or "matplotlib", "train", "A report") from error
    return album


def _render(
    run: Run, metrics: Metrics, dataset: Dataset, evaluation: Evaluation, plates: dict[str, Any]
) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    low, high = evaluation.interval
    return environment.get_template("report.html.j2").render(
        run=run,
        accuracy=f"{evaluation.accuracy:.2%}",
        interval=f"{low:.2%} – {high:.2%}",
        measured_on=f"{counted(evaluation.n, 'test picture')} of {facts.data_title(dataset.name)}",
        notices=facts.notices(run, dataset),
        headline=facts.headline(evaluation, metrics),
        data=facts.data_facts(run, dataset),
        published=facts.published_facts(run.recipe, evaluation),
        training=facts.training_facts(run),
        machine=facts.machine_facts(run),
        parts=facts.accuracy_parts(evaluation),
        digits=facts.digit_rows(evaluation),
        layers=facts.layer_rows(run.recipe),
        history=facts.history_rows(run),
        command=facts.command(run),
        plates=plates,
    )
