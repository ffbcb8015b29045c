"""``inkread evaluate``."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Annotated

import typer

from inkread.cli.tables import console
from inkread.words import counted, percent

if TYPE_CHECKING:
    from rich.table import Table

    from inkread.evaluation.result import Evaluation


def evaluate(
    run_or_file: Annotated[
        str, typer.Argument(help="A run folder, or a model file: .onnx, .keras or .h5, anybody's.")
    ],
    data: Annotated[
        str | None,
        typer.Option(help="'mnist', 'digits', or the path of your own data; a run's own data by default."),
    ] = None,
    shifts: Annotated[
        int,
        typer.Option(
            min=0, max=3, help="Take the mean over each picture and its copies moved by up to so many pixels."
        ),
    ] = 0,
    wrong: Annotated[int, typer.Option(min=0, help="How many of the mistakes to list.")] = 9,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every figure and answer as one JSON object.")
    ] = False,
) -> None:
    """Test a run or a model file: accuracy with its interval, each digit, the mistakes, the confidences."""
    from inkread.evaluation.evaluate import evaluate as run_evaluation

    evaluation = run_evaluation(run_or_file, data=data, shifts=shifts)
    if as_json:
        typer.echo(json.dumps(evaluation.to_json()))
    else:
        _print(evaluation, wrong)


def _print(evaluation: Evaluation, n_wrong: int) -> None:
    screen = console()
    screen.print(
        f"{evaluation.name}, on {counted(evaluation.n, 'test picture')} of {evaluation.data}", style="bold"
    )
    if evaluation.understood:
        screen.print(evaluation.understood, style="italic")
    for line in _headlines(evaluation):
        screen.print(line)
    screen.print()
    screen.print(_digits(evaluation))
    if n_wrong and len(evaluation.wrong):
        screen.print()
        screen.print(_mistakes(evaluation, n_wrong))


def _headlines(evaluation: Evaluation) -> list[str]:
    from inkread.evaluation.result import COVERAGES, RISKS

    low, high = evaluation.interval
    surest = ", ".join(f"{evaluation.accuracy_at(share):.2%} of {share:.0%}" for share in COVERAGES)
    accepted = ", ".join(f"{evaluation.coverage_at(risk):.1%} with {risk:.1%} wrong" for risk in RISKS)
    return [
        f"accuracy     {evaluation.accuracy:.2%}, 95% interval {low:.2%} – {high:.2%}; "
        f"{len(evaluation.wrong):,} wrong",
        *(f"{name:<12} {part.accuracy:.2%} of {part.n:,}" for name, part in evaluation.subsets.items()),
        f"loss         {evaluation.loss:.4f}",
        f"calibration  error {evaluation.calibration_error:.2%}, "
        f"mean confidence {percent(float(evaluation.confidence.mean()), 2)}",
        f"most sure    {surest}",
        f"accepted     {accepted}",
        *_training(evaluation),
    ]


def _training(evaluation: Evaluation) -> list[str]:
    known = []
    if evaluation.parameters is not None:
        known.append(f"{evaluation.parameters:,} parameters")
    if evaluation.train_seconds is not None:
        known.append(f"{evaluation.train_seconds:.1f} s of training")
    if evaluation.validation_accuracy is not None:
        known.append(f"validation accuracy {evaluation.validation_accuracy:.2%}")
    return [f"network      {', '.join(known)}"] if known else []


def _digits(evaluation: Evaluation) -> Table:
    """A line for each digit: how well it is recognised, and what it was taken for."""
    from rich.table import Table

    table = Table(
        title="Each digit, and what it was taken for", title_justify="left", box=None, padding=(0, 1)
    )
    for heading in ("digit", "recall", "precision", *map(str, range(len(evaluation.confusion)))):
        table.add_column(heading, justify="right", no_wrap=True)
    for digit, counts in enumerate(evaluation.confusion):
        cells = [str(count) if count else "·" for count in counts]
        rates = (_percent(evaluation.recall[digit]), _percent(evaluation.precision[digit]))
        table.add_row(str(digit), *rates, *cells)
    return table


def _mistakes(evaluation: Evaluation, n_wrong: int) -> Table:
    from rich.table import Table

    chosen = evaluation.most_confident_mistakes[:n_wrong]
    title = f"The {len(chosen)} most confident of {counted(len(evaluation.wrong), 'mistake')}"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1))
    for heading in ("index", "truth", "taken for", "confidence"):
        table.add_column(heading, justify="right")
    for index in chosen:
        truth, prediction = evaluation.labels[index], evaluation.predictions[index]
        table.add_row(str(index), str(truth), str(prediction), percent(evaluation.confidence[index], 2))
    return table


def _percent(rate: float) -> str:
    return "–" if math.isnan(rate) else f"{rate:.2%}"
