"""``inkread reproduce``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from inkread.workflow.reproduce import Row


def reproduce(
    data: Annotated[str | None, typer.Option(help="'mnist', 'digits', or the path of your own data.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="One short run each; writes no results.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
) -> None:
    """Train every source recipe with its published settings, three seeds each, and compare."""
    from inkread.workflow.reproduce import reproduce as run

    rows = run(data=data, quick=quick)
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        _print_table(rows)


def _print_table(rows: list[Row]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("recipe", no_wrap=True)
    for title in ("published", "measured", "time"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in rows:
        published = f"{row.published_accuracy:.2f}%" if row.published_accuracy else "–"
        spread = f" ± {row.sd * 100:.2f}" if row.sd is not None else ""
        seconds = sum(row.train_seconds) / len(row.train_seconds)
        table.add_row(row.recipe, published, f"{row.mean:.2%}{spread}", f"{seconds:.0f} s")
    Console().print(table)
