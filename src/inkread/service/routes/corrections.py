"""Corrections: what was read wrong, kept on this machine."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, status

from inkread.service.schemas import CorrectionIn, CorrectionOut, Corrections, Problem, from_base64, to_base64
from inkread.service.state import Shared
from inkread.service.store import Correction

router = APIRouter(prefix="/v1/corrections", tags=["corrections"])

MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "There is none with this id"}
}

Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


@router.get("")
def list_corrections(
    state: Shared,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Corrections:
    """The corrections, newest first."""
    rows = state.store.list(limit, offset)
    return Corrections(total=state.store.count(), corrections=[_out(row) for row in rows])


@router.post("", status_code=status.HTTP_201_CREATED)
def submit_correction(state: Shared, wish: CorrectionIn) -> CorrectionOut:
    """Keep a correction; it is on the disk when this answers."""
    correction = Correction(
        pixels=from_base64(wish.pixels),
        correct=wish.correct,
        read=wish.read,
        confidence=wish.confidence,
        crop=None if wish.crop is None else from_base64(wish.crop),
        model=wish.model,
    )
    state.store.add(correction)
    return _out(correction)


@router.delete("/{id}", status_code=status.HTTP_204_NO_CONTENT, responses=MISSING)
def delete_correction(state: Shared, id: Id) -> None:
    """Forget a correction."""
    if not state.store.delete([id]):
        raise HTTPException(404, "There is no correction with this id.")


def _out(correction: Correction) -> CorrectionOut:
    return CorrectionOut(
        id=correction.id,
        at=datetime.fromisoformat(correction.at),
        pixels=to_base64(correction.pixels),
        crop=None if correction.crop is None else to_base64(correction.crop),
        read=correction.read,
        confidence=correction.confidence,
        correct=correction.correct,
        model=correction.model,
    )
