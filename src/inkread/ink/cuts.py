"""Where touching digits may be cut: the paths from top to bottom that cross the least ink.

::

     ████|████      a path goes down one row at a time, at most one column aside; it pays for
     █  █|█  █      the ink it crosses, and a little for every step aside
     ████|████
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Costs = npt.NDArray[np.float32]

ASIDE = 0.06
"""A step aside costs as much as this many pixels of ink."""

DEAREST = 4.5
"""Cuts through more ink than this many widths of a stroke are not proposed."""


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """``columns[y]`` is the first column to the right of the cut; ``cost`` the ink it crosses, in strokes."""

    columns: npt.NDArray[np.int64]
    cost: float


def find_cuts(mask: npt.NDArray[np.bool_], height_px: float, stroke_px: float, most: int = 24) -> list[Cut]:
    """The best places to cut one component, from left to right, at least a tenth of a digit apart.

    Takes the component's ``(H, W) bool`` mask on the sheet; paths run over the whole sheet's height.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, left = int(rows[0]), int(columns[0])
    box = mask[top : rows[-1] + 1, left : columns[-1] + 1].astype(np.float32)
    down, up = _cheapest(box)
    through = down + up - box
    spacing = max(0.1 * height_px, 2.0)
    margin = max(0.12 * height_px, 2.0)
    found: list[Cut] = []
    ways = down.tolist(), up.tolist()
    for x, y in _valleys(through, spacing, margin):
        path = _path(*ways, x, y)
        crossed = float(box[np.arange(len(path)), path].sum()) / stroke_px
        apart = all(int(np.abs(path - cut.columns).sum()) / len(path) >= spacing for cut in found)
        if apart and crossed <= DEAREST:
            found.append(Cut(path, crossed))
        if len(found) == most:
            break
    found.sort(key=lambda cut: float(cut.columns.mean()))
    return [_on_sheet(cut, mask.shape[0], top, left) for cut in found]


def _cheapest(cost: Costs) -> tuple[Costs, Costs]:
    """The least cost of a path to each pixel, itself included: from the top row, and from the bottom row."""
    height, width = cost.shape
    # Both ways at once, between two columns that cost too much to step into.
    total = np.full((height, 2, width + 2), np.inf, np.float32)
    total[:, 0, 1:-1], total[:, 1, 1:-1] = cost, cost[::-1]
    for y in range(1, height):
        above = total[y - 1]
        aside = np.minimum(above[:, :-2], above[:, 2:]) + np.float32(ASIDE)
        total[y, :, 1:-1] += np.minimum(above[:, 1:-1], aside)
    return total[:, 0, 1:-1], total[::-1, 1, 1:-1]


def _valleys(through: Costs, spacing: float, margin: float) -> list[tuple[int, int]]:
    """Columns and rows where a path costs less than through its neighbours, cheapest first."""
    height, width = through.shape
    found = []
    for y in sorted({int(0.5 * height), int(0.25 * height), int(0.75 * height)}):
        row = through[y]
        reach = max(int(spacing / 2), 1)
        padded = np.pad(row, reach, constant_values=np.inf)
        lowest = np.min([padded[i : i + width] for i in range(2 * reach + 1)], axis=0)
        flat = np.flatnonzero(row <= lowest + 1e-6)
        for run in np.split(flat, np.flatnonzero(np.diff(flat) > 1) + 1):
            x = int(run[len(run) // 2])
            if margin <= x <= width - margin:
                found.append((float(row[x]), x, y))
    return [(x, y) for _, x, y in sorted(found)]


def _path(down: list[list[float]], up: list[list[float]], x: int, y: int) -> npt.NDArray[np.int64]:
    """The cheapest path through ``(x, y)``: followed up through ``down`` and down through ``up``."""
    path = [x] * len(down)
    for row in range(y - 1, -1, -1):
        path[row] = _step(down[row], path[row + 1])
    for row in range(y + 1, len(down)):
        path[row] = _step(up[row], path[row - 1])
    return np.array(path, dtype=np.int64)


def _step(costs: list[float], x: int) -> int:
    best, lowest = x, costs[x]
    if x > 0 and costs[x - 1] + ASIDE < lowest:
        best, lowest = x - 1, costs[x - 1] + ASIDE
    if x + 1 < len(costs) and costs[x + 1] + ASIDE < lowest:
        best = x + 1
    return best


def _on_sheet(cut: Cut, height: int, top: int, left: int) -> Cut:
    """The cut in the sheet's own columns, carried straight on above and below the component."""
    rows = np.clip(np.arange(height) - top, 0, len(cut.columns) - 1)
    return Cut(cut.columns[rows] + left, cut.cost)
