"""Marks that people leave on paper and that are no digits, on a sheet of 56 by 56 pixels."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Sheet = npt.NDArray[np.uint8]
Random = np.random.Generator

SIDE_PX = 56


def mark(random: Random) -> Ink:
    """A dot, dash, corner, cross, equals sign, spray of dots or frame: ``(56, 56) float32`` ink."""
    sheet = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    pen = int(random.integers(2, 9))
    draw = MARKS[random.integers(len(MARKS))]
    x, y = (int(random.integers(6, 50, 2)[0]) for _ in range(2))
    return np.divide(draw(sheet, pen, x, y, random), 255, dtype=np.float32)


def _dot(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    axes = int(random.integers(4, 20)), int(random.integers(4, 20))
    cv2.ellipse(sheet, (28, 28), axes, 0, 0, 360, 255, -1)
    return sheet


def _dash(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    lean = int(random.integers(-12, 13))  # never so steep that it may be a 1
    cv2.line(sheet, (4, 28 - lean), (52, 28 + lean), 255, pen)
    return sheet


def _corner(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    points = np.array([[5, max(x, 24)], [5, 5], [max(y, 24), 5]], np.int32)
    cv2.polylines(sheet, [points], False, 255, pen)
    return np.ascontiguousarray(np.rot90(sheet, int(random.integers(4))))


def _cross(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    cv2.line(sheet, (28, 6), (28, 50), 255, pen)
    cv2.line(sheet, (6, x), (50, x), 255, pen)
    return sheet


def _equals(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    for row in (18, 38):
        cv2.line(sheet, (6, row), (50, row + int(random.integers(-4, 5))), 255, pen)
    return sheet


def _spray(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    for _ in range(random.integers(2, 9)):
        place = random.integers(6, 50, 2)
        cv2.circle(sheet, (int(place[0]), int(place[1])), int(random.integers(2, 6)), 255, -1)
    return sheet


def _frame(sheet: Sheet, pen: int, x: int, y: int, random: Random) -> Sheet:
    cv2.rectangle(sheet, (5, 5), (50, x + 2), 255, pen)
    return sheet


MARKS: tuple[Callable[[Sheet, int, int, int, Random], Sheet], ...] = (
    _dot,
    _dash,
    _corner,
    _cross,
    _equals,
    _spray,
    _frame,
)
