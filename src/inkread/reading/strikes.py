"""Numbers that somebody has struck out with a straight line.

::

    ─4─5─3─    a line through all digits, from side to side, that ends soon beyond them: a rule goes on
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.sheet import Sheet
from inkread.reading.result import Number

STRUCK = "struck out"
"""Why they are rejected."""

UPPER, LOWER, STEPS = 0.25, 0.65, 20
"""Between these shares of a digit's height a line begins and ends, at one of so many places."""

INKED = 0.97
"""A line has ink for this share of its length."""

BEYOND, BAND, GOES_ON = 1.0, 0.2, 0.8
"""Beyond a number a rule has ink for the third share of the first way, within the second of where it would go
on; both in heights of a digit."""

BESIDE, FEW = 0.12, 2
"""So few digits, which bars of their own may join, are struck out by a line that leads out on both sides
for this share of their height."""


def is_struck(sheet: Sheet, number: Number) -> bool:
    """Whether one straight line of ink leads through all digits of a number, and hardly farther."""
    boxes = [sheet.from_picture(digit.box) for digit in number.digits]
    first, last = boxes[0], boxes[-1]
    high = max(first.h, last.h)
    aside = round(BESIDE * high) if len(boxes) <= FEW else 0
    left, right = first.x - aside, last.right - 1 + aside
    if left < 0 or right >= sheet.ink.shape[1] or right - left < 4:
        return False
    inked = sheet.ink >= np.float32(0.5)
    columns = np.arange(left, right + 1)
    lines = _lines(first, last, columns)
    rows = np.clip(np.rint(lines), 0, len(inked) - 1).astype(np.int64)
    through = lines[inked[rows, columns].mean(axis=1) >= INKED]
    if not len(through):
        return False
    begin, end = float(through[:, 0].mean()), float(through[:, -1].mean())
    reach, band = round(BEYOND * high), round(BAND * high)
    before = inked[_near(begin, band), max(left - reach, 0) : left]
    after = inked[_near(end, band), right + 1 : right + 1 + reach]
    return not any(side.size and side.any(axis=0).mean() >= GOES_ON for side in (before, after))


def _lines(first: Box, last: Box, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """``(lines, columns)``: the rows of straight lines from the first digit to the last."""
    starts, ends = (box.y + np.linspace(UPPER, LOWER, STEPS) * box.h for box in (first, last))
    share = np.linspace(0, 1, len(columns))
    lines = starts[:, None, None] + (ends[None, :, None] - starts[:, None, None]) * share
    return np.asarray(lines.reshape(-1, len(columns)), np.float64)


def _near(row: float, band: int) -> slice:
    return slice(max(round(row) - band, 0), round(row) + band + 1)
