"""From what is asked of a reader to the bytes of the answer, wherever that is worked out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from inkread.errors import InkreadError, MissingExtraError
from inkread.reading.result import Reading, Sight
from inkread.service.drawing import draw
from inkread.service.reads import Layout, Picture, Reads
from inkread.service.schemas import to_base64

JSON = "application/json"
HTML = "text/html; charset=utf-8"

log = logging.getLogger("inkread")


@dataclass(frozen=True)
class Ask:
    """A picture to read or explain, or a drawing to read; ``content`` is an encoded picture or JSON strokes.

    ``detail`` asks what was seen of each digit, ``name`` is the picture's in the answer.
    """

    kind: Literal["picture", "drawing", "explain"]
    content: bytes
    as_: Layout = "page"
    detail: bool = False
    name: str | None = None


@dataclass(frozen=True)
class Answer:
    """What to send back; ``seen`` counts what was read."""

    status: int
    body: bytes
    media_type: str = JSON
    seen: dict[str, int] = field(default_factory=dict)


def answer(reader: Reads, ask: Ask) -> Answer:
    """The answer to ``ask``; a picture that cannot be read is answered too, nothing is raised."""
    try:
        return _WAYS[ask.kind](reader, ask)
    except InkreadError as error:
        return refusal(415 if isinstance(error, MissingExtraError) else 422, str(error))
    except Exception:
        log.exception("Reading a %s of %d bytes failed", ask.kind, len(ask.content))
        return refusal(500, "Something went wrong here; the service's log says what.")


def refusal(status: int, why: str) -> Answer:
    """An answer that says in one line why there is none."""
    return Answer(status, json.dumps({"detail": why}).encode())


def _read(reader: Reads, ask: Ask) -> Answer:
    reading = reader.read(_picture(ask), ask.as_)
    sights = {"sights": _sights(reading)} if ask.detail else {}
    body = json.dumps({**reading.to_json(), "path": ask.name, **sights}).encode()
    digits = sum(len(number.digits) for number in reading.numbers)
    seen = {"numbers": len(reading.numbers), "digits": digits, "rejections": len(reading.rejected)}
    return Answer(200, body, seen=seen)


def _explain(reader: Any, ask: Ask) -> Answer:
    from dataclasses import replace

    from inkread.ink.load import load
    from inkread.reading.explain import explain
    from inkread.reading.explain_page import page

    explanation = explain(reader, replace(load(ask.content), path=ask.name), ask.as_)
    return Answer(200, page(explanation).encode(), HTML)


def _picture(ask: Ask) -> Picture:
    if ask.kind == "picture":
        return ask.content
    sheet = json.loads(ask.content)
    strokes = [stroke["points"] for stroke in sheet["strokes"]]
    return draw(strokes, sheet["width"], sheet["height"], sheet["pen_px"])


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


_WAYS: dict[str, Callable[[Any, Ask], Answer]] = {"picture": _read, "drawing": _read, "explain": _explain}
