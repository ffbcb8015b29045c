"""The application: everything it needs is given to it, and nothing is read before it starts."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from inkread.errors import InkreadError, MissingExtraError, OutputError
from inkread.service.ask import FAULT
from inkread.service.guard import Guard
from inkread.service.jobs import Job, Jobs
from inkread.service.lesson import Lesson
from inkread.service.limits import Intake
from inkread.service.metrics import Measured, Metrics
from inkread.service.reads import Readers
from inkread.service.routes import about, corrections, lesson, read
from inkread.service.schemas import Problem
from inkread.service.settings import Settings
from inkread.service.state import State
from inkread.service.store import Store

STATIC = Path(__file__).parent / "static"

REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The request cannot be understood"},
    401: {"model": Problem, "description": "The token is missing"},
    403: {"model": Problem, "description": "Asked by a page of another site"},
    408: {"model": Problem, "description": "The upload took too long"},
    413: {"model": Problem, "description": "The upload is too large"},
    415: {"model": Problem, "description": "Pictures of this kind need a library that is not installed"},
    422: {"model": Problem, "description": "What was sent cannot be read"},
    503: {"model": Problem, "description": "Too much is under way; see Retry-After"},
}
"""What any route may answer instead."""

log = logging.getLogger("inkread")


def create_app(settings: Settings, readers: Readers) -> FastAPI:
    """The service that ``readers`` read for; they are started and closed with it."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with Store(settings.corrections) as store:
            await readers.start()
            app.state.inkread = state = _state(settings, readers, store, metrics)
            try:
                yield
            finally:
                await state.jobs.close()
                await readers.close()

    app = FastAPI(
        title="Inkread",
        version=version("inkread"),
        description="Reads handwritten numbers in pictures and drawings. Nothing leaves this machine.",
        docs_url=None,  # its page links to scripts elsewhere; ours is static/docs.html
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    for routes in (read, corrections, lesson, about):
        app.include_router(routes.router, responses=REFUSALS)
    _answer_errors(app)
    app.add_api_route("/docs", lambda: FileResponse(STATIC / "docs.html"), include_in_schema=False)
    # Not mounted at "/", which would take GET /v1/read for one of its files instead of the wrong way to ask.
    app.router.default = _Files(StaticFiles(directory=STATIC, html=True))
    # The last one added is asked first.
    app.add_middleware(Intake, settings=settings)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Measured, metrics=metrics)
    return app


class _Files:
    """The page, where no route is; 404 for what looks like one."""

    def __init__(self, files: ASGIApp) -> None:
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/v1/"):
            raise HTTPException(404, "There is nothing at this address. What there is stands at /docs.")
        await self._files(scope, receive, send)


def _state(settings: Settings, readers: Readers, store: Store, metrics: Metrics) -> State:
    async def when_done(job: Job) -> None:
        if job.kind == "learn":
            await readers.reopen()

    metrics.gauge("inkread_under_way", "Pictures being read or waiting.", lambda: readers.under_way)
    metrics.gauge("inkread_corrections", "Corrections kept.", store.count)
    return State(settings, readers, store, metrics, Lesson(settings), Jobs(settings, when_done))


def _answer_errors(app: FastAPI) -> None:
    """One line for every mistake, and never a trace."""

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"detail": str(error.detail)}, error.status_code, error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"detail": _mistake(error.errors()[0])[:300]}, 422)

    @app.exception_handler(InkreadError)
    def mistaken(_: Request, error: InkreadError) -> JSONResponse:
        status = (
            500 if isinstance(error, OutputError) else 415 if isinstance(error, MissingExtraError) else 422
        )
        return JSONResponse({"detail": str(error)}, status)

    @app.exception_handler(ClientDisconnect)
    def gone(_: Request, error: ClientDisconnect) -> JSONResponse:
        return JSONResponse({"detail": "The upload broke off."}, 400)  # nobody hears it, but it is counted

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return JSONResponse({"detail": FAULT}, 500)


def _mistake(first: dict[str, Any]) -> str:
    """The first mistake in a request, in one line."""
    if first["type"] == "json_invalid" or (first["loc"] == ("body",) and first["type"] != "value_error"):
        return "The body must be a JSON object, sent with Content-Type: application/json."
    where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    return f"{where}: {first['msg']}.".lstrip(": ")
