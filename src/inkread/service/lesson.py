"""The lesson: the recipes of the tutorials, and the runs that a folder holds."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from inkread.errors import DataError, RunError
from inkread.recipes.recipe import AnyRecipe, Committee, Recipe
from inkread.recipes.registry import RECIPES
from inkread.service.schemas import EpochOut, EvaluationOut, MistakeOut, RecipeOut, RunOut, to_base64
from inkread.service.settings import Settings
from inkread.training.run import Run, open_run

MISTAKES = 24
"""How many of a run's mistakes are shown."""

EVALUATION_SECONDS = 120
"""How long an evaluation may take."""

MOST_RUNS = 200
"""Newest runs that are shown."""


def recipes() -> list[RecipeOut]:
    """Every recipe that has a name."""
    return [_recipe(recipe) for recipe in RECIPES.values()]


def _recipe(recipe: AnyRecipe) -> RecipeOut:
    published = recipe.published.accuracy if recipe.published else None
    out = RecipeOut(
        name=recipe.name,
        source=recipe.source,
        network="",
        parameters=None,
        epochs=None,
        published=None if published is None else published / 100,
    )
    if isinstance(recipe, Recipe):
        network = " → ".join(str(layer) for layer in recipe.layers)
        return out.model_copy(
            update={"network": network, "parameters": recipe.parameters, "epochs": recipe.epochs}
        )
    network = recipe.description if isinstance(recipe, Committee) else recipe.estimator
    return out.model_copy(update={"network": network})


class Lesson:
    """The runs in one folder. They are found by listing it: a name from a request never becomes a path."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.runs
        self._program = settings.program
        self._evaluations: dict[tuple[str, float], EvaluationOut] = {}
        self._one_at_a_time = asyncio.Lock()

    def runs(self) -> dict[str, Run]:
        """The readable runs by their folder's name, the newest first."""
        if not self._folder.is_dir():
            return {}
        folders = [path for path in self._folder.iterdir() if (path / "config.json").is_file()]
        newest = sorted(folders, key=lambda path: (path / "config.json").stat().st_mtime, reverse=True)
        found = {}
        for path in newest[:MOST_RUNS]:
            try:
                found[_id(path)] = open_run(path)
            except RunError:
                continue  # half written by an older version, or no run at all: not for the gallery
        return found

    async def evaluate(self, run: Run) -> EvaluationOut:
        """How ``run`` does on the test pictures of its data; worked out once, in a process of its own.

        Raises RunError when there is nothing to evaluate yet, or it cannot be.
        """
        model = run.folder / "model.onnx"
        if not model.is_file():
            raise RunError(f"The run {run.name} has no model yet. Train it to its end.")
        key = (run.name, model.stat().st_mtime)
        async with self._one_at_a_time:
            if key not in self._evaluations:
                answers = await _answers(self._program, run.folder)
                self._evaluations[key] = await asyncio.to_thread(_evaluation, run, answers)
        return self._evaluations[key]


async def _answers(program: tuple[str, ...], folder: Path) -> dict[str, Any]:
    command = [*program, "evaluate", str(folder), "--json"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    try:
        async with asyncio.timeout(EVALUATION_SECONDS):
            out, errors = await process.communicate()
    except TimeoutError:
        raise RunError(
            f"The run {folder.name} took longer than {EVALUATION_SECONDS} s to evaluate. Try it alone: "
            "inkread evaluate"
        ) from None
    finally:
        if process.returncode is None:  # too late, or the service is stopped
            process.kill()
            await process.communicate()
    if process.returncode:
        said = errors.decode(errors="replace").strip().splitlines()
        raise RunError(said[-1] if said else f"The run {folder.name} cannot be evaluated.")
    answers: dict[str, Any] = json.loads(out)
    return answers


def _evaluation(run: Run, answers: dict[str, Any]) -> EvaluationOut:
    wrong = sorted(answers["wrong"], key=lambda answer: -answer["confidence"])[:MISTAKES]
    return EvaluationOut(
        data=answers["data"],
        n=answers["n"],
        accuracy=answers["test_accuracy"],
        confusion=answers["confusion"],
        mistakes=_mistakes(run, wrong),
    )


def _mistakes(run: Run, wrong: list[dict[str, Any]]) -> list[MistakeOut]:
    from inkread.data.mnist import load_dataset

    try:
        images = load_dataset(run.config.data["name"]).test_images
    except DataError:
        return []
    return [
        MistakeOut(
            pixels=to_base64(images[answer["index"]].tobytes()),
            label=answer["truth"],
            prediction=answer["prediction"],
            confidence=answer["confidence"],
        )
        for answer in wrong
    ]


def _id(folder: Path) -> str:
    """A folder's name as text: it may be no Unicode, which cannot be sent."""
    return os.fsencode(folder.name).decode(errors="replace")


def run_out(run: Run) -> RunOut:
    """A run as the page shows it."""
    metrics = run.metrics
    return RunOut(
        id=_id(run.folder),
        recipe=run.recipe.name,
        data=str(run.config.data.get("name", "")),
        seed=run.config.seed,
        started=run.config.started,
        parameters=metrics.parameters if metrics else getattr(run.recipe, "parameters", None),
        train_seconds=metrics.train_seconds if metrics else None,
        validation_accuracy=metrics.validation_accuracy if metrics else None,
        test_accuracy=metrics.test_accuracy if metrics else None,
        history=[EpochOut.model_validate(row, from_attributes=True) for row in run.history],
    )
