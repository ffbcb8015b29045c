"""Read a picture, read a drawing, and say what was seen."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from inkread.service.ask import Ask
from inkread.service.reads import Layout
from inkread.service.schemas import Drawing, ReadingOut
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
async def read(state: Shared, uploaded: Uploaded, as_: As = "page", detail: Detail = False) -> Response:
    """Read the numbers in a picture (JPEG, PNG, WebP, BMP, TIFF, HEIC, PDF); of several pages the first."""
    content, name = uploaded
    return await _answer(state, Ask("picture", content, as_, detail, name))


@router.post("/drawing", response_model=ReadingOut)
async def read_drawing(state: Shared, drawing: Drawing, as_: As = "page", detail: Detail = False) -> Response:
    """Read what was drawn with a pen, from its strokes. A drawing as a picture is read by /v1/read."""
    return await _answer(state, Ask("drawing", drawing.model_dump_json().encode(), as_, detail))


@router.post(
    "/explain",
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
    openapi_extra={"requestBody": PICTURE},
)
async def explain(state: Shared, uploaded: Uploaded, as_: As = "page") -> Response:
    """Why a picture is read as it is: the ink, the cuts, each digit as it was seen. A page of HTML."""
    content, name = uploaded
    answer = await _answer(state, Ask("explain", content, as_, name=name))
    # The page carries its own style and pictures, and nothing in it may do anything.
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
    )
    return answer


async def _answer(state: State, ask: Ask) -> Response:
    answer = await state.readers.read(ask)
    state.metrics.seen.update(answer.seen)
    # Sent as it is: checking our own answer against its description costs as much as the rest of the way.
    return Response(answer.body, answer.status, media_type=answer.media_type)
