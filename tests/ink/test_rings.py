"""A ring around a number goes, and nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.rings import without_rings


@pytest.fixture
def number(written) -> np.ndarray:
    """Two digits with room around them."""
    return np.pad(written("47"), 50)


def ring(ink: np.ndarray, shrink: float = 1.0, open_degrees: int = 0) -> np.ndarray:
    """An ellipse around the middle of the sheet."""
    drawn = np.zeros(ink.shape, np.uint8)
    high, wide = ink.shape
    size = int(0.36 * wide * shrink), int(0.25 * high * shrink)
    cv2.ellipse(drawn, (wide // 2 - 10, high // 2), size, 0, 0, 360 - open_degrees, 255, 5, cv2.LINE_AA)
    return drawn.astype(np.float32) / 255


@pytest.mark.parametrize("open_degrees", [0, 8])
def test_a_ring_goes(number, open_degrees):
    """A circled number is left with its digits alone, whether or not the circle's ends meet."""
    circled = np.maximum(number, ring(number, open_degrees=open_degrees))
    assert np.array_equal(without_rings(circled) >= 0.5, number >= 0.5)


def test_a_digit_that_touches_its_ring_stays(number):
    """Of a digit that the ring cuts into, at least nine tenths of the ink stay."""
    around = ring(number, 0.75)
    left = without_rings(np.maximum(number, around))
    apart = (number >= 0.5) & (cv2.dilate(around, np.ones((9, 9), np.uint8)) == 0)
    assert left[apart].mean() > 0.9 and left[(around >= 0.5) & (number == 0)].mean() < 0.2


@pytest.mark.parametrize("text", ["0", "8", "6", "4", "9", "1080"])
def test_digits_are_no_rings(written, text):
    """Digits with holes are the same object."""
    ink = written(text, thickness=3)
    assert without_rings(ink) is ink


def test_a_dotted_zero_is_no_ring(written):
    """What stands in a ring is taller than the dot in a 0."""
    ink = written("0")
    x, y, w, h = cv2.boundingRect((ink >= 0.5).view(np.uint8))
    cv2.circle(ink, (x + w // 2, y + h // 2), 4, 1.0, -1)
    assert without_rings(ink) is ink


def test_a_table_is_no_ring(number):
    """The grid of a table has more than one cell and is left to the search for rules."""
    wide = number.shape[1]
    for x in (2, wide // 2, wide - 4):
        number[:, x : x + 2] = 1
    number[2:4] = number[-4:-2] = 1
    assert without_rings(number) is number
