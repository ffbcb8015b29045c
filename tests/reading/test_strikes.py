"""Which numbers are struck out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.sheet import Sheet
from inkread.reading.result import Digit, Number
from inkread.reading.strikes import is_struck


def written(count: int) -> tuple[np.ndarray, Number]:
    """So many boxes of 24 × 40 pixels, 16 apart, on a sheet, and a number of these digits."""
    ink = np.zeros((120, 400), np.float32)
    boxes = [Box(100 + 40 * place, 40, 24, 40) for place in range(count)]
    for box in boxes:
        cv2.rectangle(ink, (box.x, box.y), (box.right - 1, box.bottom - 1), 1.0, 3)
    digits = tuple(Digit(0, 1.0, box) for box in boxes)
    return ink, Number("0" * count, 1.0, Box(100, 40, 40 * count - 16, 40), digits)


def struck(ink: np.ndarray, number: Number) -> bool:
    return is_struck(Sheet(ink, 1 - ink, ink, 1.0, False, False), number)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("sink", [-8, 0, 8])
def test_a_line_through_all_digits(count, sink):
    """A straight line through all digits and a little beyond strikes a number out, if it sinks too."""
    ink, number = written(count)
    assert not struck(ink, number)
    cv2.line(ink, (92, 58 - sink // 2), (number.box.right + 8, 58 + sink // 2), 1.0, 4)
    assert struck(ink, number)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_rule_goes_on(side):
    """A line that goes on beyond the number, on either side, is a rule that it was written across."""
    ink, number = written(4)
    left, right = (0, number.box.right + 8) if side < 0 else (92, 399)
    cv2.line(ink, (left, 60), (right, 60), 1.0, 4)
    assert not struck(ink, number)


@pytest.mark.parametrize("row", [36, 42, 76, 84])
def test_a_line_above_or_below(row):
    """A line along the heads or the feet of the digits strikes nothing out."""
    ink, number = written(4)
    cv2.line(ink, (92, row), (number.box.right + 8, row), 1.0, 3)
    assert not struck(ink, number)


def test_digits_that_touch():
    """Two digits that a bar of theirs joins, and no farther, are not struck out: 44, 81."""
    ink, number = written(2)
    cv2.line(ink, (100, 60), (number.box.right - 1, 60), 1.0, 3)
    assert not struck(ink, number)


def test_at_the_edge():
    """A number that the picture's side cuts off is not looked at beyond it."""
    ink, number = written(1)
    assert not struck(ink[:, 98:126], Number("0", 1.0, number.box, (Digit(0, 1.0, Box(0, 40, 28, 40)),)))
