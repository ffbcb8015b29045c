"""``inkread read``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkread.bulk.local import each
from inkread.cli.drawings import Drawings
from inkread.cli.verbs import uncollected

if TYPE_CHECKING:
    from PIL.Image import Image

    from inkread.ink.load import Picture
    from inkread.reading.reader import As, Reader
    from inkread.reading.result import Reading

    Page = tuple[Reading, Image | None]


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
        from inkread.ink.load import load_pages
        from inkread.reading.files import opened, pictures_of
        from inkread.reading.reader import ways

        work = partial(read_page, way=ways(as_), max_error=max_error, drawn=overlay is not None)
        names = pictures_of(pictures)
        drawings = None if overlay is None else Drawings(overlay, names)
        crew = partial(each, tool=reader_for(model, told=True), make=partial(reader_for, model))
    sources = [opened(name) for name in names]
    if len(names) == 1:
        loaded = load_pages(sources[0])
        _show(names[0], crew(loaded, work), len(loaded), drawings, as_json, several=False)
        return
    failed = 0
    for name, pages in zip(names, crew(sources, partial(read_pages, work)), strict=True):
        if isinstance(pages, list):
            _show(name, pages, len(pages), drawings, as_json, several=True)
        else:
            failed += 1
            typer.echo(f"inkread: {pages}", err=True)
    if failed:
        typer.echo(f"inkread: {failed} of {len(names)} pictures could not be read.", err=True)
        raise typer.Exit(1)


def reader_for(model: str | None, *, told: bool = False) -> Reader:
    """A reader with the shipped classifier, or with any model that Inkread opens, Keras files included.

    ``told`` says on stderr how somebody else's file was understood.
    """
    from inkread.reading import reader as readers

    if model is None:
        return readers.reader()
    from inkread.networks.load import load_classifier

    loaded = load_classifier(model)
    if told and loaded.understood:
        typer.echo(loaded.understood, err=True)
    return readers.Reader(loaded.classifier)


def read_page(tool: Reader, page: Picture, way: As, max_error: float | None, drawn: bool) -> Page:
    """What is read on a page, and the page with it drawn on where asked."""
    from inkread.reading.reader import accepted

    reading = tool.read(page, way)
    if max_error is not None:
        reading = accepted(reading, max_error)
    if not drawn:
        return reading, None
    from inkread.reading.overlay import overlay

    return reading, overlay(page, reading)


def read_pages(
    work: Callable[[Reader, Picture], Page], tool: Reader, source: str | bytes
) -> list[Page] | str:
    """What ``work`` makes of each page of a picture, or why it cannot be opened."""
    from inkread.errors import MissingExtraError, PictureError
    from inkread.ink.load import load_pages

    try:
        return [work(tool, page) for page in load_pages(source)]
    except (PictureError, MissingExtraError) as error:
        return str(error)


def _show(
    name: str, pages: Iterable[Page], n: int, drawings: Drawings | None, as_json: bool, *, several: bool
) -> None:
    """Print what was read on the ``n`` pages of a picture, and save their drawings."""
    for number, (reading, image) in enumerate(pages, start=1):
        _print(reading.at(reading.path or name), as_json, several or n > 1)
        if drawings is not None and image is not None:
            from inkread.reading.overlay import save_image

            save_image(image, drawings.place_of(name, number, n))


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
