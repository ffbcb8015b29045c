"""A ruled line goes, what is written across and along it stays."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inkread.ink.erase import erase_lines
from inkread.ink.lines import find_lines


def test_crossing_strokes_stay(written):
    """With a line through its feet, 95% of a number's ink is left and 90% of the line is gone."""
    ink = written("4719")
    ruled = ink.copy()
    cv2.line(ruled, (0, 66), (ruled.shape[1], 70), 1.0, 2)
    line = (ruled >= 0.5) & (ink < 0.5)
    found = erase_lines(ruled, find_lines(ruled, 120, 8))
    assert (found[ink >= 0.5] >= 0.5).mean() > 0.95 and (found[line] >= 0.5).mean() < 0.1


def test_a_stroke_along_the_line_stays():
    """Where ink is much darker than the line it lies on, it is a stroke and stays."""
    contrast = np.zeros((60, 300), np.float32)
    contrast[30:33] = 0.3
    contrast[30:33, 100:140] = 0.9
    ink = (contrast > 0.1).astype(np.float32)
    found = erase_lines(ink, find_lines(ink, 200, 8), contrast)
    assert found[31, 105:135].all() and not found[31, :90].any()


@given(st.floats(-0.3, 0.3), st.integers(20, 80), st.integers(1, 4))
def test_erasing_takes_ink_and_adds_none(slope, row, thickness):
    """Whatever line is drawn, nine tenths of it go and no pixel gets more ink than it had."""
    ink = np.zeros((100, 200), np.float32)
    cv2.line(ink, (0, row), (199, round(row + 199 * slope)), 1.0, thickness)
    found = erase_lines(ink, find_lines(ink, 60, 8))
    assert (found <= ink).all() and found.sum() < 0.1 * ink.sum()


def test_a_foot_on_the_line_is_left_by_a_snug_search():
    """A foot two pixels thicker than the rule that it stands on stays where lines are erased snugly."""
    ink = np.zeros((60, 300), np.float32)
    ink[30:33] = 1
    ink[28:34, 100:140] = 1
    lines = find_lines(ink, 200, 8)
    assert erase_lines(ink, lines, snug=True)[30, 105:135].all()
    assert not erase_lines(ink, lines, snug=True)[31, :90].any()
