"""Where the labels of an overlay stand: in the picture, off the digits and off one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkread.core import Box

STEPS = 4
"""A label slides along its number in so many steps."""


def places(
    numbers: Sequence[Box], labels: Sequence[tuple[int, int]], inks: Sequence[Box], width: int, height: int
) -> list[Box]:
    """A place for the label of each of ``numbers`` on a sheet, which is at least as large as any label.

    ``labels`` are widths and heights, ``inks`` the boxes not to be covered, all in pixels. Each number in
    turn takes the first free place of those above, below and beside it; where none is, the least covered.
    """
    taken = np.zeros((len(inks) + len(numbers), 4), np.int64)
    taken[: len(inks)] = np.array([(ink.x, ink.y, ink.right, ink.bottom) for ink in inks]).reshape(-1, 4)
    chosen = []
    for n_taken, (number, (w, h)) in enumerate(zip(numbers, labels, strict=True), len(inks)):
        spots = _spots(number, w, h)
        spots = np.clip(spots, 0, (width - w, height - h))
        x, y = spots[np.argmin(_covered(spots, w, h, taken[:n_taken]))].tolist()
        chosen.append(Box(x, y, w, h))
        taken[n_taken] = x, y, x + w, y + h
    return chosen


def _spots(number: Box, w: int, h: int) -> np.ndarray:
    """``(n, 2)`` corners of a label of that size, the best first::

    1 2 3 …             above, from the left end of the number to its right end
    7 number 8          below likewise; then to its right and to its left
    4 5 6 …
    """
    slides = np.linspace(number.x, number.right - w, STEPS).round().astype(int)
    beside = [(number.right + 1, number.y), (number.x - w - 1, number.y)]
    return np.array(
        [(x, y) for y in (number.y - h, number.bottom) for x in slides]
        + [(x, y + lower) for lower in (0, number.h - h) for x, y in beside]
    )


def _covered(spots: np.ndarray, w: int, h: int, taken: np.ndarray) -> np.ndarray:
    """How many pixels of ``taken``, ``(m, 4)`` edges, a label at each of ``spots`` would cover."""
    first, last = spots.min(axis=0), spots.max(axis=0) + np.array([w, h])
    # On a full page hardly any of them is near.
    taken = taken[((taken[:, :2] < last) & (taken[:, 2:] > first)).all(axis=1)]
    near, far = spots[:, None], spots[:, None] + (w, h)
    sides = np.minimum(far, taken[None, :, 2:]) - np.maximum(near, taken[None, :, :2])
    return np.asarray(np.clip(sides, 0, None).prod(axis=2).sum(axis=1))
