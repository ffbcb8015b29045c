"""Strokes and points between numbers, which are no digits: slashes, bars, commas, colons.

::

    12/05/2021     a slash is a straight stroke that goes on above and below the digits beside it
    07:45          points and commas are far smaller than the digits beside them
"""

from __future__ import annotations

import numpy as np

from inkread.core import Box, apart, around
from inkread.ink.rank import median
from inkread.ink.segment import Components

TALLER, BEYOND = 1.25, 0.08
"""Slashes are so many times as high as the digits, and go on above and below them for this share of that."""

UNEVEN = 3.0
"""They go on at most so many times as far on one side as on the other; a 1 that hangs on a rule, farther."""

CROOKED = 0.05
"""How far a slash's ink lies from a straight line, as a standard deviation in shares of its height."""

SMALL = 0.35
"""Points, commas and dots are lower than this share of the digits beside them."""

BESIDE = 0.5
"""They are no farther away than this share of the digits' height."""


def slashes(parts: Components, members: list[int], height_px: float) -> list[int]:
    """Which of ``members``, in order from left to right, are slashes between others.

    The row is set straight; its digits are ``height_px`` high.
    """
    inner = [i for i in members[1:-1] if parts.boxes[i].h >= TALLER * height_px]
    return [i for i in inner if _stands_out(i, parts.boxes, members) and _is_straight(i, parts)]


def _stands_out(index: int, boxes: list[Box], members: list[int]) -> bool:
    """Whether something is higher than the tall ones among the others, and deeper."""
    own = boxes[index]
    tall = [boxes[i] for i in members if i != index and 2 * boxes[i].h >= own.h]
    if not tall:
        return False
    top = median(np.array([box.y for box in tall]))
    bottom = median(np.array([box.bottom for box in tall]))
    less, more = sorted([top - own.y, own.bottom - bottom])
    beyond = less >= BEYOND * (bottom - top) and more <= UNEVEN * less
    return beyond and own.h >= TALLER * (bottom - top)


def _is_straight(index: int, parts: Components) -> bool:
    box = parts.boxes[index]
    y, x = np.nonzero(parts.labels[box.y : box.bottom, box.x : box.right] == index + 1)
    slope, start = np.polyfit(y, x, 1)
    return float(np.std(x - slope * y - start)) <= CROOKED * box.h


def without_points(rows: list[list[int]], boxes: list[Box], height_px: float) -> list[list[int]]:
    """The rows of a page whose writing is ``height_px`` high, as indices into ``boxes``, without those that
    are points or commas beside another."""
    frames = [around(boxes[i] for i in row) for row in rows]
    high = [frame for frame in frames if frame.h >= height_px / 2]
    near = BESIDE * height_px

    def is_point(own: Box) -> bool:
        return max(own.w, own.h) < SMALL * height_px and any(apart(own, other) <= near for other in high)

    return [row for row, own in zip(rows, frames, strict=True) if not is_point(own)]
