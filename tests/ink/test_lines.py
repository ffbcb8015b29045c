"""Ruled lines are found, and strokes are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.lines import find_lines


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


@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (3, 3), (200, 200)])
def test_degenerate(shape, level):
    """Blank and full sheets of any shape are searched without trouble."""
    ink = np.full(shape, level, np.float32)
    assert len(find_lines(ink, max(shape) * 0.8, 5)) <= 2


def test_a_line_ends_where_its_ink_ends():
    """A line is not followed over paper to other ink that happens to lie in its direction."""
    ink = np.zeros((60, 600), np.float32)
    ink[30:33, 150:450] = 1
    ink[20:44, 490:494] = ink[20:44, 530:534] = ink[20:44, 570:574] = 1
    [line] = find_lines(ink, 200, 6)
    assert line.stop <= 452
