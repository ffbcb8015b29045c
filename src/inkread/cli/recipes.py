"""``inkread recipes``: list them, show one, print one as a Keras script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="The recipes: list them, show one, print one as a complete Keras script.")


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
    diagram: Annotated[
        Path | None, typer.Option(help="Where to draw the network; NAME.png by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the recipe as JSON.")] = False,
) -> None:
    """Print the layers with output shapes and parameter counts, and draw the network as an image."""
    from inkread.recipes.registry import find_recipe
    from inkread.recipes.serial import to_json

    recipe = find_recipe(name)
    if as_json:
        typer.echo(json.dumps({**_row(recipe), "recipe": to_json(recipe)}, indent=2))
    else:
        _print_recipe(recipe)
    if diagram is not None or not as_json:
        from inkread.reporting.diagram import save_diagram

        place = save_diagram(recipe, diagram or Path(f"{recipe.name}.png"))
        typer.echo(f"Diagram: {place}", err=as_json)


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
        seconds = f"{row['expected_seconds']:.0f} s" if row["expected_seconds"] else "–"
        weight = f"{row['parameters']:,}" if row["parameters"] else "–"
        table.add_row(row["name"], weight, accuracy, seconds, row["source"])
    Console().print(table)


def _print_recipe(recipe: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(f"[bold]{recipe.name}[/]  {recipe.source}")
    if hasattr(recipe, "members"):
        console.print(recipe.description)
    elif not hasattr(recipe, "layers"):
        settings = ", ".join(f"{key}={value}" for key, value in recipe.settings.items())
        console.print(f"{recipe.estimator}({settings})")
    else:
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column("layer")
        table.add_column("output", justify="right")
        table.add_column("parameters", justify="right")
        for layer, before, after in recipe.shapes:
            # Shown as height × width × channels, the way people speak of pictures.
            shape = " × ".join(map(str, (*after[1:], after[0])))
            weight = layer.parameters(before)
            table.add_row(str(layer), shape, f"{weight:,}" if weight else "")
        table.add_row("Softmax", "10", "")
        table.add_row("all", "", f"{recipe.parameters:,}")
        console.print(table)
        console.print(f"{recipe.optimiser}, batches of {recipe.batch_size}, {recipe.epochs:g} epochs")
    if recipe.published:
        console.print(f"Published: {recipe.published.text}")
