"""Digits that more strokes make into none, and the characters that come nearest to a digit.

::

     .-|-.      a 5 or 4 with     .--.      a ring with     . .     dots over     o    a dot over
     '-|-.      more strokes    --(  )--    tails or        .-.     a ring        |    a stem
     --|-'                        './'\\    bars            '-'                   |

What people do to their own digits stays a digit (crossed 7, slashed 0, a 1 with flag and foot): 0, 1, 2 and 7
get no stroke here, and a ring never one tail only, which is a 6 or a 9.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.normalise import stroke_width
from inkread.training.scene_parts import trim
from inkread.training.scene_strokes import draw
from inkread.training.scene_writing import THICKEST, ring

Ink = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
Random = np.random.Generator

TURNS = {3: (45, 135), 4: (0, 45, 135), 5: (45, 135), 6: (0, 90, 135), 8: (0, 45, 90, 135), 9: (0, 90, 135)}
"""Which way strokes lie across which digit, in degrees; a 3 with an upright one is a B, a 4 has its own."""

THIN_PX = 2.8
"""Only digits with strokes up to so wide are written over: others come out as blots."""

NEW = 0.7
"""So much of a stroke lies where there was no ink."""

ENLARGED = 3
"""Strokes are added at so many times the digit's size."""


def takes_strokes(ink: Ink, digit: int) -> bool:
    """Whether nobody writes the digit with one stroke more, and its own are thin."""
    return digit in TURNS and stroke_width(ink) < THIN_PX


def overdrawn(ink: Ink, digit: int, random: Random) -> Ink:
    """``ink (H, W) float32`` of a digit of ``TURNS`` with one or two long strokes more of its own pen."""
    whole = trim(ink, 2)
    large = np.asarray(
        cv2.resize(whole, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC), np.float32
    )
    high, wide = large.shape
    sheet = np.pad(np.clip(large, 0, 1), high // 3)
    pen = max(round(stroke_width(large) * random.uniform(0.8, 1.1)), 2)
    turns = TURNS[digit]
    wanted, drawn = int(random.integers(1, 3)), 0
    while drawn < wanted:
        middle = high // 3 + np.array([wide, high]) * random.uniform(0.3, 0.7, 2)
        turn = np.radians(turns[random.integers(len(turns))] + random.normal(0, 8))
        line = _line(sheet.shape, middle, turn, high * random.uniform(1.2, 1.6), pen)
        if (sheet[line > 0.5] < 0.5).mean() > NEW:
            sheet, drawn = np.maximum(sheet, line), drawn + 1
    return sheet


def _line(shape: tuple[int, ...], middle: Points, turn: float, long: float, pen: int) -> Ink:
    sheet = np.zeros(shape, np.uint8)
    reach = np.array([np.cos(turn), -np.sin(turn)]) * long / 2
    ends = np.rint(np.array([middle - reach, middle + reach]) * 16).astype(np.int32)
    cv2.polylines(sheet, [ends], False, 255, pen, cv2.LINE_AA, shift=4)
    return np.divide(sheet, 255, dtype=np.float32)


def draw_ringed(random: Random, height_px: int) -> Ink:
    """A ring with two to four tails, or with bars across: ``(H, W) float32`` ink."""
    strokes = _tailed(random) if random.random() < 0.7 else _barred(random)
    return draw(strokes, random, height_px, wide=random.uniform(0.75, 1.1), bend=0.02, thickest=THICKEST)


def draw_dotted(random: Random, height_px: int) -> Ink:
    """A ring below bars or dots, or a stem with a dot: what is a digit where the dot is lost."""
    strokes = _hatted(random) if random.random() < 0.6 else _stem(random)
    return draw(strokes, random, height_px, wide=random.uniform(0.75, 1.1), bend=0.01, thickest=THICKEST)


def in_parts(ink: Ink) -> bool:
    """Whether the ink ``(H, W)`` has two parts at least, the second no speck."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((ink > 0.2).astype(np.uint8), connectivity=8)
    areas = np.sort(stats[1:, cv2.CC_STAT_AREA])
    return len(areas) > 1 and bool(areas[-2] > 0.04 * areas.sum())


def _tailed(random: Random) -> list[Points]:
    """Two tails, left and right, or more at any side; two upright ones may be the slash of a 0."""
    count = int(random.integers(2, 5))
    turns = np.arange(count) * 2 * np.pi / count + random.uniform(-0.8, 0.8)
    turns = turns + random.normal(0, 0.15, count)
    aims = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return [ring((0, 0), 0.3, 0.3), *(np.stack([0.3 * aim, aim * random.uniform(0.6, 0.9)]) for aim in aims)]


def _barred(random: Random) -> list[Points]:
    """A level bar through the middle and beyond, and often an upright one."""
    level, x = random.normal(0, 0.05, 2)
    bars = [np.array([(-0.75, level), (0.75, level)])]
    if random.random() < 0.6:
        bars.append(np.array([(x, -0.75), (x, 0.75)]))
    return [ring((0, 0), 0.4, 0.35), *bars]


def _hatted(random: Random) -> list[Points]:
    """A ring below two dots, two bars, or a bar and a dot."""
    kind, below = random.integers(3), ring((0, 0.2), 0.35, 0.3)
    bar = np.array([(-0.45, -0.35), (0.45, -0.35 + random.normal(0, 0.03))])
    if kind == 0:
        return [below, *(np.array([(x, -0.4), (x + 0.03, -0.5)]) for x in (-0.2, 0.2))]
    if kind == 1:
        return [below, bar, bar * (0.6, 1) - (0, 0.3)]
    return [below, bar, np.array([(0, -0.75), (0.02, -0.6)])]


def _stem(random: Random) -> list[Points]:
    """A stem, straight or hooked, with a dot well above or below it."""
    gap, hook = random.uniform(0.35, 0.5), random.uniform(0, 0.35)
    stem = np.array([(0, 0), (0, 0.7), (hook * random.choice([-1, 1]), 0.8)])
    dot = np.array([(0, -gap), (random.uniform(0, 0.08), -gap + 0.08)])
    return [stem, dot]
