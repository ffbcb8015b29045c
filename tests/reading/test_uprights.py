"""Claims about the lines of forms that nobody has filled in."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.reading.reader import Reader
from inkread.reading.uprights import RULED_LINE

WAYS = ["page", "line"]


@pytest.fixture
def ones():
    """A reader for whom everything is a 1."""
    return Reader(lambda images: np.tile(np.eye(10, dtype=np.float32)[1] * 0.99, (len(images), 1)))


def comb(high: int, apart: list[int]) -> np.ndarray:
    """Teeth of these heights and distances on a rule, between two whole sides."""
    places = 20 + np.cumsum([0, *apart])
    sheet = np.full((90, int(places[-1]) + 20), 235, np.uint8)
    for number, place in enumerate(places.tolist()):
        top = 20 if number in (0, len(apart)) else 70 - high
        cv2.line(sheet, (place, top), (place, 70), 60, 2)
    cv2.line(sheet, (20, 70), (int(places[-1]), 70), 60, 2)
    return sheet


@pytest.mark.parametrize("as_", WAYS)
@pytest.mark.parametrize("high", [30, 50])
def test_an_empty_comb(ones, as_, high):
    """The teeth of a comb with nothing between them are no 1s."""
    reading = ones.read(comb(high, [40] * 7), as_)
    assert reading.text == "" and {one.reason for one in reading.rejected} == {RULED_LINE}


@pytest.mark.parametrize("as_", WAYS)
def test_an_empty_box(ones, as_):
    """The sides of a box with nothing in it are no 1s."""
    sheet = np.full((90, 300), 235, np.uint8)
    cv2.rectangle(sheet, (20, 20), (280, 70), 60, 2)
    assert ones.read(sheet, as_).text == ""


@pytest.mark.parametrize("as_", WAYS)
@pytest.mark.parametrize("place", [8, 250])
def test_an_empty_cells_border(ones, as_, place):
    """A border that runs along a side of the picture from end to end is no 1."""
    sheet = np.full((90, 260), 235, np.uint8)
    sheet[:, place : place + 3] = 60
    assert ones.read(sheet, as_).text == ""


@pytest.mark.parametrize("as_", WAYS)
def test_ones_on_a_rule(ones, as_):
    """Strokes as uneven as people write them stay 1s where they stand on a rule."""
    assert ones.read(comb(40, [31, 40, 35, 47, 38]), as_).text.replace("\n", "").startswith("111")


@pytest.mark.parametrize("as_", WAYS)
def test_ones_on_blank_paper(ones, as_):
    """Straight and even strokes without a rule are 1s."""
    sheet = np.full((90, 260), 235, np.uint8)
    for place in range(40, 240, 40):
        cv2.line(sheet, (place, 20), (place, 70), 60, 4)
    assert ones.read(sheet, as_).text.replace("\n", "") == "11111"
