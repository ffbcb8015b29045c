"""Pages that nobody should send: as much to look at as fits on them, and nothing, or too much, to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import numpy.typing as npt

Page = npt.NDArray[np.uint8]
SIDE = 2000


def pages() -> Iterator[tuple[str, Page]]:
    """Every kind by its name; drawn when it is asked for, for some are large."""
    for name, draw in KINDS.items():
        yield name, draw()


def blocks(size_px: int, density: float) -> Page:
    """Squares of this size, thrown at random."""
    count = SIDE // size_px
    dark = np.random.default_rng(0).random((count, count)) < density
    levels = np.where(dark, 0, 255).astype(np.uint8)
    return np.asarray(np.kron(levels, np.ones((size_px, size_px), np.uint8)), dtype=np.uint8)


def noise(levels: int) -> Page:
    """Every pixel at random one of so many levels of grey."""
    values = np.random.default_rng(0).integers(0, levels, (SIDE, SIDE), dtype=np.int64)
    return np.asarray(values * (255 // (levels - 1)), dtype=np.uint8)


def checkers(size_px: int) -> Page:
    """A chequered board with squares of this size."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] // size_px
    return np.asarray((x + y) % 2 * 255, dtype=np.uint8)


def hatching(gap_px: int, pen_px: int, *, crossed: bool) -> Page:
    """Slanting lines, crossed by others or not."""
    page = _blank()
    for at in range(-SIDE, 2 * SIDE, gap_px):
        cv2.line(page, (at, 0), (at + SIDE // 3, SIDE), (0,), pen_px, cv2.LINE_AA)
        if crossed:
            cv2.line(page, (0, at), (SIDE, at + SIDE // 3), (0,), pen_px, cv2.LINE_AA)
    return page


def ruled(gap_px: int, *, squared: bool) -> Page:
    """Line paper of 20 megapixels, as from a phone's camera, a little turned."""
    high, wide = 5200, 3900
    page = np.full((high, wide), 240, np.uint8)
    for y in range(gap_px, high, gap_px):
        cv2.line(page, (0, y), (wide, y + high // 60), (90,), 5, cv2.LINE_AA)
    for x in range(gap_px, wide if squared else 0, gap_px):
        cv2.line(page, (x, 0), (x - wide // 60, high), (90,), 5, cv2.LINE_AA)
    return page


def scribble() -> Page:
    """Four hundred long zigzags over each other."""
    page, random = _blank(), np.random.default_rng(0)
    for _ in range(400):
        cv2.polylines(page, [random.integers(0, SIDE, (12, 2)).astype(np.int32)], False, (0,), 3, cv2.LINE_AA)
    return page


def rings() -> Page:
    """Three thousand rings that touch: one component with thousands of holes."""
    page, random = _blank(), np.random.default_rng(0)
    for _ in range(3000):
        x, y = random.integers(0, SIDE, 2)
        cv2.circle(page, (int(x), int(y)), int(random.integers(4, 25)), (0,), 2)
    return page


def blobs() -> Page:
    """Half of the page in winding shapes without end."""
    field = np.random.default_rng(0).standard_normal((SIDE, SIDE)).astype(np.float32)
    return np.where(cv2.GaussianBlur(field, (0, 0), 6) > 0, 255, 0).astype(np.uint8)


def teeth() -> Page:
    """Rules with thousands of upright strokes that hang from them."""
    page = _blank()
    for y in range(20, SIDE - 60, 60):
        cv2.line(page, (10, y), (SIDE - 10, y), (0,), 2)
        for x in range(15, SIDE - 10, 9):
            cv2.line(page, (x, y), (x, y + 40), (0,), 2)
    return page


def marks(high: int) -> Page:
    """Rows of crooked marks, each as large as a digit of ``high`` pixels and none of them one."""
    page, random = _blank(), np.random.default_rng(0)
    for y in range(8, SIDE - 2 * high, int(1.4 * high)):
        for x in range(8, SIDE - 2 * high, int(1.1 * high)):
            ends = random.integers(0, high, (6, 2)) * (0.9, 1) + (x, y)
            cv2.polylines(page, [ends.astype(np.int32)], False, (0,), 1, cv2.LINE_AA)
    return page


def _blank() -> Page:
    return np.full((SIDE, SIDE), 255, np.uint8)


KINDS: dict[str, Callable[[], Page]] = {
    "80,000 specks": lambda: blocks(1, 0.02),
    "blocks of 3 px": lambda: blocks(3, 0.12),
    "blocks of 9 px": lambda: blocks(9, 0.2),
    "noise": lambda: noise(256),
    "black and white noise": lambda: noise(2),
    "checkers of 1 px": lambda: checkers(1),
    "checkers of 16 px": lambda: checkers(16),
    "checkers of 60 px": lambda: checkers(60),
    "hatching": lambda: hatching(12, 3, crossed=False),
    "wide cross hatching": lambda: hatching(40, 8, crossed=True),
    "line paper, 20 megapixels": lambda: ruled(150, squared=False),
    "squared paper, 20 megapixels": lambda: ruled(60, squared=True),
    "scribble": scribble,
    "3,000 rings": rings,
    "blobs": blobs,
    "teeth": teeth,
    "crooked marks of 9 px": lambda: marks(9),
    "crooked marks of 16 px": lambda: marks(16),
    "crooked marks of 40 px": lambda: marks(40),
}
