"""``inkread explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def explain(
    picture: Annotated[str, typer.Argument(help="A picture (of several pages the first), or - for stdin.")],
    out: Annotated[
        Path, typer.Option(help="Where to write it: .html for a page, .png for one image.")
    ] = Path("explanation.html"),
    as_: Annotated[str, typer.Option("--as", help="What the picture is: page, line or digit.")] = "page",
    model: Annotated[
        str | None, typer.Option(help="A run folder or model file that reads instead of the shipped one.")
    ] = None,
) -> None:
    """Show why a picture is read as it is: ink, cuts, each digit as seen, runners-up, what matters."""
    from inkread.cli.read import reader_for
    from inkread.errors import OutputError
    from inkread.ink.load import load
    from inkread.reading.explain import explain as run_explain
    from inkread.reading.explain_page import save_explanation
    from inkread.reading.files import opened
    from inkread.reading.reader import ways

    way = ways(as_)
    if out.resolve() == Path(picture).resolve():
        raise OutputError(f"{out} is the picture to be explained. Write somewhere else: --out")
    page = load(opened(picture))
    explanation = run_explain(reader_for(model, told=True), page, way)
    save_explanation(explanation, out)
    typer.echo(f"{explanation.reading.text.replace(chr(10), ' ') or 'no number'}: see {out}")
