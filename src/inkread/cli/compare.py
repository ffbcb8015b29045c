"""``inkread compare``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkread.cli.tables import console
from inkread.words import counted

if TYPE_CHECKING:
    from rich.table import Table

    from inkread.evaluation.comparison import Comparison


def compare(
    runs: Annotated[list[str], typer.Argument(help="Run folders or model files, two or more.")],
    data: Annotated[
        str | None,
        typer.Option(help="'mnist', 'digits', or the path of your own data; the first run's own by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as one JSON object.")] = False,
) -> None:
    """Compare runs and model files on the same test pictures: one table, and a test for each pair.

    Runs that differ only in their seed make one line, mean ± sd.
    """
    from inkread.evaluation.compare import compare as run_comparison

    chosen = [run for run in runs if not _is_begun(Path(run))]
    if len(chosen) < 2:
        raise typer.BadParameter(f"Give two or more finished runs or model files, got {len(chosen)}.")
    comparison = run_comparison(*chosen, data=data)
    if as_json:
        typer.echo(json.dumps(comparison.to_json()))
    else:
        _print(comparison)


def _is_begun(folder: Path) -> bool:
    """Whether it is a run without a model yet, which is said: ``runs/*`` names it with the others."""
    begun = (folder / "config.json").is_file() and not any(
        (folder / name).exists() for name in ("model.onnx", "metrics.json")
    )
    if begun:
        typer.echo(f"Left out: {folder} has no model yet.", err=True)
    return begun


def _print(comparison: Comparison) -> None:
    screen = console()
    screen.print(f"{counted(comparison.n, 'test picture')} of {comparison.data}", style="bold")
    screen.print(_table(comparison))
    if comparison.pairs:
        screen.print()
        screen.print(_tests(comparison))
    if len(comparison.pairs) > 1:
        screen.print(f"p allows for all {len(comparison.pairs)} tests (Holm).")


def _table(comparison: Comparison) -> Table:
    from rich.table import Table

    from inkread.evaluation.comparison import HEADINGS

    rows = comparison.rows
    # Columns that nobody fills, such as the training time of files, only take room.
    shown = [at for at in range(len(HEADINGS)) if any(row[at] != "–" for row in rows)]
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for at in shown:
        # A unit below its word: names as long as a recipe's, with their seeds, then need one line.
        heading = HEADINGS[at].replace(" ", "\n")
        table.add_column(heading, justify="right" if at else "left", no_wrap=at > 0)
    for row in rows:
        table.add_row(*(row[at] for at in shown))
    return table


def _tests(comparison: Comparison) -> Table:
    from rich.table import Table

    from inkread.evaluation.comparison import show_p

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("difference", "points", "95% interval", "only one\nright", "test", "p"):
        # A long name may take two lines, a number may not.
        is_text = heading in ("difference", "test")
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=heading != "difference")
    for pair in comparison.pairs:
        low, high = (100 * end for end in pair.interval)
        alone = "–" if pair.only_first is None else f"{pair.only_first} : {pair.only_second}"
        table.add_row(
            f"{pair.first}\n− {pair.second}",
            f"{100 * pair.difference:+.2f}",
            f"{low:+.2f} … {high:+.2f}",
            alone,
            pair.test.removeprefix("paired "),
            show_p(pair.p_adjusted).removeprefix("= "),
        )
    return table
