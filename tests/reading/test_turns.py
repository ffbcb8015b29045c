"""Pages that lie on their side or on their head."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.reading.explain import explain
from inkread.reading.reader import Reader, shipped_reader
from inkread.reading.result import Digit, Number, Reading, Rejection
from inkread.reading.turns import is_clearer, legible, turns_of

WRITTEN = ("27453", "3624", "75243")


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """Three numbers below each other, drawn with a round brush."""
    sheet = np.full((330, 360), 235, np.uint8)
    for row, text in enumerate(WRITTEN):
        at = 30, 90 + 100 * row
        cv2.putText(sheet, text, at, cv2.FONT_HERSHEY_SIMPLEX, 2, 30, 5, cv2.LINE_AA)
    return sheet


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_page_is_read(page, turns):
    """A page is read from whatever side; the boxes are those on the picture as it was given."""
    lying = np.ascontiguousarray(np.rot90(page, turns))
    reading = shipped_reader().read(lying)
    assert tuple(number.text for number in reading.numbers) == WRITTEN
    upright = shipped_reader().read(page)
    for found, number in zip(reading.numbers, upright.numbers, strict=True):
        expected = number.box.turned(turns, *page.shape)
        sides = zip((found.box.x, found.box.right), (expected.x, expected.right), strict=True)
        assert all(abs(one - other) <= 2 for one, other in sides)
        assert all(digit.box.share_in(found.box) == 1 for digit in found.digits)


def test_a_turned_line_is_read(page):
    """As a line, too, a number on its side is read."""
    line = np.ascontiguousarray(np.rot90(page[10:110]))
    assert shipped_reader().read(line, "line").text == WRITTEN[0]


def test_an_explanation_is_upright(page):
    """What is explained is the page as it was read, with the digits' boxes on it."""
    seen = explain(shipped_reader(), load(np.ascontiguousarray(np.rot90(page, 3))))
    assert seen.picture.pixels.shape[:2] == seen.sheet.ink.shape == page.shape
    first = seen.accounts[0].digit.box
    assert first.x < 100 and first.y < 100


def test_few_parts_are_not_turned(page):
    """Fewer than four parts stay as they lie: a 6 is a 9 from the other side."""
    sheet = sheet_of(load(np.ascontiguousarray(page[:110, :140])))
    assert turns_of(sheet.turned(2), shipped_reader().classifier) == 0


def test_what_looks_alike_from_all_sides_stays(page, sevens, monkeypatch):
    """Where no side looks more like digits, or the turned page is no more legible, it stays as it lies."""
    assert turns_of(sheet_of(load(page)), sevens.classifier) == 0
    monkeypatch.setattr("inkread.reading.reader.legible", lambda reading: 0.0)
    monkeypatch.setattr("inkread.reading.reader.turns_of", lambda sheet, classifier: 1)
    assert Reader(sevens.classifier).traced(load(page)).turns == 0


def test_legible():
    """Legible is what is surely read of all that was seen; an empty page leaves nothing to doubt."""
    box = Box(0, 0, 1, 1)
    number = Number("42", 0.9, box, (Digit(4, 0.9, box), Digit(2, 0.9, box)))
    half = Reading(None, (number,), (Rejection(box, "not a digit"),) * 2)
    assert legible(half) == pytest.approx(0.45)
    assert legible(Reading(None)) == 1
    assert is_clearer(Reading(None, (number,)), half) and not is_clearer(half, half)
