"""Digits and other characters as pen strokes: shapes that MNIST's American writers seldom drew.

A character is a list of strokes and a stroke a list of (x, y) points in a unit box, y down. ``draw`` bends,
slants and inks them. Digits have several ways of being written; characters that are not digits are put
together at random from lines, arcs, hooks and loops, the parts of most scripts.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
Random = np.random.Generator

_Way = tuple[tuple[bool, tuple[tuple[float, float], ...]], ...]
"""Strokes of one way to write a digit, each curved (through its points) or straight from point to point."""

SHAKE = 0.035
"""How far a digit's points wander from one writing to the next, as a share of its height."""

THINNEST, THICKEST = 0.04, 0.2
"""The width of pens, fine to marker, as a share of the height; as many in each octave."""

_ROUND = True
_STRAIGHT = False

WAYS: dict[int, tuple[_Way, ...]] = {
    0: (
        ((_ROUND, ((0.5, 0), (0.05, 0.3), (0.05, 0.7), (0.5, 1), (0.95, 0.7), (0.95, 0.3), (0.5, 0))),),
        ((_ROUND, ((0.6, 0.02), (0.1, 0.25), (0.1, 0.8), (0.55, 1), (0.95, 0.6), (0.85, 0.15),
                   (0.45, 0.05))),),
        ((_ROUND, ((0.5, 0.06), (0.1, 0.25), (0.08, 0.7), (0.5, 1), (0.92, 0.7), (0.9, 0.3), (0.62, 0.02),
                   (0.35, 0.12), (0.5, 0.25))),),
        ((_ROUND, ((0.42, 0.02), (0.05, 0.35), (0.1, 0.8), (0.5, 1), (0.9, 0.75), (0.95, 0.3),
                   (0.62, 0.0))),),
        ((_ROUND, ((0.5, 0), (0.05, 0.3), (0.05, 0.7), (0.5, 1), (0.95, 0.7), (0.95, 0.3), (0.5, 0))),
         (_STRAIGHT, ((0.1, 0.9), (0.9, 0.1)))),
    ),
    1: (
        ((_STRAIGHT, ((0.5, 0), (0.5, 1))),),
        ((_STRAIGHT, ((0.1, 0.3), (0.55, 0), (0.55, 1))),),
        ((_STRAIGHT, ((0.0, 0.55), (0.6, 0), (0.6, 1))),),
        ((_STRAIGHT, ((0.15, 0.25), (0.5, 0), (0.5, 1))), (_STRAIGHT, ((0.1, 1), (0.9, 1)))),
        ((_STRAIGHT, ((0.05, 0.45), (0.5, 0), (0.5, 1))), (_STRAIGHT, ((0.2, 1), (0.85, 1)))),
        ((_ROUND, ((0.2, 0.28), (0.45, 0.15), (0.55, 0), (0.5, 0.5), (0.45, 1))),),
        ((_STRAIGHT, ((0.0, 0.45), (0.5, 0), (0.5, 1), (0.15, 0.98), (0.9, 0.98))),),
        ((_STRAIGHT, ((0.1, 0.38), (0.62, 0), (0.45, 1))),),
        ((_STRAIGHT, ((0.2, 0.2), (0.5, 0), (0.5, 1))), (_STRAIGHT, ((0.0, 1), (1.0, 1)))),
    ),
    2: (
        ((_ROUND, ((0.08, 0.25), (0.3, 0.02), (0.75, 0.05), (0.85, 0.35), (0.5, 0.7), (0.05, 1))),
         (_STRAIGHT, ((0.05, 1), (0.95, 0.98)))),
        ((_ROUND, ((0.1, 0.2), (0.5, 0), (0.88, 0.25), (0.6, 0.65), (0.15, 0.95), (0.05, 0.85), (0.25, 0.78),
                   (0.6, 0.95), (0.98, 0.92))),),
        ((_STRAIGHT, ((0.1, 0.05), (0.85, 0.03), (0.08, 0.98), (0.95, 0.97))),),
        ((_ROUND, ((0.1, 0.22), (0.45, 0), (0.85, 0.2), (0.7, 0.6), (0.2, 1), (0.0, 0.85), (0.2, 0.68),
                   (0.5, 0.88), (0.98, 1))),),
        ((_ROUND, ((0.2, 0.35), (0.1, 0.15), (0.5, 0), (0.9, 0.25), (0.5, 0.7), (0.1, 0.98))),
         (_ROUND, ((0.1, 0.98), (0.4, 0.88), (0.7, 1), (0.98, 0.9)))),
    ),
    3: (
        ((_ROUND, ((0.1, 0.12), (0.5, 0), (0.88, 0.2), (0.7, 0.42), (0.4, 0.48))),
         (_ROUND, ((0.4, 0.48), (0.8, 0.55), (0.92, 0.78), (0.5, 1), (0.05, 0.88)))),
        ((_STRAIGHT, ((0.1, 0.03), (0.85, 0.02), (0.42, 0.42))),
         (_ROUND, ((0.42, 0.42), (0.85, 0.52), (0.92, 0.78), (0.5, 1), (0.05, 0.9)))),
        ((_ROUND, ((0.08, 0.2), (0.4, 0), (0.85, 0.15), (0.75, 0.4), (0.35, 0.5), (0.45, 0.42), (0.85, 0.6),
                   (0.85, 0.88), (0.4, 1), (0.05, 0.85))),),
        ((_ROUND, ((0.4, 0.3), (0.2, 0.15), (0.5, 0), (0.8, 0.18), (0.5, 0.45), (0.9, 0.68), (0.5, 1),
                   (0.02, 0.85))),),
    ),
    4: (
        ((_STRAIGHT, ((0.25, 0.02), (0.1, 0.58), (0.95, 0.55))), (_STRAIGHT, ((0.7, 0.2), (0.65, 1)))),
        ((_STRAIGHT, ((0.7, 1), (0.7, 0.02), (0.05, 0.68), (0.98, 0.68))),),
        ((_STRAIGHT, ((0.35, 0), (0.05, 0.62), (0.95, 0.62))), (_STRAIGHT, ((0.65, 0.35), (0.65, 1)))),
        ((_ROUND, ((0.1, 0.02), (0.08, 0.4), (0.4, 0.52), (0.85, 0.42))),
         (_STRAIGHT, ((0.88, 0), (0.82, 1)))),
        ((_STRAIGHT, ((0.62, 1), (0.62, 0), (0.02, 0.6), (0.55, 0.6), (0.95, 0.6))),),
        ((_ROUND, ((0.15, 0), (0.05, 0.45), (0.3, 0.55), (0.75, 0.5))), (_STRAIGHT, ((0.8, 0), (0.75, 1)))),
        ((_STRAIGHT, ((0.5, 0), (0.0, 0.75), (1.0, 0.72))), (_STRAIGHT, ((0.72, 0.45), (0.68, 1)))),
    ),
    5: (
        ((_STRAIGHT, ((0.2, 0.03), (0.15, 0.45))),
         (_ROUND, ((0.15, 0.45), (0.5, 0.38), (0.9, 0.6), (0.75, 0.92), (0.4, 1), (0.05, 0.92))),
         (_STRAIGHT, ((0.2, 0.03), (0.9, 0.0)))),
        ((_ROUND, ((0.9, 0.03), (0.3, 0.05), (0.18, 0.42), (0.7, 0.48), (0.9, 0.72), (0.5, 1),
                   (0.05, 0.9))),),
        ((_STRAIGHT, ((0.85, 0.02), (0.2, 0.02), (0.15, 0.42))),
         (_ROUND, ((0.15, 0.42), (0.6, 0.36), (0.92, 0.68), (0.55, 0.98), (0.05, 0.95)))),
        ((_ROUND, ((0.92, 0.05), (0.55, 0.02), (0.25, 0.15), (0.3, 0.4), (0.75, 0.55), (0.85, 0.82),
                   (0.45, 1), (0.05, 0.9))),),
        ((_STRAIGHT, ((0.22, 0.12), (0.18, 0.48))),
         (_ROUND, ((0.18, 0.48), (0.6, 0.42), (0.85, 0.7), (0.6, 0.98), (0.1, 0.95))),
         (_STRAIGHT, ((0.35, 0.02), (1.0, 0.0)))),
    ),
    6: (
        ((_ROUND, ((0.75, 0), (0.3, 0.3), (0.08, 0.7), (0.35, 1), (0.85, 0.85), (0.8, 0.58), (0.4, 0.55),
                   (0.1, 0.72))),),
        ((_STRAIGHT, ((0.8, 0), (0.2, 0.58))),
         (_ROUND, ((0.2, 0.58), (0.1, 0.85), (0.5, 1), (0.9, 0.8), (0.6, 0.55), (0.15, 0.68)))),
        ((_ROUND, ((0.6, 0), (0.2, 0.4), (0.1, 0.75), (0.4, 1), (0.8, 0.85), (0.75, 0.62), (0.4, 0.62))),),
        ((_ROUND, ((0.9, 0.1), (0.6, 0), (0.2, 0.3), (0.08, 0.75), (0.5, 1), (0.9, 0.78), (0.55, 0.52),
                   (0.12, 0.7))),),
        ((_ROUND, ((0.8, 0.2), (0.65, 0.02), (0.3, 0.15), (0.08, 0.65), (0.4, 1), (0.9, 0.8), (0.7, 0.52),
                   (0.2, 0.55))),),
    ),
    7: (
        ((_STRAIGHT, ((0.05, 0.03), (0.92, 0.02), (0.4, 1))),),
        ((_STRAIGHT, ((0.05, 0.03), (0.92, 0.02), (0.4, 1))), (_STRAIGHT, ((0.25, 0.5), (0.9, 0.48)))),
        ((_STRAIGHT, ((0.05, 0.18), (0.08, 0.02), (0.92, 0.02), (0.4, 1))),
         (_STRAIGHT, ((0.3, 0.52), (0.88, 0.5)))),
        ((_ROUND, ((0.02, 0.1), (0.3, 0.03), (0.6, 0.1), (0.95, 0.02), (0.6, 0.45), (0.45, 1))),),
        ((_STRAIGHT, ((0.05, 0.2), (0.05, 0.02), (0.9, 0.02), (0.5, 1))),),
        ((_ROUND, ((0.05, 0.15), (0.08, 0.02), (0.5, 0.1), (0.95, 0.02), (0.6, 0.5), (0.45, 1))),
         (_STRAIGHT, ((0.25, 0.52), (0.85, 0.48)))),
        ((_STRAIGHT, ((0.0, 0.06), (0.95, 0.0), (0.75, 0.4), (0.55, 1))),),
        ((_STRAIGHT, ((0.0, 0.03), (0.9, 0.03), (0.3, 1))), (_STRAIGHT, ((0.1, 0.6), (0.95, 0.42)))),
    ),
    8: (
        ((_ROUND, ((0.85, 0.12), (0.45, 0), (0.12, 0.2), (0.45, 0.45), (0.88, 0.75), (0.5, 1), (0.1, 0.8),
                   (0.5, 0.5), (0.85, 0.12))),),
        ((_ROUND, ((0.5, 0.45), (0.15, 0.22), (0.5, 0), (0.85, 0.22), (0.5, 0.45))),
         (_ROUND, ((0.5, 0.45), (0.05, 0.75), (0.5, 1), (0.95, 0.75), (0.5, 0.45)))),
    ),
    9: (
        ((_ROUND, ((0.88, 0.25), (0.5, 0), (0.1, 0.22), (0.35, 0.5), (0.8, 0.4), (0.88, 0.15))),
         (_STRAIGHT, ((0.88, 0.15), (0.78, 1)))),
        ((_ROUND, ((0.85, 0.15), (0.4, 0), (0.1, 0.28), (0.45, 0.52), (0.85, 0.2), (0.85, 0.7), (0.6, 1),
                   (0.15, 0.9))),),
        ((_ROUND, ((0.8, 0.1), (0.35, 0.02), (0.1, 0.3), (0.5, 0.48), (0.85, 0.1), (0.7, 0.6), (0.4, 1))),),
        ((_ROUND, ((0.8, 0.2), (0.45, 0), (0.1, 0.25), (0.4, 0.5), (0.82, 0.25), (0.85, 0.75), (0.5, 1),
                   (0.1, 0.85), (0.2, 0.78))),),
        ((_ROUND, ((0.7, 0.05), (0.2, 0.05), (0.1, 0.35), (0.5, 0.48), (0.8, 0.3))),
         (_STRAIGHT, ((0.85, 0.0), (0.8, 1)))),
        ((_ROUND, ((0.82, 0.05), (0.4, 0.0), (0.12, 0.3), (0.45, 0.5), (0.85, 0.08))),
         (_STRAIGHT, ((0.85, 0.02), (0.5, 1)))),
    ),
}  # fmt: skip


