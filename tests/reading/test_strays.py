"""Which lone strokes of a page are no digit 1."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.sheet import Sheet
from inkread.reading.reader import Reader
from inkread.reading.result import Digit, Number
from inkread.reading.strays import LONE_STROKE, is_stray


def number(text: str, x: int, y: int, h: int = 40) -> Number:
    """A number of digits ``h`` pixels high, each half as wide, a 1 a fifth."""
    digits, left = [], x
    for character in text:
        box = Box(left, y, h // 5 if character == "1" else h // 2, h)
        digits.append(Digit(int(character), 1.0, box))
        left = box.right + h // 4
    return Number(text, 1.0, Box(x, y, digits[-1].box.right - x, h), tuple(digits))


def sheet(numbers: list[Number]) -> Sheet:
    """A light sheet with a solid box of ink for each digit."""
    ink = np.zeros((300, 400), np.float32)
    for digit in (digit for number in numbers for digit in number.digits):
        box = digit.box
        ink[box.y : box.bottom, box.x : box.right] = 1
    light = np.float32(0.9) - np.float32(0.7) * ink
    return Sheet(ink, light, light, 1.0, False, False)


WRITING = [number("2345", 60, 20), number("6789", 60, 90)]


@pytest.mark.parametrize(("high", "stray"), [(10, True), (20, False), (40, False)])
def test_far_lower_than_the_digits(high, stray):
    """A lone 1 that is far lower than the page's digits is none; one of half their height is one."""
    numbers = [*WRITING, number("1", 200, 200, high)]
    assert is_stray(sheet(numbers), numbers) == [False, False, stray]


def test_no_page_to_compare_with():
    """Among few digits a low 1 stays, and so does one that the picture's edge cuts off."""
    numbers = [number("7", 60, 20), number("1", 200, 200, 10), number("1", 0, 100)]
    assert is_stray(sheet(numbers), numbers) == [False] * 3


def test_cut_off():
    """On a page full of digits a lone 1 at the picture's very edge is what the edge cuts off."""
    numbers = [*WRITING, number("1", 0, 150), number("1", 10, 220)]
    assert is_stray(sheet(numbers), numbers) == [False, False, True, False]


@pytest.mark.parametrize(("text", "stray"), [("1", True), ("7", False)])
def test_where_something_dark_ends(text, stray):
    """The edge of a dark table is no 1; any other digit there stays."""
    numbers = [number(text, 200, 100, 60)]
    page = sheet(numbers)
    page.light[:, :200] = 0.2
    assert is_stray(page, numbers) == [stray]


def test_number_of_ones():
    """A number of ones is one although it holds nothing else."""
    numbers = [*WRITING, number("111", 200, 200)]
    assert not is_stray(sheet(numbers), numbers)[2]


def ones(images):
    """A classifier that always says 1."""
    return np.tile(np.eye(10, dtype=np.float32)[1] * 0.99, (len(images), 1))


@pytest.mark.parametrize("as_", ["page", "line", "digit"])
def test_where_a_shadow_begins(as_):
    """Where a shadow begins on blank paper there is no 1, however it is read; a stroke on it is one."""
    paper = np.full((120, 120), 230, np.uint8)
    paper[:, 60:] = 110
    reading = Reader(ones).read(paper, as_)
    assert not reading.numbers and {one.reason for one in reading.rejected} <= {LONE_STROKE}
    paper[:] = 230
    paper[20:100, 56:64] = 110
    assert Reader(ones).read(paper, as_).text == "1"
