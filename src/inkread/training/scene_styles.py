"""Digits of MNIST's writers the way other people write them: crossed, footed, flagged, slashed, left open.

::

      /|     a 1 with flag      ____    a crossed 7      .--/.   a slashed 0      .  .   a 0 or 6
     / |     and foot             -/-                    | / |                   /    \\  that does not
      _|_                         /                      './-'                   '.__.'  quite close
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.normalise import stroke_width
from inkread.training.scene_parts import may_be_one, trim

Ink = npt.NDArray[np.float32]
Random = np.random.Generator
Point = tuple[float, float]

ENLARGED = 3
"""Strokes are added at so many times the digit's size: a pen's width in whole pixels is coarse below that."""


def restyled(ink: Ink, digit: int, random: Random) -> Ink:
    """``ink (H, W) float32`` of one digit with the stroke or gap that other writers give it, enlarged.

    Digits without such a habit, and a 1 that is more than one line, come back as they are.
    """
    habit = HABITS.get(digit)
    if habit is None or (digit == 1 and not may_be_one(ink)):
        return ink
    wide = cv2.resize(trim(ink), None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    room = np.pad(np.clip(np.asarray(wide, np.float32), 0, 1), wide.shape[0] // 2)
    return trim(habit(room, random), 3)


def _flag_and_foot(ink: Ink, random: Random) -> Ink:
    """A 1 with an upstroke to its left, a foot, or both."""
    rows = np.flatnonzero((ink > 0.4).any(axis=1))
    high, kind = float(np.ptp(rows)), random.integers(3)
    pen = _pen(ink, random)
    if kind != 1:
        x, y = _middle(ink, int(rows[0])), float(rows[0]) + pen / 2
        length, angle = random.uniform(0.2, 0.55) * high, np.radians(random.uniform(38, 68))
        ink = _stroke(ink, (x, y), (x - length * np.cos(angle), y + length * np.sin(angle)), pen)
    if kind != 0:
        x, y = _middle(ink, int(rows[-1])), float(rows[-1]) - pen / 2
        left, right, tilt = *random.uniform(0.12, 0.4, 2) * high, random.normal(0, 0.03) * high
        ink = _stroke(ink, (x - left, y + tilt), (x + right, y - tilt), pen)
    return ink


def _bar(ink: Ink, random: Random) -> Ink:
    """A 7 crossed in the middle of its leg."""
    rows = np.flatnonzero((ink > 0.4).any(axis=1))
    high, y = float(np.ptp(rows)), float(rows[0] + random.uniform(0.4, 0.65) * np.ptp(rows))
    x, tilt = _middle(ink, int(y)), random.normal(0.03, 0.05) * high
    left, right = random.uniform(0.15, 0.4, 2) * high
    return _stroke(ink, (x - left, y + tilt), (x + right, y - tilt), _pen(ink, random))


def _slash(ink: Ink, random: Random) -> Ink:
    """A 0 with a stroke from its lower left to its upper right."""
    rows, columns = np.flatnonzero((ink > 0.4).any(axis=1)), np.flatnonzero((ink > 0.4).any(axis=0))
    middle = np.array([columns.mean(), rows.mean()])
    reach = np.array([np.ptp(columns), -np.ptp(rows)]) * random.uniform(0.25, 0.55, 2)
    return _stroke(ink, tuple(middle - reach), tuple(middle + reach), _pen(ink, random))


def _opened(ink: Ink, random: Random, first: float, last: float) -> Ink:
    """A gap of about a stroke's width between these shares of the height, narrow in a narrow digit."""
    rows, columns = np.flatnonzero((ink > 0.4).any(axis=1)), np.flatnonzero((ink > 0.4).any(axis=0))
    band = slice(int(rows[0] + first * np.ptp(rows)), int(rows[0] + last * np.ptp(rows)) + 1)
    y, x = np.nonzero(ink[band] > 0.5)
    if not len(y):
        return ink
    chosen = random.integers(len(y))
    radius = max(round(min(_pen(ink, random) * random.uniform(0.5, 0.9), 0.14 * np.ptp(columns))), 1)
    opened = ink.copy()
    cv2.circle(opened, (int(x[chosen]), int(y[chosen]) + band.start), radius, 0.0, -1)
    return opened


def _zero(ink: Ink, random: Random) -> Ink:
    return _slash(ink, random) if random.random() < 0.4 else _opened(ink, random, 0, 0.15)


def _six(ink: Ink, random: Random) -> Ink:
    return _opened(ink, random, 0.4, 0.65)


HABITS: dict[int, Callable[[Ink, Random], Ink]] = {
    0: _zero,
    1: _flag_and_foot,
    6: _six,
    7: _bar,
}
"""What is done to which digit. An 8 left open is a 6 to anybody, and an open 9 a 4: these are left alone."""


def _pen(ink: Ink, random: Random) -> float:
    return max(stroke_width(ink) * random.uniform(0.75, 1.1), 1.0)


def _middle(ink: Ink, row: int) -> float:
    """The middle of the ink at a row."""
    columns = np.flatnonzero(ink[row] > 0.4)
    return float(columns.mean()) if len(columns) else ink.shape[1] / 2


def _stroke(ink: Ink, start: Point, end: Point, pen_px: float) -> Ink:
    sheet = np.zeros(ink.shape, np.uint8)
    points = np.rint(np.array([start, end]) * 16).astype(np.int32)
    cv2.polylines(sheet, [points], False, 255, max(round(pen_px), 1), cv2.LINE_AA, shift=4)
    return np.maximum(ink, np.divide(sheet, 255, dtype=np.float32))
