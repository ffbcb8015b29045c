"""``inkread train``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from inkread.training.run import Run


def train(
    recipe: Annotated[
        str | None,
        typer.Argument(
            help="A recipe's name, a Python file that defines RECIPE, or with --resume a run folder."
        ),
    ] = None,
    data: Annotated[
        str | None, typer.Option(help="'mnist', 'digits', or the path of your own data; see inkread data.")
    ] = None,
    epochs: Annotated[
        float | None, typer.Option(help="Instead of the recipe's own; may be a fraction.")
    ] = None,
    batch_size: Annotated[int | None, typer.Option(help="Instead of the recipe's own.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The one seed of every random choice.")] = 0,
    seeds: Annotated[
        int | None, typer.Option(help="Train with the seeds 0 … N-1 and write results/RECIPE.json.")
    ] = None,
    validate_on_test: Annotated[
        bool, typer.Option("--validate-on-test", help="Validate on the test set, as the tutorials do.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Shrink the recipe to seconds.")] = False,
    folder: Annotated[Path | None, typer.Option(help="The run folder; runs/RECIPE-seedN by default.")] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Continue an interrupted run; with --seeds, keep the finished ones too."
        ),
    ] = False,
    report: Annotated[bool, typer.Option(help="Write report.html and the figures.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the metrics as JSON.")] = False,
) -> None:
    """Train a recipe, test it once, and write its run folder and report."""
    from inkread.errors import RecipeError
    from inkread.recipes.registry import find_recipe
    from inkread.workflow import seeds as several
    from inkread.workflow import train as one

    name = recipe or one.DEFAULT_RECIPE
    if not resume and (Path(name) / "config.json").is_file():
        raise RecipeError(
            f"{name} is a run, not a recipe. If it was interrupted, go on with: inkread train {name} --resume"
        )
    settings: dict[str, Any] = {
        "data": data,
        "epochs": epochs,
        "batch_size": batch_size,
        "validate_on_test": validate_on_test,
        "quick": quick,
        "folder": folder,
        "with_report": report,
    }
    if resume and seeds is None:
        _check_resumed(settings)
        path = Path(name)
        is_run = (path / "config.json").is_file() or (len(path.parts) > 1 and path.suffix != ".py")
        place = path if is_run else one.unfinished(find_recipe(name).name, seed)
        _print([one.resume(place, data=data, with_report=report)], as_json)
    elif seeds is not None:
        if folder is not None:
            raise RecipeError("--folder names one run's folder; leave it out with --seeds.")
        if seed:
            raise RecipeError(f"--seeds trains with 0 … {seeds - 1}; leave out --seed, got {seed}.")
        settings.pop("folder")
        runs = several.train_seeds(name, seeds=seeds, resume_unfinished=resume, **settings)
        _print(runs, as_json)
    else:
        _print([one.train(name, seed=seed, **settings)], as_json)


def _check_resumed(settings: dict[str, Any]) -> None:
    """Raises RecipeError for settings that a run which goes on could not follow."""
    from inkread.errors import RecipeError

    names = ("epochs", "batch_size", "validate_on_test", "quick", "folder")
    given = [f"--{name.replace('_', '-')}" for name in names if settings[name]]
    if given:
        raise RecipeError(
            f"An interrupted run goes on with its own settings, got {', '.join(given)}. "
            "Name its recipe or its folder alone: inkread train NAME --resume"
        )


def _print(runs: list[Run], as_json: bool) -> None:
    from inkread.workflow.seeds import summary

    if as_json:
        only = runs[0].metrics.to_json() if len(runs) == 1 and runs[0].metrics else summary(runs)
        typer.echo(json.dumps(only, indent=2))
        return
    for run in runs:
        typer.echo(str(run))
        if (run.folder / "report.html").exists():
            typer.echo(f"Report: {run.folder / 'report.html'}")
    if len(runs) > 1:
        of_all = summary(runs)
        typer.echo(f"Mean of {len(runs)} seeds: {of_all['mean']:.2%}, sd {of_all['sd'] * 100:.2f} points")
