"""Lines of writing come row by row, however a page is turned."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.segment import lines_of_writing


def turned(degrees: float, gap: int) -> list[Box]:
    """Four rows of three numbers, two digits each, ``gap`` apart, on a page turned about its corner."""
    angle = np.radians(degrees)
    places = [
        (column * gap + digit * 30, row * 70) for row in range(4) for column in range(3) for digit in range(2)
    ]
    return [
        Box(
            round(x * np.cos(angle) - y * np.sin(angle)), round(x * np.sin(angle) + y * np.cos(angle)), 22, 40
        )
        for x, y in places
    ]


@pytest.mark.parametrize("degrees", [-10, -4, 0, 4, 10])
def test_rows_of_a_turned_page(degrees):
    """Numbers far apart are read row by row, from left to right, also where the page is turned."""
    rows = lines_of_writing(turned(degrees, 250))
    assert [sorted(row) for row in rows] == [[2 * i, 2 * i + 1] for i in range(12)]


def test_two_numbers_tell_no_turn():
    """Of two numbers beside each other, one climbing, the left one comes first."""
    boxes = [Box(0, 20, 22, 40), Box(30, 10, 22, 40), Box(300, 24, 22, 40), Box(330, 24, 22, 40)]
    assert lines_of_writing(boxes) == [[0, 1], [2, 3]]
