"""``inkread read``."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inkread.bulk.local import each
from inkread.cli.drawings import Drawings, drawings_at
from inkread.cli.verbs import uncollected

if TYPE_CHECKING:
    from inkread.ink.load import Picture
    from inkread.reading.reader import As, Reader
    from inkread.reading.result import Reading

    Page = tuple[Reading, Path | None]
    Work = Callable[[Reader, Picture], Page]
    Crew = Callable[..., Generator[Any, None, None]]


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
        from inkread.reading.files import pictures_of
        from inkread.reading.reader import ways

        way, names = ways(as_), pictures_of(pictures)
        crew = partial(each, tool=reader_for(model, told=True), make=partial(reader_for, model))
    with drawings_at(overlay, names) as drawings:
        sketches = None if drawings is None else drawings.sketches
        work = partial(read_page, way=way, max_error=max_error, sketches=sketches, place=overlay)
        show = partial(_show, drawings=drawings, as_json=as_json)
        if len(names) == 1:
            _read_one(names[0], crew, work, show)
        else:
            _read_all(names, crew, work, show)


def _read_one(name: str, crew: Crew, work: Work, show: Callable[..., None]) -> None:
    """Show the pages of one picture, each as it is read."""
    from inkread.ink.load import load_pages
    from inkread.reading.files import opened

    loaded = load_pages(opened(name))
    with closing(crew(loaded, work)) as pages:
        show(name, pages, len(loaded), several=False)


def _read_all(names: list[str], crew: Crew, work: Work, show: Callable[..., None]) -> None:
    """Show the pages of pictures, and say which of them cannot be read."""
    from inkread.cli.progress import answers_are_kept, show_progress
    from inkread.reading.files import opened

    failed, kept = 0, answers_are_kept()
    with closing(crew([opened(name) for name in names], partial(read_pages, work))) as pictures:
        for done, (name, (pages, error)) in enumerate(zip(names, pictures, strict=True), start=1):
            if kept:
                show_progress(done, len(names))
            show(name, pages, len(pages) + (error is not None), several=True)
            if error is not None:
                failed += 1
                typer.echo(f"inkread: {error}", err=True)
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


def read_page(
    tool: Reader,
    page: Picture,
    way: As,
    max_error: float | None,
    sketches: Path | None = None,
    place: Path | None = None,
) -> Page:
    """What is read on a page, and the file among ``sketches`` with it drawn on, where these are asked for.

    ``place`` is where they are to go: what keeps one from being written is said of it, as an OutputError.
    """
    from inkread.reading.reader import accepted

    reading = tool.read(page, way)
    if max_error is not None:
        reading = accepted(reading, max_error)
    if sketches is None or place is None:
        return reading, None
    from uuid import uuid4

    from inkread.files import written
    from inkread.reading.overlay import encoded, overlay

    sketch = sketches / f"{uuid4().hex}.png"
    with written(place):
        sketch.write_bytes(encoded(overlay(page, reading), "PNG"))
    return reading, sketch


def read_pages(work: Work, tool: Reader, source: str | bytes) -> tuple[list[Page], str | None]:
    """What ``work`` makes of the pages of a picture, up to one that cannot be opened, and why it cannot."""
    from inkread.errors import MissingExtraError, PictureError
    from inkread.ink.load import load_pages

    read: list[Page] = []
    try:
        for page in load_pages(source):
            read.append(work(tool, page))
    except (PictureError, MissingExtraError) as error:
        return read, str(error)
    return read, None


def _show(
    name: str, pages: Iterable[Page], n: int, drawings: Drawings | None, as_json: bool, *, several: bool
) -> None:
    """Print what was read on the ``n`` pages of a picture, and put their drawings in their places."""
    for number, (reading, sketch) in enumerate(pages, start=1):
        _print(reading.at(reading.path or name), as_json, several or n > 1)
        if drawings is not None and sketch is not None:
            drawings.keep(sketch, name, number, n)


def _print(reading: Reading, as_json: bool, with_path: bool) -> None:
    """The numbers for the output; for people beside it what is to be checked, and that there is none."""
    if as_json:
        typer.echo(json.dumps(reading.to_json()))
        return
    from inkread.reading.confidence import TO_CHECK

    for number in reading.numbers:
        typer.echo(f"{reading.path}\t{number.text}" if with_path else number.text)
    reasons = [rejection.reason for rejection in reading.rejected]
    told = [reason for reason in reasons if reason.startswith(TO_CHECK)]
    if not reading.numbers and not told:
        told = [f"no number: {reasons[0]}" if reasons else "no number"]
    for words in told:
        typer.echo(f"{reading.path}: {words}" if with_path else words, err=True)
