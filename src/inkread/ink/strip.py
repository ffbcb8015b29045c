"""A line of writing in the line recogniser's form: a strip 32 pixels high, its digits about 24.

::

    (H, W) ink, set straight                 (32, W') ink
    ┌──────────────────────────┐             ┌────────────────────┐
    │   1  2   8  0            │  ─────────► │  1  2   8  0       │   digits 24 px, strokes evened,
    └──────────────────────────┘             └────────────────────┘   about 5 px of paper at both ends
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.errors import BlankInkError
from inkread.ink.normalise import BOX, evened
from inkread.ink.pieces import Pieces

Ink = npt.NDArray[np.float32]

HIGH_PX = 32
"""Rows of a strip."""

DIGIT_PX = 24
"""How high the line's digits come out."""

STEP_PX = 4
"""A strip's width is a multiple of this."""

WIDEST_PX = 1_600
"""Lines come out no wider than this; longer ones are squeezed."""


def strip_of(ink: Ink, height_px: float) -> Ink:
    """A line of writing whose digits are ``height_px`` high, as ``(32, W) float32`` ink in [0, 1].

    Takes ``(H, W) float32`` ink in [0, 1], set straight and without what is not part of the line. What is
    taller than the strip is made smaller, by two fifths at most, and cut off beyond. Strokes come out as wide
    as ``normalise`` makes them. Raises ``BlankInkError`` when there is no ink.
    """
    box = _around(ink)
    cropped = ink[box.y : box.bottom, box.x : box.right]
    work_px = min(max(height_px, 2 * DIGIT_PX), _TALLEST_WORKED_PX)
    even = evened(np.pad(_resized(cropped, work_px / height_px, work_px / height_px), 2), work_px / BOX)
    scale = DIGIT_PX / work_px
    down = min(scale, max((HIGH_PX - 2) / even.shape[0], 0.6 * scale))
    return _placed(_resized(even, min(down, WIDEST_PX / even.shape[1]), down))


def pieces_strip(pieces: Pieces, start: int, end: int) -> Ink:
    """The strip of the pieces ``start … end - 1`` of a line of writing, without what else is on it.

    Raises ``BlankInkError`` when they hold no ink.
    """
    inside = (pieces.labels > start) & (pieces.labels <= end)
    return strip_of(np.where(inside, pieces.ink, 0).astype(np.float32), pieces.height_px)


_TALLEST_WORKED_PX = 150
"""Higher digits are reduced before their strokes are measured, lower ones than 48 enlarged."""

_MARGIN_PX = 4


def _around(ink: Ink) -> Box:
    rows, columns = np.flatnonzero((ink >= 0.5).any(axis=1)), np.flatnonzero((ink >= 0.5).any(axis=0))
    if not len(rows):
        raise BlankInkError(f"There is no ink in a line of {ink.shape}.")
    return Box(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


def _resized(ink: Ink, across: float, down: float) -> Ink:
    size = (max(round(ink.shape[1] * across), 1), max(round(ink.shape[0] * down), 1))
    if size == ink.shape[::-1]:
        return ink
    how = cv2.INTER_AREA if down < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=how), dtype=np.float32)


def _placed(ink: Ink) -> Ink:
    """The line in the middle of a strip; of what is too high, the rows around the middle of its ink."""
    high, wide = ink.shape
    if high > HIGH_PX:
        mass = ink.sum(axis=1)
        middle = float(mass @ np.arange(high)) / float(mass.sum())
        top = min(max(round(middle - HIGH_PX / 2), 0), high - HIGH_PX)
        ink, high = ink[top : top + HIGH_PX], HIGH_PX
    columns = -(-(wide + 2 * _MARGIN_PX) // STEP_PX) * STEP_PX
    strip = np.zeros((HIGH_PX, columns), np.float32)
    top, left = (HIGH_PX - high) // 2, (columns - wide) // 2
    strip[top : top + high, left : left + wide] = ink
    return np.clip(strip, 0, 1)
