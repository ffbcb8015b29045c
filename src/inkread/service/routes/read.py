"""Read a picture, read a drawing, and say what was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse

from inkread.reading.result import Reading, Sight
from inkread.service.drawing import draw
from inkread.service.reads import Picture
from inkread.service.schemas import Drawing, Layout, ReadingOut, to_base64
from inkread.service.state import Shared, State

router = APIRouter(prefix="/v1", tags=["reading"])

BINARY = {"type": "string", "format": "binary"}
PICTURE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"picture": BINARY}, "required": ["picture"]}
        },
        "application/octet-stream": {"schema": BINARY},
        "image/*": {"schema": BINARY},
    },
}
"""How a picture may be sent: as a form's file, or as it is."""

As = Annotated[Layout, Query(alias="as", description="what the picture is of")]
Detail = Annotated[bool, Query(description="also say what the classifier saw of each digit")]


async def _uploaded(request: Request) -> tuple[bytes, str | None]:
    """The picture's bytes and the name it was sent with."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return _some(await request.body()), None
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("picture")
        if not isinstance(file, UploadFile):
            raise HTTPException(422, "A form must have its picture in a field named 'picture'.")
        return _some(await file.read()), file.filename or None


def _some(content: bytes) -> bytes:
    if not content:
        raise HTTPException(422, "The request has no picture in it.")
    return content


Uploaded = Annotated[tuple[bytes, str | None], Depends(_uploaded)]


@router.post("/read", response_model=ReadingOut, openapi_extra={"requestBody": PICTURE})
async def read(state: Shared, uploaded: Uploaded, as_: As = "page", detail: Detail = False) -> JSONResponse:
    """Read the numbers in a picture (JPEG, PNG, WebP, BMP, TIFF)."""
    content, name = uploaded
    return await _read(state, lambda: content, as_, detail, name)


@router.post("/drawing", response_model=ReadingOut)
async def read_drawing(
    state: Shared, drawing: Drawing, as_: As = "page", detail: Detail = False
) -> JSONResponse:
    """Read what was drawn with a pen, from its strokes. A drawing as a picture is read by `/v1/read`."""
    strokes = [stroke.points for stroke in drawing.strokes]
    return await _read(
        state, lambda: draw(strokes, drawing.width, drawing.height, drawing.pen_px), as_, detail, None
    )


async def _read(
    state: State, picture: Callable[[], Picture], as_: Layout, detail: bool, name: str | None
) -> JSONResponse:
    reader = state.model.reader

    def work() -> dict[str, Any]:
        reading = reader.read(picture(), as_)
        sights = {"sights": _sights(reading)} if detail else {}
        return {**reading.to_json(), "path": name, **sights}

    answer = await state.pool.run(work)
    state.metrics.seen["numbers"] += len(answer["numbers"])
    state.metrics.seen["digits"] += sum(len(number["digits"]) for number in answer["numbers"])
    state.metrics.seen["rejections"] += len(answer["rejected"])
    # Sent as it is: checking our own answer against its description costs as much as the rest of the way.
    return JSONResponse(answer)


def _sights(reading: Reading) -> list[dict[str, Any] | None]:
    """What was seen of each digit, in the order of the reading; None of a reader that does not tell."""
    digits = [digit for number in reading.numbers for digit in number.digits]
    return [_sight(digit.seen) if digit.seen else None for digit in digits]


def _sight(seen: Sight) -> dict[str, Any]:
    pixels = (seen.image * 255).round().astype(np.uint8)
    return {
        "pixels": to_base64(pixels.tobytes()),
        "probabilities": [round(float(p), 4) for p in seen.probabilities],
    }
