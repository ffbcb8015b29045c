"""``inkread corrections``: export, import, list, delete."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkread.cli.verbs import Verbs
from inkread.words import counted

if TYPE_CHECKING:
    from inkread.service.store import Correction, Store

app = typer.Typer(cls=Verbs, help="The corrections that are kept on this machine.")

At = Annotated[
    Path | None, typer.Option("--corrections", help="The file of corrections; your own by default.")
]


def store_at(path: Path | None, new: bool = False) -> Store:
    """The corrections in this file, or this person's own. Raises DataError for none, unless ``new``."""
    from inkread.classifier.learned import home
    from inkread.errors import DataError
    from inkread.service.store import Store

    if path is not None and not new and not path.exists():
        raise DataError(f"There is no file {path}. Name another: --corrections")
    return Store(path or home() / "corrections.sqlite")


@app.command("list")
def list_(
    corrections: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List them, the newest first."""
    with store_at(corrections) as store:
        found = store.list()
    for one in found:
        told = f"{one.id}  {one.at[:19]}  {_name(one.read)} → {_name(one.correct)}"
        typer.echo(line_of(one) if as_json else told)
    if not found:
        typer.echo("There are no corrections yet. Make some with: inkread serve", err=True)


@app.command("export")
def export(
    file: Annotated[str, typer.Argument(help="Where to, or - for the standard output.")] = "-",
    corrections: At = None,
) -> None:
    """Write them to a file, one JSON object a line."""
    from inkread.files import write_whole

    with store_at(corrections) as store:
        lines = [line_of(one) + "\n" for one in reversed(store.list())]
    if file == "-":
        typer.echo("".join(lines), nl=False)
    else:
        write_whole(Path(file), "".join(lines).encode())
        typer.echo(f"{counted(len(lines), 'correction')} written to {file}.", err=True)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(help="A file that was exported, or - for the standard input.")],
    corrections: At = None,
) -> None:
    """Add those of a file; known ones are left alone."""
    found = corrections_in(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), file)
    with store_at(corrections, new=True) as store:
        new = store.add(*found)
    typer.echo(f"{new:,} new of {counted(len(found), 'correction')}.")


@app.command("delete")
def delete(
    ids: Annotated[list[str] | None, typer.Argument(help="Their ids, as listed.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    corrections: At = None,
) -> None:
    """Forget some of them, or all."""
    from inkread.errors import DataError

    if bool(ids) == everything:
        raise DataError("Say which corrections to delete, by their ids, or --all.")
    with store_at(corrections) as store:
        wanted = ids or [one.id for one in store.list()]
        gone = store.delete(wanted)
    typer.echo(f"{gone:,} of {counted(len(wanted), 'correction')} deleted.")
    if gone < len(wanted):
        raise typer.Exit(1)


def _name(digit: int | None) -> str:
    return "none" if digit is None else str(digit)


def line_of(one: Correction) -> str:
    """A correction as it is exported: JSON in one line."""
    from base64 import b64encode
    from dataclasses import asdict

    coded = {"pixels": b64encode(one.pixels).decode(), "crop": one.crop and b64encode(one.crop).decode()}
    return json.dumps({**asdict(one), **coded})


def corrections_in(content: bytes, file: str) -> list[Correction]:
    """Those in the content of an exported ``file``. Raises DataError where it is none, naming the line."""
    return [
        _from_json(line, number, file) for number, line in enumerate(content.splitlines(), 1) if line.strip()
    ]


def _from_json(line: bytes, number: int, file: str) -> Correction:
    from base64 import b64decode

    from inkread.errors import DataError
    from inkread.service.store import Correction

    try:
        values = json.loads(line)
        coded = {name: values[name] and b64decode(values[name], validate=True) for name in ("pixels", "crop")}
        return Correction(**{**values, **coded})
    except (DataError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise DataError(f"Line {number} of {file} is no exported correction: {error}.") from error