def draw_digit(digit: int, random: Random, height_px: int) -> Ink:
    """A digit drawn in one of its ways, about ``height_px`` high: ``(H, W) float32`` ink with a margin."""
    way = WAYS[digit][random.integers(len(WAYS[digit]))]
    wide = random.uniform(0.3, 0.6) if digit == 1 else random.uniform(0.4, 0.95)
    shaky = [(curved, _moved(np.array(points), random)) for curved, points in way]
    strokes = [smooth(points) if curved else points for curved, points in shaky]
    return draw(strokes, random, height_px, wide=wide, bend=0.03)


def _moved(points: Points, random: Random) -> Points:
    """The points each a little elsewhere, the ends apart or together as they were."""
    moved = points + random.normal(0, SHAKE, points.shape)
    if np.array_equal(points[0], points[-1]):
        moved[-1] = moved[0]
    return np.asarray(moved)


def draw_character(random: Random, height_px: int) -> Ink:
    """A made-up character of two to four parts that is, but for rare accidents, no digit."""
    parts = [_part(random) for _ in range(random.integers(2, 5))]
    for before, after in pairwise(parts):
        if random.random() < 0.6:  # as in most scripts, a stroke begins on one before it
            np.add(after, before[random.integers(len(before))] - after[0], out=after)
    return draw(parts, random, height_px, wide=random.uniform(0.5, 1.4), bend=0.02)


