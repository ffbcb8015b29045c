"""The sides of a box around a number."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.clean import writing
from inkread.reading.frames import without_sides


def row_of(ink):
    return writing(ink, one_line=True)[0]


@pytest.fixture
def inside():
    """Three ones as strokes 40 px high, with room for a box around them."""
    ink = np.zeros((100, 260), np.float32)
    for x in (90, 130, 170):
        cv2.line(ink, (x, 30), (x, 70), 1.0, 5)
    return ink


def test_sides_go(inside):
    """Two equally high strokes at the ends, a third higher than what is between, are no digits."""
    for x in (40, 220):
        cv2.line(inside, (x, 12), (x, 84), 1.0, 3)
    row = without_sides(row_of(inside))
    assert len(row.members) == 3 and row.height_px < 50


def test_one_long_stroke_stays(inside):
    """A long stroke at one end alone stays."""
    cv2.line(inside, (40, 12), (40, 84), 1.0, 3)
    assert len(without_sides(row_of(inside)).members) == 4


def test_ones_stay(inside):
    """Strokes of one height are ones, also at the ends."""
    row = row_of(inside)
    assert without_sides(row) is row
