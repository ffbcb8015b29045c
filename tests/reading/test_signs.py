"""Which parts of a line of writing are signs beside its digits."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.clean import writing
from inkread.reading.result import Sight
from inkread.reading.signs import bend_of, signs_of

IMAGE = np.zeros((28, 28), np.float32)


def arc(ink: np.ndarray, x: int, bend: float, top: int = 30, high: int = 40) -> None:
    """A stroke from ``top`` on, its middle so far to the right, as a share of its height."""
    t = np.linspace(0, 1, 30)
    points = np.stack([x + 4 * bend * high * t * (1 - t), top + high * t], axis=1)
    cv2.polylines(ink, [np.rint(points * 16).astype(np.int32)], False, 1.0, 4, cv2.LINE_8, shift=4)


def box(ink: np.ndarray, x: int, wide: int = 24, top: int = 30, high: int = 40) -> None:
    """The outline of a box."""
    cv2.rectangle(ink, (x, top), (x + wide - 1, top + high - 1), 1.0, 4)


def sheet() -> np.ndarray:
    return np.zeros((100, 320), np.float32)


def signs(
    ink: np.ndarray, none: set[int] = frozenset(), unsure: set[int] = frozenset(), sure: float = 0.975
) -> list[int]:
    """The places of a line's signs, where the classifier takes those in ``none`` for no digit, those in
    ``unsure`` half for a 3 and half for a 5, and all others for a 1, as surely as ``sure``."""
    row = writing(ink, one_line=True)[0]
    boxes = [row.parts.boxes[i] for i in row.members]
    seen = {}
    for place, own in enumerate(boxes):
        said = np.zeros(10, np.float32)
        if place in unsure:
            said[[3, 5]] = 0.49
        elif place not in none:
            said[1] = sure
        seen[own] = Sight(IMAGE, said)
    found = signs_of(row, seen)
    return [place for place, own in enumerate(boxes) if own in found]


@pytest.mark.parametrize(("bend", "expected"), [(0.17, [2]), (0.04, []), (-0.17, [])])
def test_closing_bracket(bend, expected):
    """A stroke behind digits that is bent far to the right is a bracket; a straight one and ( are none."""
    ink = sheet()
    box(ink, 30)
    box(ink, 70)
    arc(ink, 110, bend)
    assert signs(ink) == expected


def test_brackets_around_digits():
    """An opening bracket counts where one closes it behind the digits; what is surely a 1 closes nothing."""
    ink = sheet()
    arc(ink, 40, -0.17)
    box(ink, 60)
    box(ink, 100)
    assert signs(ink) == []
    arc(ink, 140, 0.17)
    assert signs(ink) == [0, 3]
    assert signs(ink, sure=0.999) == []


def test_bent_ones_stay():
    """1s that are bent are digits where they begin a number, stand within it, or far from the digits."""
    ink = sheet()
    arc(ink, 40, 0.17)
    box(ink, 70)
    arc(ink, 110, 0.14)
    box(ink, 140)
    arc(ink, 196, 0.17)
    assert signs(ink) == []


@pytest.mark.parametrize(
    ("wide", "high", "expected"), [(24, 40, [0]), (36, 40, []), (36, 28, [0]), (24, 14, [])]
)
def test_no_digit_at_the_beginning(wide, high, expected):
    """What is no digit is a sign where it is too narrow or too low to be two digits, and not a speck."""
    ink = sheet()
    box(ink, 20, wide, 70 - high, high)
    for x in (80, 120):
        box(ink, x)
    assert signs(ink, none={0}) == expected


def test_a_letter_among_doubtful_parts():
    """Beside what may be no digit either nothing is a sign: it may be a word."""
    ink = sheet()
    for x in (20, 60, 100):
        box(ink, x)
    assert signs(ink, none={0}) == [0]
    assert signs(ink, none={0}, unsure={1}) == []


def test_touching_ones():
    """What is no digit and as high as the digits stays among them: 11, joined, is narrow too."""
    ink = sheet()
    for x in (20, 60, 100):
        box(ink, x)
    assert signs(ink, none={1}) == []


def test_plus():
    """What is no digit and low is a sign among digits too."""
    ink = sheet()
    box(ink, 20)
    box(ink, 60, high=28, top=36)
    box(ink, 100)
    assert signs(ink, none={1}) == [1]


def test_equals():
    """Two dashes, one above the other, are a sign; one is left to the reader."""
    ink = sheet()
    box(ink, 20)
    ink[42:47, 60:90] = 1
    box(ink, 110)
    assert signs(ink) == []
    ink[56:61, 60:90] = 1
    assert signs(ink) == [1, 2]


def test_slash_before_a_dash():
    """A straight stroke higher than the digits is a slash before a dash that ends the number: 5/-."""
    ink = sheet()
    box(ink, 20)
    box(ink, 60)
    cv2.line(ink, (106, 27), (101, 73), 1.0, 4)
    assert signs(ink) == []
    ink[48:53, 125:150] = 1
    assert signs(ink) == [2]


def test_a_letter_that_hangs():
    """What hangs below the digits after a letter is a letter too, as the g of 5kg, whatever it looks like."""
    ink = sheet()
    box(ink, 20)
    box(ink, 60)
    box(ink, 100, top=44)
    assert signs(ink) == []
    assert signs(ink, none={1}) == [1, 2]


@pytest.mark.parametrize("bend", [-0.2, -0.05, 0.0, 0.1, 0.25])
def test_bend(bend):
    """The bend of an arc is how far its middle lies to the right, in shares of its height."""
    ink = sheet()
    arc(ink, 100, bend)
    y, x = np.nonzero(ink)
    assert bend_of(ink[y.min() : y.max() + 1, x.min() : x.max() + 1] > 0) == pytest.approx(bend, abs=0.03)


def test_no_stroke_has_no_bend():
    """A box is no stroke from above to below."""
    ink = sheet()
    box(ink, 20)
    assert bend_of(ink[30:70, 20:44] > 0) is None
