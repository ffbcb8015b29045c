"""What else people write on a page of numbers: parts of words, signs, signatures, doodles, as pen strokes.

::

    letters, shorthand of ``scene_letters`` ──► side by side, joined or apart ──► part of a word
    points that run to the right and back   ──► a curve through them          ──► part of a signature
    signs, shorthand                        ──► £ & → a star, a heart, a face …

Signs that people write like a digit (``|``, ``/``, ``(``, a ``?`` whose dot is lost) are left out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from inkread.training.scene_letters import CAPITALS, SMALL, strokes_of
from inkread.training.scene_strokes import draw, smooth

Ink = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
Random = np.random.Generator

SIGNS = (
    "~71503235371909 0999 1565", "~82501205296997 0464 0666", "~82512344765817 4049", "3019 8069 0393 0696",
    "~9923406216296894", "~6443355664658693501005153979",
    "~2042240220 ~7597795775 8019", "053990", "0595 629568", "0595 320538", "295089039329",
    "5059 1298 1892", "~591502204153 ~599592806153", "~508195885918051150 3334 6364 ~265776",
    "~508195885918051150 3334 6364 ~275577", "0595 5152 5859", "0393 5056 0999", "0393 0696 7029",
    "~0324436493 ~0627466596", "900599", "095099", "~0624436595", "0090990900 254990",
    "0090990900 0099 0990", "0393 0696", "1199 1991",
    "1019 ~10507054 1454",
)  # fmt: skip
"""£ € $ # & @ % ✓ → ← ★ * ♥ ☺ ☹ ÷ ± ≠ ≈ < ^ ~, ticked and crossed boxes, =, ×, and a flag."""

THICKEST = 0.1
"""The widest pen as a share of the height: what has many strokes is a blot with a marker."""

X_HEIGHT = (0.5, 0.75)
"""How high small letters are beside capitals."""


def draw_word_part(random: Random, height_px: int) -> Ink:
    """Two or three letters of a word, joined or apart, as one piece or neighbours: ``(H, W) float32`` ink."""
    small, count = random.uniform(*X_HEIGHT), int(random.integers(2, 4))
    alphabets = [CAPITALS if random.random() < 0.2 else SMALL for _ in range(count)]
    joined, gap = random.random() < 0.5, random.uniform(-0.05, 0.2)
    strokes: list[Points] = []
    x = 0.0
    for alphabet in alphabets:
        high = 1.0 if alphabet is CAPITALS else small
        letter = [_placed(stroke, x, high) for stroke in strokes_of(alphabet[random.integers(len(alphabet))])]
        if joined and strokes:
            strokes.append(_link(strokes[-1][-1], letter[0][0]))
        strokes += letter
        x = max(float(stroke[:, 0].max()) for stroke in letter) + gap
    return draw(strokes, random, height_px, wide=random.uniform(0.7, 1.1), bend=0.02, thickest=THICKEST)


def _placed(stroke: Points, x: float, high: float) -> Points:
    """A letter's stroke on the line that all stand on, from ``x`` to the right."""
    return np.asarray(stroke * (0.7 * high, high) + (x, 1 - high))


def _link(end: Points, start: Points) -> Points:
    """A curve from the end of one letter to the start of the next, hanging as in joined writing."""
    return smooth(np.array([end, (end + start) / 2 + (0, 0.12), start]))


def draw_signature(random: Random, height_px: int) -> Ink:
    """A part of a signature: ups and downs that run to the right, with loops where they turn back."""
    n = int(random.integers(6, 14))
    across = np.cumsum(random.uniform(-0.2, 0.5, n))
    across *= random.uniform(1.2, 3) / np.ptp(across)
    down = random.uniform(0.05, 0.6, n) * np.where(np.arange(n) % 2, 1, -1)
    down[: int(random.integers(1, 4))] *= 2
    strokes = [smooth(np.stack([across, down], axis=1))]
    if random.random() < 0.3:  # underlined, as many are
        strokes.append(smooth(np.array([(across.min(), 0.7), (across.mean(), 0.6), (across.max(), 0.75)])))
    return draw(strokes, random, height_px, wide=random.uniform(0.6, 1.2), bend=0, thickest=THICKEST)


def draw_sign(random: Random, height_px: int) -> Ink:
    """One of ``SIGNS`` in somebody's hand."""
    strokes = strokes_of(SIGNS[random.integers(len(SIGNS))])
    return draw(strokes, random, height_px, wide=random.uniform(0.7, 1.2), bend=0.03, thickest=THICKEST)


def draw_doodle(random: Random, height_px: int) -> Ink:
    """A spiral, a zigzag, a wave, petals around a middle, or a star of many rays."""
    kind = DOODLES[random.integers(len(DOODLES))]
    return draw(kind(random), random, height_px, wide=random.uniform(0.8, 1.2), bend=0.02, thickest=THICKEST)


def ring(middle: tuple[float, float], wide: float, high: float) -> Points:
    """An ellipse around ``middle``, reaching so far each way: ``(30, 2)`` points, its end on its start."""
    t = np.linspace(0, 2 * np.pi, 30)
    return np.stack([middle[0] + wide * np.cos(t), middle[1] + high * np.sin(t)], axis=1)


def _spiral(random: Random) -> list[Points]:
    t = np.linspace(0, 2 * np.pi * random.uniform(2.2, 4), 60)
    turn = t * random.choice([-1, 1]) + random.uniform(0, 2 * np.pi)
    return [np.stack([np.cos(turn), np.sin(turn)], axis=1) * (0.05 + t[:, None] / t[-1])]


def _zigzag(random: Random) -> list[Points]:
    x = np.arange(int(random.integers(4, 9))) * random.uniform(0.25, 0.6)
    points = np.stack([x, np.arange(len(x)) % 2 + random.normal(0, 0.1, len(x))], axis=1)
    return [smooth(points) if random.random() < 0.5 else points]


def _petals(random: Random) -> list[Points]:
    t = np.linspace(0, 2 * np.pi, 90)
    reach = 1 + random.uniform(0.45, 0.95) * np.cos(int(random.integers(3, 7)) * t + random.uniform(0, 6))
    return [np.stack([np.cos(t), np.sin(t)], axis=1) * reach[:, None]]


def _rays(random: Random) -> list[Points]:
    count, inner = int(random.integers(5, 10)), random.choice([0.0, 0.45])
    turns = np.arange(count) * 2 * np.pi / count + random.uniform(0, 1)
    aims = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    rays = [np.stack([inner * aim, aim * random.uniform(0.8, 1.2)]) for aim in aims]
    return rays + ([ring((0, 0), 0.4, 0.4)] if inner else [])


DOODLES: tuple[Callable[[Random], list[Points]], ...] = (_spiral, _zigzag, _petals, _rays)
