"""What is asked of a reader and what it answers, as it travels between processes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from inkread.service.reads import Layout

JSON = "application/json"
HTML = "text/html; charset=utf-8"

FAULT = "Something went wrong here; the service's log says what."
"""What is said of a mistake of our own: nothing of it leaves the machine."""


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


def refusal(status: int, why: str) -> Answer:
    """An answer that says in one line why there is none."""
    return Answer(status, json.dumps({"detail": why}).encode())
