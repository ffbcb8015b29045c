"""What the reader's front end leaves beside a line and takes out of it: rests of rules, gaps, specks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Random = np.random.Generator


@dataclass(frozen=True, eq=False)
class Sheet:
    """``ink (H, W) float32`` of a line and how high its digits are in pixels."""

    ink: Ink
    height_px: float


def dirty(sheet: Sheet, random: Random) -> Sheet:
    """The sheet with some dirt, in place: each kind now and then."""
    for change, share in _CHANGES:
        if random.random() < share:
            change(sheet.ink, sheet.height_px, random)
    return sheet


def _ruled(ink: Ink, height_px: float, random: Random) -> None:
    """Pieces of a ruled line through or under the digits."""
    high, wide = ink.shape
    pen = max(round(height_px * random.uniform(0.02, 0.07)), 1)
    at = int(np.clip(random.uniform(0.5, 1.0) * high, 0, high - pen))
    for _ in range(random.integers(1, 5)):
        start, length = int(random.uniform(0, wide)), int(height_px * random.uniform(0.1, 1.2))
        lean = int(random.integers(-1, 2))
        row = int(np.clip(at + lean, 0, high - pen))
        ink[row : row + pen, start : start + length] = random.uniform(0.5, 1)


def _unruled(ink: Ink, height_px: float, random: Random) -> None:
    """The gap where a ruled line was taken out, here and there wider than the line."""
    high = ink.shape[0]
    pen = max(round(height_px * random.uniform(0.02, 0.08)), 1)
    at = int(random.uniform(0.2, 0.85) * (high - pen))
    left = random.uniform(0, 0.4) if random.random() < 0.5 else 0.0
    start = int(random.uniform(-0.5, 0.7) * ink.shape[1])
    ink[at : at + pen, max(start, 0) : start + int(random.uniform(0.3, 1.5) * ink.shape[1])] *= left


def _specks(ink: Ink, height_px: float, random: Random) -> None:
    high, wide = ink.shape
    for _ in range(random.integers(1, 5)):
        x, y = int(random.uniform(0, wide)), int(random.uniform(0, high))
        cv2.circle(ink, (x, y), max(int(height_px * random.uniform(0.02, 0.08)), 1), 1.0, -1)


def _bordered(ink: Ink, height_px: float, random: Random) -> None:
    """What is left of a frame at the left, the right or both ends: much taller than a 1, or much shorter.

    A rest as high as the digits would teach that a number's first 1 may be a border.
    """
    high, wide = ink.shape
    pen = max(round(height_px * random.uniform(0.02, 0.07)), 1)
    whole = high >= 1.4 * height_px and random.random() < 0.5
    length = high if whole else int(random.uniform(0.1, 0.35) * height_px)
    top = 0 if whole else int(random.uniform(0, high - length))
    for x in ((0,), (wide - pen,), (0, wide - pen))[random.integers(3)]:
        ink[top : top + length, x : x + pen] = 1


def _worn(ink: Ink, height_px: float, random: Random) -> None:
    """Ink missing in a few spots."""
    high, wide = ink.shape
    for _ in range(random.integers(1, 4)):
        x, y = int(random.uniform(0, wide)), int(random.uniform(0, high))
        axes = (
            max(int(height_px * random.uniform(0.02, 0.1)), 1),
            max(int(height_px * random.uniform(0.02, 0.1)), 1),
        )
        cv2.ellipse(ink, (x, y), axes, 0, 0, 360, random.uniform(0, 0.4), -1)


_CHANGES = ((_ruled, 0.15), (_unruled, 0.15), (_specks, 0.12), (_bordered, 0.05), (_worn, 0.08))