def draw_scribble(random: Random, height_px: int) -> Ink:
    """A knot of one long stroke."""
    points = np.cumsum(random.normal(0, 0.35, (random.integers(8, 25), 2)), axis=0)
    points -= points.mean(axis=0) * random.uniform(0, 1)
    return draw([smooth(points)], random, height_px, wide=random.uniform(0.5, 2), bend=0)


def draw(
    strokes: list[Points],
    random: Random,
    height_px: int,
    *,
    wide: float,
    bend: float,
    thickest: float = THICKEST,
) -> Ink:
    """Strokes slanted, trembled by ``bend`` of the height and inked with one pen; ``wide`` is the aspect."""
    slant = random.normal(0.05, 0.18)
    turn = random.normal(0, 0.06)
    shape = np.array([[wide * np.cos(turn), -slant - np.sin(turn)], [wide * np.sin(turn), np.cos(turn)]])
    placed = [(stroke + random.normal(0, bend, (1, 2))) @ shape.T for stroke in strokes]
    placed = [stroke + _tremble(len(stroke), bend, random) for stroke in placed]
    low, high = np.min([s.min(0) for s in placed], axis=0), np.max([s.max(0) for s in placed], axis=0)
    scale = height_px / max(high[1] - low[1], (high[0] - low[0]) / 1.5, 0.2)
    pen_px = height_px * float(np.exp(random.uniform(np.log(THINNEST), np.log(thickest))))
    margin = int(1.5 * pen_px) + 3
    size = np.ceil((high - low) * scale).astype(int) + 2 * margin
    sheet = np.zeros((size[1], size[0]), np.uint8)
    for stroke in placed:
        fixed = np.rint(((stroke - low) * scale + margin) * 16).astype(np.int32)
        cv2.polylines(sheet, [fixed], False, 255, max(round(pen_px), 2), cv2.LINE_AA, shift=4)
    return sheet.astype(np.float32) / 255


