"""Whether the service is well, what it has done, and what it reads with."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from inkread.service.schemas import Health, ModelOut
from inkread.service.state import Shared

router = APIRouter(prefix="/v1", tags=["about"])


@router.get("/health")
def health() -> Health:
    """That the service is up. Needs no token."""
    return Health(status="ok", version=version("inkread"))


@router.get("/metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
async def metrics(state: Shared) -> PlainTextResponse:
    """Counts and durations in Prometheus' text format."""
    return PlainTextResponse(state.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/model")
def model(state: Shared) -> ModelOut:
    """What the service reads with."""
    return ModelOut.model_validate(state.readers.model, from_attributes=True)
