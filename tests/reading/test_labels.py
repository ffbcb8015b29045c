"""Claims about where an overlay's labels stand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from inkread.core import Box
from inkread.ink.load import load
from inkread.reading.labels import places
from inkread.reading.overlay import ACCEPTED, DIGIT_PX, overlay
from inkread.reading.result import Digit, Number, Reading


def cover(one, other):
    return max(one.x, other.x) < min(one.right, other.right) and max(one.y, other.y) < min(
        one.bottom, other.bottom
    )


def test_labels_cover_no_digit_and_no_label():
    """On a page of many numbers, up to its edges, each label has a place of its own."""
    numbers = [Box(60 * column, 16 + 40 * row, 30, 20) for row in range(8) for column in range(6)]
    width, height = numbers[-1].right, numbers[-1].bottom
    found = places(numbers, [(45, 15)] * len(numbers), numbers, width, height)
    assert not any(cover(*pair) for pair in combinations([*found, *numbers], 2))
    assert all(0 <= one.x <= width - one.w and 0 <= one.y <= height - one.h for one in found)


def test_the_usual_place_is_above():
    """Where there is room, a label stands on its number, from its left end on."""
    assert places([Box(50, 50, 30, 20)], [(40, 12)], [], 200, 200) == [Box(50, 38, 40, 12)]


def test_where_all_is_taken_the_least_is_covered():
    """Between two digits, on a sheet no higher than they are, a label covers no more than it must."""
    inks = [Box(0, 0, 20, 30), Box(40, 0, 20, 30)]
    (found,) = places([Box(0, 0, 20, 30)], [(25, 12)], inks, 60, 30)
    assert found == Box(21, 0, 25, 12)


def number_of(box):
    return Number("7" * 12, 0.99, box, (Digit(7, 0.99, box),))


def drawn_of(path, size, box):
    """The overlay of a blank picture of that size with one number in it."""
    Image.new("L", size, 255).save(path)
    return overlay(load(path), Reading(None, (number_of(box),)))


@pytest.mark.parametrize("box", [Box(0, 0, 20, 20), Box(12, 0, 20, 20), Box(12, 180, 20, 20)])
def test_a_long_label_in_a_narrow_picture(box, tmp_path):
    """The sheet grows until the label is whole, wherever its number stands: as wide as in a wide picture."""

    def longest(drawn):
        return (np.asarray(drawn) == ACCEPTED).all(axis=2).sum(axis=1).max()

    narrow = drawn_of(tmp_path / "narrow.png", (32, 240), box)
    wide = drawn_of(tmp_path / "wide.png", (240, 240), Box(60, 100, 20, 20))
    assert longest(narrow) == longest(wide) > 64


@pytest.mark.parametrize("height", [14, 400])
def test_small_digits_are_drawn_larger(height, tmp_path):
    """Digits of 14 pixels grow until labels fit between their rows; large ones only as their picture does."""
    drawn = drawn_of(tmp_path / "sheet.png", (500, 450), Box(5, 25, 10, height))
    assert drawn.width == (round(500 * DIGIT_PX / 14) if height == 14 else 500)
