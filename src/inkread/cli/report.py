"""``inkread report``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def report(
    run: Annotated[Path, typer.Argument(help="A finished run's folder.")],
    data: Annotated[
        str | None,
        typer.Option(help="'mnist', 'digits', or the path of your own data; the run's own data by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the paths as JSON.")] = False,
) -> None:
    """Write a run's report.html and figures anew, and print the path of the page."""
    from inkread.reporting.page import report as write_report

    page = write_report(run, data=data)
    figures = sorted(str(path) for path in (run / "figures").glob("*.png"))
    typer.echo(json.dumps({"report": str(page), "figures": figures}) if as_json else str(page))
