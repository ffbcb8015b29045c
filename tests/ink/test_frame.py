"""The borders of a cell go; a digit keeps its strokes, however long and straight."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.ink.frame import frame_of, without_frame


def digit(written, text: str) -> np.ndarray:
    """One digit in the middle of a cell of 100 by 100 pixels."""
    return written(text)[10:, :][:90, :100].copy()


@pytest.mark.parametrize("turn", [0, 3, -5])
def test_a_frame_goes(turn, written):
    """The four sides of a cell go, turned or not, and 95% of the digit stays."""
    ink = digit(written, "5")
    framed = ink.copy()
    corners = np.array([(6 + turn, 5), (93, 6 + turn), (92 - turn, 84), (5, 83 - turn)])
    cv2.polylines(framed, [corners], True, 1.0, 3)
    found = without_frame(framed, frame_of(framed)) >= 0.5
    assert found[ink >= 0.5].mean() > 0.95 and found[(framed >= 0.5) & (ink < 0.5)].mean() < 0.1


def test_the_border_of_the_next_cell_goes():
    """A border a quarter into the picture goes where it leads from another border to the edge."""
    ink = np.zeros((128, 128), np.float32)
    cv2.line(ink, (0, 6), (127, 6), 1.0, 8)
    cv2.line(ink, (33, 6), (33, 127), 1.0, 4)
    cv2.ellipse(ink, (85, 60), (18, 30), 0, 0, 360, 1.0, 5)
    found = without_frame(ink, frame_of(ink)) >= 0.5
    assert not found[20:110, 28:38].any() and found[:, 60:].sum() > 0.95 * (ink[12:, 60:] >= 0.5).sum()


@given(st.integers(14, 30), st.integers(90, 105), st.integers(3, 9))
def test_a_foot_is_no_border(left, right, pen):
    """A stroke along the lower edge that ends on the paper, as the foot of a 2 does, stays whole."""
    ink = np.zeros((120, 120), np.float32)
    cv2.line(ink, (left, 104), (right, 104), 1.0, pen)
    cv2.line(ink, (left, 104), (right, 20), 1.0, pen)
    assert without_frame(ink, frame_of(ink)).sum() == ink.sum()


@pytest.mark.parametrize("text", list("0123456789"))
def test_a_tight_digit_stays(text, written):
    """A digit cropped to its own ink has no frame."""
    ink = written(text)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    tight = ink[rows[0] - 3 : rows[-1] + 4, columns[0] - 3 : columns[-1] + 4]
    assert without_frame(tight, frame_of(tight)).sum() > 0.97 * tight.sum()


@pytest.mark.parametrize("sides", [[0, 1], [1, 2], [0, 1, 2], [3, 0, 1], [0, 1, 2, 3]])
def test_a_box_amid_the_paper_goes(sides, written):
    """Sides of a box that meet in corners go, though they end on the paper, and 95% of the digit stays."""
    ink = digit(written, "5")
    framed = ink.copy()
    corners = [(12, 9), (90, 11), (89, 81), (11, 79)]
    for side in sides:
        cv2.line(framed, corners[side], corners[(side + 1) % 4], 1.0, 2)
    found = without_frame(framed, frame_of(framed)) >= 0.5
    assert found[ink >= 0.5].mean() > 0.95 and found[(framed >= 0.5) & (ink < 0.5)].mean() < 0.1


def test_a_blank_box_amid_the_paper_goes():
    """Three sides of a box with nothing inside go, too."""
    ink = np.zeros((90, 100), np.float32)
    cv2.polylines(ink, [np.array([(12, 9), (90, 11), (89, 81), (11, 79)])], False, 1.0, 2)
    assert without_frame(ink, frame_of(ink)).sum() < 0.1 * ink.sum()


@given(st.integers(2, 5))
def test_a_straight_7_stays(pen):
    """A bar and a stem at right angles, with nothing else, are a 7."""
    ink = np.zeros((100, 90), np.float32)
    cv2.polylines(ink, [np.array([(12, 12), (78, 13), (77, 90)])], False, 1.0, pen)
    assert without_frame(ink, frame_of(ink)).sum() == ink.sum()
