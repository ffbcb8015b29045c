"""The order in which lines of writing are read, also on a page that is turned.

::

    how the lines themselves sink  ──►  rows, as level as that says  ──►  how neighbours sink  ──►  rows
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import Box, around
from inkread.ink.rank import middle

Values = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]


def reading_order(groups: list[list[int]], boxes: list[Box]) -> list[list[int]]:
    """The ``groups`` of indices into ``boxes``, each a line of writing, row by row and from left to right."""
    frames = [around(boxes[i] for i in group) for group in groups]
    sides = np.array([(frame.x, frame.y, frame.w, frame.h) for frame in frames], np.float64)
    x, y, high = sides[:, 0] + sides[:, 2] / 2, sides[:, 1] + sides[:, 3] / 2, sides[:, 3]
    tilt = _rise([(boxes[group[0]], boxes[group[-1]]) for group in groups])
    for _ in range(2):
        tilt += _tilt(x, y - tilt * x, sides)
    level = y - tilt * x
    left = np.argsort(level, kind="stable")
    ordered: list[int] = []
    while len(left):
        first = left[0]
        in_row = np.abs(level[left] - level[first]) <= high[first] / 2
        ordered += sorted(left[in_row].tolist(), key=lambda i: frames[i].x)
        left = left[~in_row]
    return [groups[i] for i in ordered]


def _rise(ends: list[tuple[Box, Box]]) -> float:
    """How far lines of writing sink for each pixel to the right: the middle slope between their two ends.

    Two short lines tell nothing: 0.
    """
    boxes = np.array([[(box.x + box.w / 2, box.y + box.h / 2) for box in pair] for pair in ends])
    runs, drops = (boxes[:, 1] - boxes[:, 0]).T
    long = runs > 0
    return middle(drops[long] / runs[long], runs[long]) if np.count_nonzero(long) > 2 else 0.0


def _tilt(x: Values, level: Values, sides: Values) -> float:
    """The same between the lines: the middle slope from each to the next in its row, 0 without rows."""
    lines, nexts = _links(level, sides)
    runs = x[nexts] - x[lines]
    return middle((level[nexts] - level[lines]) / runs, runs) if len(lines) else 0.0


def _links(level: Values, sides: Values) -> tuple[Whole, Whole]:
    """The lines that have another to their right in their row, and the next one there, as indices."""
    gaps = sides[:, 0] - (sides[:, 0] + sides[:, 2])[:, None]
    high = sides[:, 3]
    beside = (gaps > 0) & (np.abs(level - level[:, None]) <= np.minimum(high, high[:, None]) / 2)
    (lines,) = np.nonzero(beside.any(axis=1))
    return lines, np.where(beside, gaps, np.inf)[lines].argmin(axis=1)
