"""The sides of a box drawn around a number: two strokes at its ends that are no ones.

::

    ┌──────────┐        top and bottom are ruled lines and gone by now; what is left
    │ 20 14    │   ──►  │ 2014 │   reads 120141
    └──────────┘
"""

from __future__ import annotations

from dataclasses import replace

from inkread.core import Box
from inkread.ink.clean import Row
from inkread.ink.segment import digit_height

TALLER = 1.3
"""A side is at least so many times as high as the digits between."""

THINNER = 0.2
"""A side is at most so wide, as a share of its height."""

UNEVEN = 0.25
"""Both are equally high, to this share of the digits' height; on a line set straight one hangs lower."""


def without_sides(row: Row) -> Row:
    """The row without the sides of the box around it; as it is where there are none."""
    if len(row.members) < 3:
        return row
    first, *inside, last = row.members
    boxes = row.parts.boxes
    height_px = digit_height([boxes[i] for i in inside])
    if not _are_sides(boxes[first], boxes[last], height_px):
        return row
    return replace(row, members=inside, height_px=height_px)


def _are_sides(left: Box, right: Box, height_px: float) -> bool:
    tall = min(left.h, right.h) >= TALLER * height_px
    thin = left.w <= THINNER * left.h and right.w <= THINNER * right.h
    even = abs(left.h - right.h) <= UNEVEN * height_px
    return tall and thin and even
