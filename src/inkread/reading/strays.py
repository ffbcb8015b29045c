"""Strokes of a page that stand alone, would be read as 1, and are none.

::

      8  4  7
      1    ╵  |  far lower than the page's digits, or cut off by the picture's edge: what is left
    ▓▓▌          of a rule or a speck; dark on one side too: the edge of a table or a coloured field
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkread.core import Box
from inkread.ink.edge import dark_beside
from inkread.ink.rank import median
from inkread.ink.sheet import Sheet
from inkread.reading.result import Number

LONE_STROKE = "a lone stroke"
"""Why it is rejected."""

LOW = 0.35
"""A lone 1 is no digit where it is lower than this share of the page's digits."""

ENOUGH = 8
"""So many other digits say how high the page's are, and that the picture is more than a crop."""

ONE_SIDED = 0.4
"""An edge has more than this share of its surroundings as dark as it is; of 99 photographed 1s none has."""


def is_stray(sheet: Sheet, numbers: Sequence[Number]) -> list[bool]:
    """Which of a page's ``numbers`` are lone strokes that are no digits."""
    high = np.array([digit.box.h for number in numbers for digit in number.digits if digit.digit != 1])
    least = LOW * median(high) if len(high) >= ENOUGH else 0.0

    def is_remains(number: Number) -> bool:
        cut_off = sheet.from_picture(number.box).reaches(*sheet.ink.shape)
        return number.box.h < least or (least > 0 and cut_off)

    return [
        bool(strokes_of(sheet, number)) and (is_remains(number) or is_edge(sheet, number))
        for number in numbers
    ]


def is_edge(sheet: Sheet, number: Number) -> bool:
    """Whether all digits of a number are 1s dark on one side: where a shadow, a field or the table begins."""
    boxes = strokes_of(sheet, number)
    return bool(boxes) and all(dark_beside(sheet.light, sheet.ink, box) > ONE_SIDED for box in boxes)


def strokes_of(sheet: Sheet, number: Number) -> list[Box]:
    """The digits of a number of nothing but 1s, as boxes on the sheet; none of any other."""
    return [] if number.text.strip("1") else [sheet.from_picture(digit.box) for digit in number.digits]
