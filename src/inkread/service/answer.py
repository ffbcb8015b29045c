"""From what is asked of a reader to the bytes of the answer, wherever that is worked out."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import numpy as np

from inkread.errors import InkreadError, MissingExtraError
from inkread.ink.load import Picture, load
from inkread.reading.result import Reading, Sight
from inkread.service.ask import FAULT, HTML, Answer, Ask, refusal
from inkread.service.drawing import sheet_of
from inkread.service.reads import Reads
from inkread.words import floored

log = logging.getLogger("inkread")


def answer(reader: Reads, ask: Ask) -> Answer:
    """The answer to ``ask``; a picture that cannot be read is answered too, nothing is raised."""
    try:
        return _WAYS[ask.kind](reader, ask)
    except InkreadError as error:
        return refusal(415 if isinstance(error, MissingExtraError) else 422, str(error))
    except Exception:
        log.exception("Reading a %s of %d bytes failed", ask.kind, len(ask.content))
        return refusal(500, FAULT)


def _read(reader: Reads, ask: Ask) -> Answer:
    reading = reader.read(_picture(ask), ask.as_)
    sights = {"sights": _sights(reading)} if ask.detail else {}
    body = json.dumps({**reading.to_json(), "path": ask.name, **sights}).encode()
    digits = sum(len(number.digits) for number in reading.numbers)
    seen = {"numbers": len(reading.numbers), "digits": digits, "rejections": len(reading.rejected)}
    return Answer(200, body, seen=seen)


def _explain(reader: Any, ask: Ask) -> Answer:
    from dataclasses import replace

    from inkread.reading.explain import explain
    from inkread.reading.explain_page import page

    explanation = explain(reader, replace(load(ask.content), path=ask.name), ask.as_)
    return Answer(200, page(explanation).encode(), HTML)


def _picture(ask: Ask) -> bytes | Picture:
    if ask.kind == "picture":
        return ask.content
    sheet = json.loads(ask.content)
    strokes = [stroke["points"] for stroke in sheet["strokes"]]
    return sheet_of(strokes, sheet["width"], sheet["height"], sheet["pen_px"])


def _sights(reading: Reading) -> list[dict[str, Any] | None]:
    """What was seen of each digit, in the order of the reading; None of a reader that does not tell."""
    digits = [digit for number in reading.numbers for digit in number.digits]
    return [_sight(digit.seen) if digit.seen else None for digit in digits]


def _sight(seen: Sight) -> dict[str, Any]:
    pixels = (seen.image * 255).round().astype(np.uint8)
    return {
        "pixels": b64encode(pixels.tobytes()).decode(),
        "probabilities": [floored(float(p)) for p in seen.probabilities],
    }


_WAYS: dict[str, Callable[[Any, Ask], Answer]] = {"picture": _read, "drawing": _read, "explain": _explain}
