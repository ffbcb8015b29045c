"""``inkread read``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkread.cli.drawings import Drawings
from inkread.cli.verbs import uncollected

if TYPE_CHECKING:
    from inkread.reading.reader import As, Reader
    from inkread.reading.result import Reading


def read(
    pictures: Annotated[
        list[str],
        typer.Argument(help="Pictures, folders of pictures, patterns like 'scans/*.jpg', or - for stdin."),
    ],
    as_: Annotated[
        str, typer.Option("--as", help="What a picture is: page, line (one number) or digit.")
    ] = "page",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: one object for each picture, one a line.")
    ] = False,
    overlay: Annotated[
        Path | None,
        typer.Option(help="Draw what was read on the picture; for several pictures, a folder for them."),
    ] = None,
    max_error: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Accept only numbers wrong at most at this rate, such as 0.01."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A run folder or model file that reads instead of the shipped one.")
    ] = None,
) -> None:
    """Read the handwritten numbers in pictures: one number a line."""
    with uncollected():
        from inkread.errors import PictureError
        from inkread.reading.files import pictures_of
        from inkread.reading.reader import ways

        way = ways(as_)
        names = pictures_of(pictures)
        drawings = None if overlay is None else Drawings(overlay, names)
        tool, failed = reader_for(model), 0
    for name in names:
        try:
            _read_one(tool, name, way, as_json, drawings, max_error, len(names) > 1)
        except PictureError as error:
            if len(names) == 1:
                raise
            failed += 1
            typer.echo(f"inkread: {error}", err=True)
    if failed:
        typer.echo(f"inkread: {failed} of {len(names)} pictures could not be read.", err=True)
        raise typer.Exit(1)


def reader_for(model: str | None) -> Reader:
    """A reader with the shipped classifier, or with any model that Inkread opens, Keras files included."""
    from inkread.reading import reader as readers

    if model is None or not model.endswith((".keras", ".h5")):
        return readers.reader(model)
    from inkread.networks.load import load_classifier

    return readers.Reader(load_classifier(model).classifier)


def _read_one(
    tool: Reader,
    name: str,
    way: As,
    as_json: bool,
    drawings: Drawings | None,
    max_error: float | None,
    several: bool,
) -> None:
    from inkread.ink.load import load_pages
    from inkread.reading.reader import accepted

    pages = load_pages(sys.stdin.buffer.read() if name == "-" else name)
    for number, page in enumerate(pages, start=1):
        reading = tool.read(page, way)
        if max_error is not None:
            reading = accepted(reading, max_error)
        _print(reading.at(page.path or name), as_json, several or len(pages) > 1)
        if drawings is not None:
            from inkread.reading.overlay import save_overlay

            save_overlay(page, reading, drawings.place_of(name, number, len(pages)))


def _print(reading: Reading, as_json: bool, with_path: bool) -> None:
    if as_json:
        typer.echo(json.dumps(reading.to_json()))
        return
    for number in reading.numbers:
        typer.echo(f"{reading.path}\t{number.text}" if with_path else number.text)
    for rejection in reading.rejected:
        if rejection.reason.startswith("to be checked"):
            where = f"{reading.path}: " if with_path else ""
            typer.echo(f"{where}{rejection.reason}", err=True)