def smooth(points: Points, each: int = 8) -> Points:
    """A curve through ``(n, 2)`` points, ``each`` points from one to the next (Catmull & Rom 1974)."""
    if len(points) < 3:
        return points
    p = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, 1, each, endpoint=False)[:, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(np.concatenate([curve.reshape(-1, 2), points[-1:]]))


def _tremble(n: int, bend: float, random: Random) -> Points:
    """A slow wander along a stroke of ``n`` points."""
    nodes = random.normal(0, bend, (4, 2))
    at = np.linspace(0, 3, n)
    return np.stack([np.interp(at, np.arange(4), nodes[:, axis]) for axis in range(2)], axis=1)


def _part(random: Random) -> Points:
    """A line, corner, arc, hook, wave or loop within a unit box."""
    start, length = random.integers(0, 3, 2) / 2, random.uniform(0.4, 1.1)
    angle = random.choice(8) * np.pi / 4 + random.normal(0, 0.1)
    kind = random.integers(6)
    t = np.linspace(0, 1, 14)
    if kind == 0:
        local = np.stack([t, 0 * t], axis=1)
    elif kind == 1:
        local = np.array([[0, 0], [0.6, 0], [0.6, 0.6]])
    elif kind in (2, 3):
        sweep = random.uniform(2, 5.5)
        local = np.stack([np.sin(sweep * t), 1 - np.cos(sweep * t)], axis=1) * 0.4
    elif kind == 4:
        local = np.stack([t, 0.2 * np.sin(t * random.uniform(4, 12))], axis=1)
    else:
        local = np.stack([t + 0.4 * np.sin(7 * t), 0.3 * np.cos(7 * t)], axis=1)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(start + length * local @ turned.T)
