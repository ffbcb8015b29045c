"""Digits joined and digits cut: ink that is not one digit, and the measures that tell it from one."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Random = np.random.Generator


def pair(left: Ink, right: Ink, random: Random) -> Ink:
    """Two digits, from overlapping by a quarter of the narrower one to 3 pixels apart; now and then three."""
    left, right = trim(left), trim(right)
    if random.random() < 0.1:
        left = pair(left, right, random)
    grown = random.uniform(0.75, 1.3)
    right = np.asarray(cv2.resize(right, None, fx=grown, fy=grown, interpolation=cv2.INTER_LINEAR))
    overlap = int(random.uniform(-3, 0.25 * min(left.shape[1], right.shape[1]) + 1))
    high = max(left.shape[0], right.shape[0]) + 4
    sheet = np.zeros((high, left.shape[1] + right.shape[1] - overlap), np.float32)
    for ink, x in ((left, 0), (right, left.shape[1] - overlap)):
        y = random.integers(0, high - ink.shape[0] + 1)
        place = sheet[y : y + ink.shape[0], x : x + ink.shape[1]]
        np.maximum(place, ink, out=place)
    return sheet


def piece(ink: Ink, random: Random) -> Ink:
    """A part of a digit, cut off upright or slanting; never so straight that it may be a 1."""
    while True:
        whole = trim(ink)
        high, wide = whole.shape
        share = random.uniform(0.35, 0.55)
        if random.random() < 0.7:
            edge = (share * wide + random.uniform(-0.3, 0.3) * (np.arange(high) - high / 2))[:, None]
            keep = np.arange(wide)[None, :] < edge
        else:
            keep = (np.arange(high) < share * high)[:, None] & np.ones(wide, bool)
        part = np.where(keep if random.random() < 0.5 else ~keep, whole, 0).astype(np.float32)
        if part.any() and not may_be_one(part):
            return trim(part)
        ink = np.rot90(ink)  # a 1 has no such part; lying down it has


def half(ink: Ink, random: Random) -> Ink:
    """What is left or right of a nearly upright cut through the middle third of a digit."""
    whole = trim(ink)
    high, wide = whole.shape
    edge = random.uniform(0.35, 0.65) * wide + random.uniform(-0.15, 0.15) * (np.arange(high) - high / 2)
    left = np.arange(wide)[None, :] < edge[:, None]
    return np.where(left if random.random() < 0.5 else ~left, whole, 0).astype(np.float32)


def lain(ink: Ink, digit: int, random: Random) -> Ink | None:
    """A digit turned by a quarter or a half, or seen in a mirror: strokes of a hand that are no digit.

    None where it would be one all the same: a 6 turned by a half, a 0, a 5 in a mirror.
    """
    ways = NO_DIGIT_WHEN.get(digit, "")
    if not ways:
        return None
    way = ways[random.integers(len(ways))]
    turned = np.fliplr(ink) if way == "m" else np.rot90(ink, int(way))
    return np.ascontiguousarray(turned)


NO_DIGIT_WHEN = {2: "13", 3: "123m", 4: "123m", 5: "13", 6: "13m", 7: "123m", 8: "13", 9: "13m"}
"""The ways to lay a digit after which it is none: quarter turns to the left, or ``m`` for mirrored."""


def bulge(ink: Ink) -> float:
    """How far the ink's middle line bends from a straight one, as a share of its height."""
    rows = np.flatnonzero((ink > 0.4).any(axis=1))
    if len(rows) < 4:
        return 0.0
    middles = np.array([np.flatnonzero(row > 0.4).mean() for row in ink[rows]])
    return float(abs(np.polyfit(rows, middles, 2)[0]) * (np.ptp(rows) / 2) ** 2 / np.ptp(rows))


def may_be_one(ink: Ink) -> bool:
    """Whether the ink lies along one line that is within 55 degrees of upright."""
    y, x = np.nonzero(ink > 0.4)
    if len(x) < 3:
        return True
    spread, axes = np.linalg.eigh(np.cov(np.stack([x, y])))
    return bool(spread[0] < 0.045 * spread[1] and abs(axes[1, 1]) > np.cos(np.radians(55)))


def trim(ink: Ink, margin: int = 1) -> Ink:
    """The ink without its blank margin, but for ``margin`` pixels."""
    rows, columns = np.flatnonzero((ink > 0.1).any(axis=1)), np.flatnonzero((ink > 0.1).any(axis=0))
    if not len(rows):
        return ink
    return np.pad(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], margin)
