"""One ruled line: where it runs, how thick it is, and the ink that lies on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkread.ink.rank import quantile

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Ruled:
    """A line found: ``y = a + b·x (+ c·x²)`` for ``start <= x < stop``, ``thickness`` pixels thick.

    ``curve`` holds a, b and, for long lines, c.
    """

    curve: tuple[float, ...]
    start: int
    stop: int
    thickness: float

    def rows(self, columns: npt.NDArray[np.generic]) -> Floats:
        """The line's middle in each of ``columns``."""
        x = columns.astype(np.float64)
        rows = self.curve[1] * x + self.curve[0]
        return rows + self.curve[2] * x * x if len(self.curve) == 3 else rows

    def row(self, column: float) -> float:
        """The line's middle in one column."""
        return float(self.rows(np.array([column]))[0])

    @property
    def slope(self) -> float:
        """Pixels down for each pixel to the right, from end to end."""
        ends = np.array([self.start, max(self.stop - 1, self.start + 1)])
        first, last = self.rows(ends)
        return float((last - first) / (ends[1] - ends[0]))

    def doubled(self) -> Ruled:
        """The same line on a picture of twice the size."""
        a, b, c = (*self.curve, 0.0)[:3]
        # The middle of pixel x lies at 2x + 0.5.
        curve = (2 * a + 0.5 - b / 2 + c / 8, b - c / 2, c / 2)[: len(self.curve)]
        return Ruled(curve, 2 * self.start, 2 * self.stop, 2 * self.thickness)

    @property
    def ends(self) -> tuple[int, int]:
        """The first and the last column."""
        return self.start, self.stop - 1

    @property
    def length(self) -> int:
        """Columns from end to end."""
        return self.stop - self.start


def fitted(columns: Whole, rows: Floats, thickness: float) -> Ruled:
    """The line through points in order of their columns, by least squares; curved where it is long."""
    start, stop = int(columns[0]), int(columns[-1]) + 1
    middle, half = (start + stop - 1) / 2, max((stop - start) / 2, 1.0)
    u = (columns - middle) / half
    y = rows
    if stop - start <= 40 * thickness:
        mean_u, mean_y = float(u.sum()) / len(u), float(y.sum()) / len(y)
        spread = u - mean_u
        slope = float(spread @ (y - mean_y)) / max(float(spread @ spread), 1e-12) / half
        return Ruled((mean_y - slope * (mean_u * half + middle), slope), start, stop, thickness)
    terms = np.stack([np.ones_like(u), u, u * u])
    a, b, c = np.linalg.solve(terms @ terms.T + 1e-9 * np.eye(3), terms @ y)
    b, c = b / half, c / half**2
    curve = (float(a - b * middle + c * middle**2), float(b - 2 * c * middle), float(c))
    return Ruled(curve, start, stop, thickness)


def runs(mask: npt.NDArray[np.bool_], columns: Whole, line: Ruled, thickness: float) -> tuple[Whole, Whole]:
    """First and one past the last row of the vertical run of ink on the line, for each column.

    Runs are followed for twice ``thickness`` and 4 pixels from the line's middle; where there is no ink
    within 2 pixels of it, both rows are the same.
    """
    height = mask.shape[0]
    reach = int(2 * thickness) + 4
    rows = within(np.rint(line.rows(columns)).astype(np.int64), height)
    grid = rows + np.arange(-reach, reach + 1)[:, None]
    inside = within(grid, height)
    window = mask[inside, columns] & (inside == grid)
    middle = _nearest_ink(window, reach)
    places = np.arange(len(window), dtype=np.int32)[:, None]
    above = np.where(window | (places >= middle), np.int32(-1), places).max(axis=0)
    below = np.where(window | (places <= middle), np.int32(len(window)), places).min(axis=0)
    present = window[middle, np.arange(len(columns))]
    top = np.maximum(rows - reach + above + 1, 0)
    return top, np.where(present, np.minimum(rows - reach + below, height), top)


def within(rows: Whole, height: int) -> Whole:
    """The nearest rows of a picture of that height; ``np.clip`` takes three times as long for so few."""
    return np.minimum(np.maximum(rows, 0), height - 1)


def _nearest_ink(window: npt.NDArray[np.bool_], reach: int) -> Whole:
    """In each column the ink nearest to the middle, at most 2 pixels away."""
    best = np.full(window.shape[1], reach, dtype=np.int64)
    for offset in (2, -2, 1, -1, 0):
        best[window[reach + offset]] = reach + offset
    return best


def measured(mask: npt.NDArray[np.bool_], line: Ruled, thickest_px: float) -> Ruled:
    """The line with the thickness that its ink has where no stroke crosses it, and through its middle."""
    columns = np.arange(line.start, line.stop)
    top, bottom = runs(mask, columns, line, thickest_px)
    thick = bottom - top
    alone = (thick > 0) & (thick <= thickest_px)
    if np.count_nonzero(alone) < 0.3 * len(columns):
        return line
    thickness = quantile(thick[alone], 0.5)
    usual = alone & (np.abs(thick - thickness) <= 0.5 * thickness + 1)
    curve = fitted(columns[usual], (top + bottom - 1)[usual] / 2, thickness).curve
    return Ruled(curve, line.start, line.stop, thickness)
