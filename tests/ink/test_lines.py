"""Ruled lines go, strokes stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.lines import erase_lines, find_lines


@pytest.mark.parametrize("slope", [-0.2, -0.02, 0.0, 0.05, 0.3])
def test_a_line_is_found(slope):
    """A thin line of any slope up to 17 degrees is found with its slope."""
    ink = np.zeros((200, 300), np.float32)
    cv2.line(ink, (0, 100), (299, round(100 + 299 * slope)), 1.0, 2)
    lines = find_lines(ink, 200, 8)
    assert len(lines) == 1 and lines[0].slope == pytest.approx(slope, abs=0.01)


def test_digits_are_no_lines(written):
    """Writing alone has no ruled line."""
    assert find_lines(written("2751"), 120, 10) == []


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


@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (3, 3), (200, 200)])
def test_degenerate(shape, level):
    """Blank and full sheets of any shape are searched without trouble."""
    ink = np.full(shape, level, np.float32)
    assert erase_lines(ink, find_lines(ink, max(shape) * 0.8, 5)).shape == shape
