"""``inkread score``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from inkread.reading.labelled import Labelled
    from inkread.reading.reader import Reader
    from inkread.reading.score import Answer, Score, Work

MOST_MISTAKES = 20
"""Mistakes that are listed where no page of them is asked for."""


def score(
    folder: Annotated[
        Path, typer.Argument(help="Labelled pictures: LABEL_k.jpg, or one folder a class, 'blank' for none.")
    ],
    as_: Annotated[
        str | None,
        typer.Option("--as", help="page, line or digit; by default line, or digit for folders 0 … 9."),
    ] = None,
    max_error: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="The rate of errors at which numbers are accepted.")
    ] = 0.01,
    model: Annotated[
        str | None, typer.Option(help="A run folder or model file that reads instead of the shipped one.")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Write a page of the mistakes, as HTML.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
) -> None:
    """Score the reader on labelled pictures: exact numbers, characters, what is accepted, what is wrong."""
    from inkread.bulk.local import each
    from inkread.cli.progress import show_progress
    from inkread.cli.read import reader_for
    from inkread.reading.reader import ways
    from inkread.reading.score import score as run_score
    from inkread.reading.score_page import save_page

    way = None if as_ is None else ways(as_)
    make = partial(reader_for, model)

    def shared(pictures: Sequence[Labelled], work: Work, tool: Reader) -> Iterator[Answer]:
        for done, answer in enumerate(each(pictures, work, tool, make), start=1):
            show_progress(done, len(pictures))
            yield answer

    result = run_score(make(told=True), folder, way, max_error, shared)
    if as_json:
        typer.echo(json.dumps(result.to_json()))
    else:
        _print(result, listed=page is None)
    if page is not None:
        save_page(result, page)
        if not as_json:
            typer.echo(f"Mistakes: {page}")
    if any(answer.error for answer in result.answers):
        raise typer.Exit(1)


def _print(result: Score, *, listed: bool) -> None:
    """The figures, and the first mistakes where these are to be ``listed``."""
    from inkread.reading.score_page import summary

    for line in summary(result):
        typer.echo(line)
    if not listed:
        return
    for answer in result.mistakes[:MOST_MISTAKES]:
        read = f"{answer.path}: {answer.label or 'blank'} read as {answer.text or 'nothing'}"
        typer.echo(f"  {answer.error or read}")
    if len(result.mistakes) > MOST_MISTAKES:
        rest = len(result.mistakes) - MOST_MISTAKES
        typer.echo(f"  and {rest} more; all of them with: --page mistakes.html")
