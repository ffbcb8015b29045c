"""The lesson: recipes, runs side by side, and training one from the page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, status
from starlette.responses import StreamingResponse

from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import RECIPES
from inkread.service import lesson
from inkread.service.jobs import Job
from inkread.service.schemas import EvaluationOut, JobIn, JobOut, Problem, RecipeOut, RunOut
from inkread.service.state import Shared, State
from inkread.training.run import Run

router = APIRouter(prefix="/v1", tags=["lesson"])

Responses = dict[int | str, dict[str, Any]]
MISSING: Responses = {404: {"model": Problem, "description": "There is none of this name"}}
BUSY: Responses = {409: {"model": Problem, "description": "Something else is being trained"}}

GIVEN = "This service reads with the model that --model names, which learns nothing. Start it without one."

JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
RunId = Annotated[str, Path(max_length=200)]


@router.get("/recipes")
def list_recipes() -> list[RecipeOut]:
    """The tutorials' networks."""
    return lesson.recipes()


@router.get("/runs")
def list_runs(state: Shared) -> list[RunOut]:
    """The runs in the service's folder, newest first, with their learning curves."""
    return [lesson.run_out(run) for run in state.lesson.runs().values()]


@router.get("/runs/{id}/evaluation", responses=MISSING)
async def evaluate_run(state: Shared, id: RunId) -> EvaluationOut:
    """The confusion matrix and the most confident mistakes of a run; takes seconds the first time."""
    return await state.lesson.evaluate(await asyncio.to_thread(_run, state, id))


@router.post("/jobs", status_code=status.HTTP_201_CREATED, responses=BUSY)
async def start_job(state: Shared, wish: JobIn) -> JobOut:
    """Train a recipe, or learn from the corrections, in a process of its own."""
    if state.jobs.running:
        raise HTTPException(409, "Something is being trained already. Wait for it, or cancel it.")
    if wish.kind == "train" and wish.recipe not in RECIPES:
        raise HTTPException(422, "Unknown recipe. The known ones are at /v1/recipes.")
    if wish.kind == "learn":
        _check_learning(state)
    recipe = RECIPES.get(wish.recipe or "")
    job = await state.jobs.start(wish, recipe.epochs if isinstance(recipe, Recipe) else None)
    return job.out()


@router.get("/jobs")
def list_jobs(state: Shared) -> list[JobOut]:
    """What was started from here, newest first."""
    return [job.out() for job in state.jobs.all()]


@router.get("/jobs/{id}", responses=MISSING)
def show_job(state: Shared, id: JobId) -> JobOut:
    """Where a job stands."""
    return _job(state, id).out()


@router.get(
    "/jobs/{id}/events",
    responses={**MISSING, 200: {"content": {"text/event-stream": {}}}},
)
async def follow_job(state: Shared, id: JobId) -> StreamingResponse:
    """Where a job stands, as server-sent events, until it ends."""
    job = _job(state, id)

    async def events() -> AsyncIterator[str]:
        async for now in state.jobs.events(job):
            yield f"data: {now.model_dump_json()}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


@router.delete("/jobs/{id}", responses=MISSING)
async def cancel_job(state: Shared, id: JobId) -> JobOut:
    """Cancel a job; what was trained until then is kept."""
    job = _job(state, id)
    await state.jobs.cancel(job)
    return job.out()


def _check_learning(state: State) -> None:
    if state.readers.model.given:
        raise HTTPException(422, GIVEN)
    if not state.store.count():
        raise HTTPException(422, "There is no correction to learn from yet.")


def _job(state: State, id: str) -> Job:
    job = state.jobs.find(id)
    if job is None:
        raise HTTPException(404, "There is no job with this id.")
    return job


def _run(state: State, id: str) -> Run:
    run = state.lesson.runs().get(id)
    if run is None:
        raise HTTPException(404, "There is no run of this name.")
    return run
