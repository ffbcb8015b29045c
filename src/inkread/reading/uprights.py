"""The uprights of forms that nobody has filled in: they would be read as rows of 1s.

::

    │ ╷ ╷ ╷ │    a comb's teeth stand on one rule, as evenly as nobody writes;
    └─┴─┴─┴─┘    a box's sides lead from one rule to another
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from inkread.core import Box
from inkread.ink.rank import median
from inkread.ink.sheet import Sheet
from inkread.reading.result import Number
from inkread.reading.strays import strokes_of

RULED_LINE = "a ruled line"
"""Why they are rejected."""

ALONG = 0.5
"""A rule goes on for this share of an upright's height beside it."""

INKED = 0.9
"""The share of that way that has ink."""

OUTER = 0.2
"""The share of the picture at either side where a border may be."""

STRAIGHT, WOBBLE_PX = 1.3, 2
"""A straight stroke is at most so many times, and pixels, wider in all than in its usual row."""

MOST = 0.6
"""This share of a number's strokes must be straight: rests of rules may hang on the others."""

TEETH, MANY, EVEN = 3, 5, 0.06
"""So many straight strokes on one rule, or of any, are teeth where each gap is usual to this share."""


def are_uprights(sheet: Sheet, numbers: Sequence[Number]) -> list[bool]:
    """Which of the ``numbers`` on a sheet are nothing but uprights."""
    found = [strokes_of(sheet, number) for number in numbers]
    straight = [_are_straight(sheet, boxes) for boxes in found]
    ends = [[_ends(sheet, box) for box in boxes] for boxes in found]
    teeth = _is_comb(list(chain(*found)), straight=all(straight)) and all(any(end) for end in chain(*ends))
    sides = [own and all(all(end) for end in both) for own, both in zip(straight, ends, strict=True)]
    return [bool(boxes) and (teeth or side) for boxes, side in zip(found, sides, strict=True)]


def _are_straight(sheet: Sheet, boxes: list[Box]) -> bool:
    return sum(_is_straight(sheet, box) for box in boxes) >= MOST * len(boxes)


def _is_straight(sheet: Sheet, box: Box) -> bool:
    """Whether a stroke is hardly wider in all than in each row, as written ones are that lean or wobble."""
    inside = sheet.ink[box.y + box.h // 8 : box.bottom - box.h // 8, box.x : box.right] >= np.float32(0.5)
    if not inside.any():
        return False
    wide = int(inside.any(axis=0).sum())
    return wide <= STRAIGHT * median(inside.sum(axis=1)) + WOBBLE_PX


def _is_comb(strokes: list[Box], *, straight: bool) -> bool:
    """Whether there are several strokes as far apart from each other as only a ruler draws them."""
    if len(strokes) < (TEETH if straight else MANY):
        return False
    gaps = np.diff(np.sort([box.x + box.w / 2 for box in strokes]))
    usual = median(gaps)
    return bool((np.abs(gaps - usual) <= max(EVEN * usual, 2)).all())


def _ends(sheet: Sheet, box: Box) -> tuple[bool, bool]:
    """Whether there is a rule beside the upper end of a stroke, and beside its lower end.

    What runs along a side of the picture from end to end is taken for a border, which has both.
    """
    height, width = sheet.ink.shape
    aside = box.right <= OUTER * width or box.x >= (1 - OUTER) * width
    if aside and box.y <= 1 and box.bottom >= height - 1:
        return True, True
    return _on_rule(sheet, box, box.y), _on_rule(sheet, box, box.bottom - 1)


def _on_rule(sheet: Sheet, box: Box, row: int) -> bool:
    """Whether the ink of a rule goes on beside a stroke, left or right, about as high as this row."""
    reach, near = max(round(ALONG * box.h), 4), max(round(0.08 * box.h), 3)
    rows = sheet.ink[max(row - near, 0) : row + near + 1] >= np.float32(0.5)
    inked = np.asarray(rows.any(axis=0))
    beside = inked[max(box.x - reach, 0) : box.x], inked[box.right : box.right + reach]
    return any(len(side) >= reach / 2 and side.mean() >= INKED for side in beside)
