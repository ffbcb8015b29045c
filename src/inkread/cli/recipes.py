"""``inkread recipes``: list them, show one, print one as a Keras script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inkread.cli.verbs import Verbs

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer(cls=Verbs, help="The recipes: list them, show one, print one as a complete Keras script.")


@app.callback(invoke_without_command=True)
def recipes(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """The recipes: list them, show one, print one as a complete Keras script."""
    if context.invoked_subcommand is None:
        from inkread.recipes.registry import RECIPES

        rows = [_row(recipe) for recipe in RECIPES.values()]
        typer.echo(json.dumps(rows, indent=2)) if as_json else _print_table(rows)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A recipe's name or a Python file that defines RECIPE.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to draw the network, as PNG; NAME.png here by default.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the recipe as JSON; draws only with --out.")
    ] = False,
) -> None:
    """Print layers with output shapes and parameters, and all settings; draw the network as an image."""
    from inkread.recipes.registry import find_recipe
    from inkread.recipes.serial import to_json

    recipe = find_recipe(name)
    if as_json:
        typer.echo(json.dumps({**_row(recipe), "recipe": to_json(recipe)}, indent=2))
    else:
        _print_recipe(recipe)
    if out is not None or not as_json:
        typer.echo(f"Diagram: {_drawn(recipe, out)}", err=as_json)


@app.command()
def code(
    name: Annotated[str, typer.Argument(help="A recipe's name or a Python file that defines RECIPE.")],
) -> None:
    """Print the lesson as a complete script for Keras, or for scikit-learn and XGBoost."""
    from inkread.networks.keras_code import keras_code
    from inkread.recipes.registry import find_recipe

    typer.echo(keras_code(find_recipe(name)), nl=False)


def _row(recipe: Any) -> dict[str, Any]:
    return {
        "name": recipe.name,
        "source": recipe.source,
        "parameters": getattr(recipe, "parameters", None),
        "expected_accuracy": recipe.expected.accuracy if recipe.expected else None,
        "expected_seconds": recipe.expected.seconds if recipe.expected else None,
        "published": recipe.published.text if recipe.published else None,
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("recipe", no_wrap=True)
    for title in ("parameters", "expected", "time"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("source")
    for row in rows:
        accuracy = f"{row['expected_accuracy']:.2f}%" if row["expected_accuracy"] else "–"
        seconds = f"{row['expected_seconds']:,.0f} s" if row["expected_seconds"] else "–"
        weight = f"{row['parameters']:,}" if row["parameters"] else "–"
        table.add_row(row["name"], weight, accuracy, seconds, row["source"])
    Console().print(table)


def _print_recipe(recipe: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    from inkread.recipes.settings import settings

    console = Console(highlight=False, markup=False)
    console.print(f"{recipe.name}  {recipe.source}", style="bold")
    if hasattr(recipe, "layers"):
        console.print(_layers(recipe))
        console.print()
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(no_wrap=True)
    for setting in [*settings(recipe), *_further(recipe)]:
        facts.add_row(*setting)
    console.print(facts)


def _layers(recipe: Any) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("layer")
    table.add_column("output", justify="right")
    table.add_column("parameters", justify="right")
    for layer, before, after in recipe.shapes:
        # Shown as height × width × channels, the way people speak of pictures.
        shape = " × ".join(map(str, (*after[1:], after[0])))
        weight = layer.parameters(before)
        table.add_row(str(layer), shape, f"{weight:,}" if weight else "")
    table.add_row("Softmax", str(recipe.classes), "")
    table.add_row("all", "", f"{recipe.parameters:,}")
    return table


def _further(recipe: Any) -> list[tuple[str, str]]:
    """What the source says of its recipe, and where to read of a committee's members."""
    names = dict.fromkeys(name for name, _ in getattr(recipe, "members", ()))
    further = [("each member", f"inkread recipes show {name}") for name in names]
    return [*further, ("published", recipe.published.text)] if recipe.published else further


def _drawn(recipe: Any, out: Path | None) -> Path:
    """Draw the network and return where; a place that nobody named is used only when it loses nothing."""
    from inkread.reporting.diagram import save_diagram
    from inkread.reporting.style import check_free

    path = out or Path(f"{recipe.name}.png")
    if out is None:
        check_free(path)
    return save_diagram(recipe, path)
