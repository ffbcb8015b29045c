"""Slashes, points and commas are no digits; strokes that are stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.ink.clean import writing


def members(ink: np.ndarray, **how: bool) -> list[int]:
    """How many parts each row has."""
    return [len(row.members) for row in writing(ink, **how)]


def parted(written) -> np.ndarray:
    """Two digits, room for something at column 127, and two digits."""
    ink = np.pad(written("12834", gap=45), ((20, 20), (0, 0)))
    ink[:, 105:150] = 0
    return ink


@given(st.integers(8, 16), st.integers(0, 30), st.integers(3, 6))
def test_a_slash_ends_a_number(written, beyond, lean, pen):
    """A straight stroke that goes on above and below its neighbours parts two numbers; a line loses it."""
    ink = parted(written)
    rows = np.flatnonzero(ink.any(axis=1))
    top, bottom = int(rows[0]) - beyond, int(rows[-1]) + beyond
    cv2.line(ink, (127 + lean // 2, top), (127 - lean // 2, bottom), 1.0, pen)
    assert members(ink, one_line=False) == [2, 2]
    assert members(ink, one_line=True) == [4]


@pytest.mark.parametrize("text", ["111", "414", "71717"])
def test_strokes_as_high_as_the_digits_stay(text, written):
    """A 1, a 4 and a 7 among digits of their own height are digits."""
    assert members(written(text), one_line=False) == [len(text)]


@given(st.integers(8, 40))
def test_a_long_1_stays(written, below):
    """A 1 that goes on below the others, and not above them, is a digit."""
    ink = np.pad(written("218"), ((10, 50), (0, 0)))
    middle = ink[:, 90:160]
    rows, columns = np.nonzero(middle)
    x = 90 + int(columns.mean())
    ink[:, 90:160] = 0
    cv2.line(ink, (x, int(rows.min())), (x, int(rows.max()) + below), 1.0, 4)
    assert sum(members(ink, one_line=False)) == 3


@pytest.mark.parametrize("at", [[92], [50, 78]])
def test_points_and_colons_are_no_numbers(at, written):
    """One dot or two between the digits of a page are no row of their own."""
    ink = parted(written)
    for row in at:
        cv2.circle(ink, (127, row), 3, 1.0, -1)
    assert all(row.height_px > 20 for row in writing(ink, one_line=False))


def test_small_writing_far_from_large_stays(written):
    """Digits a third as high as others on the page, away from them, are numbers."""
    large, small = written("274"), cv2.resize(written("516"), None, fx=0.33, fy=0.33)
    page = np.zeros((300, 300), np.float32)
    page[20:120, : large.shape[1]] = large
    page[240 : 240 + small.shape[0], 20 : 20 + small.shape[1]] = small
    assert sorted(members(page, one_line=False)) == [3, 3]
