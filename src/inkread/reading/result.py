"""What a reading is: the numbers of one picture, their digits, and the ink that could not be read.

::

    Reading                path, numbers, rejected
    ├── Number             text, confidence, box, digits
    │   └── Digit          digit, confidence, box
    └── Rejection          box, reason

Confidences are calibrated probabilities in [0, 1] that the digit, or the whole number, is right.
Boxes are in pixels of the picture as a person sees it.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.words import floored, percent


@dataclass(frozen=True, eq=False, slots=True)
class Sight:
    """What the classifier saw and said: ``image (28, 28) float32`` ink, ``probabilities (10,) float32``."""

    image: npt.NDArray[np.float32]
    probabilities: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of a number; ``seen`` is for showing and no part of the JSON."""

    digit: int
    confidence: float
    box: Box
    seen: Sight | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """Digits that stand together, with leading zeros kept."""

    text: str
    confidence: float
    box: Box
    digits: tuple[Digit, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """Ink that is not read, and why."""

    box: Box
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture says, in reading order."""

    path: str | None
    numbers: tuple[Number, ...] = ()
    rejected: tuple[Rejection, ...] = field(default=())

    @property
    def text(self) -> str:
        """The numbers, one a line; empty when there is none."""
        return "\n".join(number.text for number in self.numbers)

    def at(self, path: str) -> Reading:
        """The same reading, said to be of another path."""
        return replace(self, path=path)

    def moved(self, move: Callable[[Box], Box]) -> Reading:
        """The same reading with all boxes where ``move`` puts them."""
        numbers = tuple(
            replace(
                number,
                box=move(number.box),
                digits=tuple(replace(digit, box=move(digit.box)) for digit in number.digits),
            )
            for number in self.numbers
        )
        rejected = tuple(replace(rejection, box=move(rejection.box)) for rejection in self.rejected)
        return replace(self, numbers=numbers, rejected=rejected)

    def to_json(self) -> dict[str, Any]:
        """The object of the command line's ``--json`` and of the service; boxes are ``[x, y, w, h]``."""
        as_json: dict[str, Any] = _with_lists(asdict(self))
        return as_json

    def _repr_html_(self) -> str:
        rows = [
            f"<tr><td>{html.escape(number.text)}</td><td>{percent(number.confidence)}</td><td></td></tr>"
            for number in self.numbers
        ]
        rows += [
            f"<tr><td>–</td><td></td><td>{html.escape(rejection.reason)}</td></tr>"
            for rejection in self.rejected
        ]
        if not rows:
            return "<p>No number.</p>"
        head = "<tr><th>number</th><th>confidence</th><th>not read because</th></tr>"
        return f"<table>{head}{''.join(rows)}</table>"


def _with_lists(value: Any) -> Any:
    """Dictionaries and lists as JSON knows them, with boxes as lists of four integers."""
    if isinstance(value, dict) and value.keys() == {"x", "y", "w", "h"}:
        return [int(value[side]) for side in "xywh"]
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items() if key != "seen"}
    if isinstance(value, list | tuple):
        return [_with_lists(item) for item in value]
    return floored(value) if isinstance(value, float) else value
