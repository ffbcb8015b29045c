"""The columns of a table: numbers end at the upright rules between its cells.

::

    │ 12 │  7 │ 340 │      three numbers, however close; on squared paper and in a comb of
    │  5 │ 81 │  66 │      boxes, one digit each, the uprights stand closer or are shorter
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.rank import median
from inkread.ink.ruled import Ruled

LONG = 3.0
"""The uprights of a table are at least so many digits long: they cross two rows."""

APART = 1.5
"""The columns of a table are at least so many digits' heights wide; the squares of squared paper are less."""

TWICE = 0.3
"""Uprights within so many heights are one rule found twice."""

OFF = 0.25
"""Rules that were not found leave gaps of whole squares, to so much of one."""

CLOSE = 0.35
"""Digits of one number are so many heights apart; those of two cells have a rule and two margins between."""


def parted(boxes: list[Box], uprights: list[Ruled], height_px: float) -> npt.NDArray[np.bool_]:
    """``(n, n)``: which boxes have an upright of a table between them.

    ``uprights`` have x and y exchanged; digits are ``height_px`` high.
    """
    middles = np.array([(box.x + box.w / 2, box.y + box.h / 2) for box in boxes]).reshape(-1, 2)
    high = [(box.x, box.right, box.y + box.h / 2) for box in boxes if box.h >= 0.5 * height_px]
    sides = np.array(high, np.float64).reshape(-1, 3)
    between = np.zeros((len(boxes), len(boxes)), np.bool_)
    for line in _fences(uprights, height_px):
        if _within_numbers(line, sides, height_px):
            continue
        beside = (middles[:, 1] >= line.start) & (middles[:, 1] < line.stop)
        right = middles[:, 0] > line.rows(middles[:, 1])
        across = np.logical_and.outer(beside & right, beside & ~right)
        between |= across | across.T
    return between


def _fences(uprights: list[Ruled], height_px: float) -> list[Ruled]:
    """The long uprights, if half of the width between them is in columns that are wide enough, and these are
    not squares between which rules were missed."""
    long = [line for line in uprights if line.length >= LONG * height_px]
    if not long:
        return []
    middles = np.array([(line.start + line.stop) / 2 for line in long])
    slopes = np.array([line.slope for line in long])
    places = np.array([line.row(at) for line, at in zip(long, middles, strict=True)])
    # On a page that is turned they lean, so all are measured at one height.
    widths = np.diff(np.sort(places - slopes * (middles - middles.mean())))
    narrow = widths < APART * height_px
    if 2 * widths[narrow].sum() > widths.sum() or _in_squares(widths[widths > TWICE * height_px], height_px):
        return []
    return long


def _within_numbers(line: Ruled, sides: npt.NDArray[np.float64], height_px: float) -> bool:
    """Whether most digits that face each other across a line stand as close as those of one number do.

    ``sides (n, 3)`` are the left, the right and the middle height of each. A crease, an edge of tape or
    a margin that is written over is no rule of a table.
    """
    left, right, middle = sides.T
    place = line.rows(middle)
    near = (middle >= line.start) & (middle < line.stop)
    near &= (left < place + height_px) & (right > place - height_px)
    before, after = near & (left + right <= 2 * place), near & (left + right > 2 * place)
    rows = np.abs(middle[before, None] - middle[after]) < 0.5 * height_px
    gaps = np.where(rows, left[after] - right[before, None], np.inf)
    gaps = gaps[rows.any(axis=1)].min(axis=1, initial=np.inf)
    return bool(len(gaps) and 2 * np.count_nonzero(gaps < CLOSE * height_px) > len(gaps))


def _in_squares(widths: npt.NDArray[np.float64], height_px: float) -> bool:
    """Whether two widths at least are a square's, and three of four are whole squares."""
    squares = widths[widths < APART * height_px]
    if len(squares) < 2:
        return False
    steps = widths / median(squares)
    return bool((np.abs(steps - np.rint(steps)) <= OFF).mean() >= 0.75)


def is_remnant(box: Box, uprights: list[Ruled]) -> bool:
    """Whether a box holds what is left of an upright rule: as narrow, and in its path."""
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return any(
        line.start <= y < line.stop
        and box.w <= line.thickness + 3
        and abs(line.row(y) - x) <= line.thickness / 2 + 2
        for line in uprights
    )
