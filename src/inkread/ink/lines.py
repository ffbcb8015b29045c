"""Ruled lines, boxes and cell borders: found as long thin runs, removed without cutting the digits.

::

      ███                ███
        █                  █        a line is erased column by column, but only where the ink
    ────█─────    →        █        is no thicker than the line itself: where a stroke crosses
       █                  █         it, the stroke is left whole
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]
Points = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

STEEPEST = 0.36
"""Lines rise by at most this for each pixel along them (20 degrees)."""

MOST_FRAGMENTS = 80
"""Only the longest pieces of possible lines are looked at: bounded work on any picture."""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A line found: ``y = polynomial(x)`` for ``start <= x < stop``, ``thickness`` pixels thick."""

    polynomial: npt.NDArray[np.float64]
    start: int
    stop: int
    thickness: float

    def rows(self, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """The line's middle in each of ``columns``."""
        return np.asarray(np.polyval(self.polynomial, columns), dtype=np.float64)

    @property
    def slope(self) -> float:
        """Pixels down for each pixel to the right, from end to end."""
        ends = np.array([self.start, max(self.stop - 1, self.start + 1)])
        first, last = self.rows(ends)
        return float((last - first) / (ends[1] - ends[0]))


def find_lines(ink: Ink, shortest_px: float, thickest_px: float) -> list[Line]:
    """The horizontal lines, to 20 degrees, of at least ``shortest_px`` and at most ``thickest_px`` thick.

    Takes ``(H, W)`` ink; hand it ``ink.T`` to find vertical ones. A line may be crossed by strokes
    and have gaps, but ink must cover 80% of its length.
    """
    mask = (ink >= 0.5).astype(np.uint8)
    found: list[Line] = []
    if not mask.any():
        return found
    # Thin lines first: among thicker runs the strokes that cross a line would hang on to it.
    pieces = [
        piece
        for share in (0.25, 0.5, 1.0)
        for piece in _fragments(mask, shortest_px, max(share * thickest_px, 2.0))
    ]
    for columns, rows in pieces:
        if any(_covers(line, columns, rows) for line in found):
            continue
        line = _followed(mask, columns, rows, thickest_px)
        if line is not None and line.stop - line.start >= shortest_px and abs(line.slope) <= STEEPEST:
            found.append(line)
    return found


def erase_lines(ink: Ink, lines: list[Line], contrast: Ink | None = None) -> Ink:
    """The ink without ``lines``; where a stroke crosses or touches one, the stroke stays whole.

    With the map of ``contrast``, also where it is a third above the line's own: a stroke written along
    the line.
    """
    erased = ink.copy()
    mask = ink >= 0.2
    for line in lines:
        columns = np.arange(line.start, line.stop)
        top, bottom = _runs(mask, columns, line)
        thin = (bottom > top) & ((bottom - top) <= 1.5 * line.thickness + 2)
        if contrast is not None and thin.any():
            level = contrast[np.clip(np.rint(line.rows(columns)).astype(int), 0, len(ink) - 1), columns]
            thin &= level <= 1.35 * float(np.median(level[thin])) + 0.03
        for x, first, stop in zip(columns[thin], top[thin], bottom[thin], strict=True):
            erased[first:stop, x] = 0
    return _without_remains(erased, lines)


def _without_remains(ink: Ink, lines: list[Line]) -> Ink:
    """The ink without what is left of ``lines``: flat bits that lie along them."""
    if not lines:
        return ink
    mask = (ink > 0).astype(np.uint8)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    remains = np.zeros(len(stats), np.bool_)
    for line in lines:
        away = np.abs(np.polyval(line.polynomial, centres[:, 0]) - centres[:, 1])
        beside = (centres[:, 0] >= line.start - 1) & (centres[:, 0] <= line.stop)
        flat = (stats[:, cv2.CC_STAT_HEIGHT] <= 2 * line.thickness + 1) & (
            stats[:, cv2.CC_STAT_WIDTH] <= 8 * line.thickness + 4
        )
        remains |= beside & flat & (away <= 2 * line.thickness + 1)
    remains[0] = False
    return np.where(remains[labels], 0, ink).astype(np.float32)


def _fragments(mask: Mask, shortest_px: float, thickest_px: float) -> list[Points]:
    """Columns and rows of the pieces that are thin and much longer than thick, longest first."""
    tall = np.ones((int(thickest_px) + 2, 1), np.uint8)
    # Ink just outside the picture counts as paper, so that a border at the edge is as thin as it looks.
    padded = cv2.copyMakeBorder(mask, 1, 1, 0, 0, cv2.BORDER_CONSTANT, value=0)
    thick = cv2.morphologyEx(padded, cv2.MORPH_OPEN, tall, borderType=cv2.BORDER_CONSTANT, borderValue=0)[
        1:-1
    ]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.where(thick > 0, 0, mask).astype(np.uint8), connectivity=8
    )
    widths = stats[:, cv2.CC_STAT_WIDTH].copy()
    widths[0] = 0
    order = np.argsort(-widths, kind="stable")[:MOST_FRAGMENTS]
    pieces: list[Points] = []
    for label in order:
        x, y, w, h, area = (int(value) for value in stats[label])
        if widths[label] < max(0.25 * shortest_px, 6):
            break
        if area > w * thickest_px or h > STEEPEST * w + 2 * thickest_px:
            continue
        rows, columns = np.nonzero(labels[y : y + h, x : x + w] == label)
        pieces.append((columns.astype(np.int64) + x, rows.astype(np.int64) + y))
    return pieces


def _covers(line: Line, columns: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> bool:
    """Whether a fragment lies on a line that is known already."""
    inside = (columns >= line.start) & (columns < line.stop)
    near = np.abs(line.rows(columns) - rows) <= line.thickness + 1
    return bool((inside & near).mean() > 0.7)


def _followed(
    mask: Mask, columns: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], thickest_px: float
) -> Line | None:
    """The line through a fragment, followed to both sides for as long as there is ink on it."""
    width = mask.shape[1]
    thickness = len(rows) / max(len(np.unique(columns)), 1)
    start, stop = int(columns.min()), int(columns.max()) + 1
    for _ in range(6):
        degree = 2 if stop - start > 40 * thickness else 1
        polynomial = np.polyfit(columns, rows, degree)
        line = Line(polynomial, start, stop, thickness)
        reach = np.arange(max(start - (stop - start), 0), min(stop + (stop - start), width))
        on = _on(mask, line, reach)
        gap = int(max(0.15 * (stop - start), 4 * thickness, 8))
        new_start, new_stop = _extent(on, reach, start, stop, gap)
        if (new_start, new_stop) == (start, stop):
            break
        start, stop = new_start, new_stop
        columns, rows = _support(mask, line, start, stop)
        if len(columns) < 4:
            return None
    line = _measured(mask, Line(polynomial, start, stop, thickness), thickest_px)
    covered = float(_on(mask, line, np.arange(start, stop)).mean())
    straight = float(np.median(np.abs(line.rows(columns) - rows))) <= 0.6 * line.thickness + 1
    return line if covered >= 0.8 and straight and line.thickness <= thickest_px else None


def _measured(mask: Mask, line: Line, thickest_px: float) -> Line:
    """The line with the thickness that its ink has where no stroke crosses it, and through its middle."""
    columns = np.arange(line.start, line.stop)
    top, bottom = _runs(mask > 0, columns, Line(line.polynomial, line.start, line.stop, thickest_px))
    alone = (bottom > top) & (bottom - top <= thickest_px)
    if alone.sum() < 0.3 * len(columns):
        return line
    thickness = float(np.median((bottom - top)[alone]))
    middles = (top + bottom - 1)[alone] / 2
    usual = np.abs((bottom - top)[alone] - thickness) <= 0.5 * thickness + 1
    polynomial = np.polyfit(columns[alone][usual], middles[usual], len(line.polynomial) - 1)
    return Line(polynomial, line.start, line.stop, thickness)


def _on(mask: Mask, line: Line, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """In which columns there is ink within a pixel of the line's middle."""
    rows = np.rint(line.rows(columns)).astype(np.int64)
    inside = (rows >= 0) & (rows < mask.shape[0])
    rows = np.clip(rows, 1, max(mask.shape[0] - 2, 1))
    near = (
        mask[np.minimum(rows - 1, mask.shape[0] - 1), columns]
        | mask[np.minimum(rows, mask.shape[0] - 1), columns]
    )
    near = near | mask[np.minimum(rows + 1, mask.shape[0] - 1), columns]
    return np.asarray(inside & (near > 0), dtype=np.bool_)


def _extent(
    on: npt.NDArray[np.bool_], reach: npt.NDArray[np.int64], start: int, stop: int, gap: int
) -> tuple[int, int]:
    """The stretch around ``start … stop`` in which no gap is longer than ``gap`` columns."""
    first, last = start - int(reach[0]), stop - int(reach[0])
    left = first
    for x in range(first - 1, -1, -1):
        if on[x]:
            left = x
        elif left - x > gap:
            break
    right = last
    for x in range(last, len(on)):
        if on[x]:
            right = x + 1
        elif x - right >= gap:
            break
    return left + int(reach[0]), right + int(reach[0])


def _support(mask: Mask, line: Line, start: int, stop: int) -> tuple[npt.NDArray[np.int64], ...]:
    """The pixels of the line's own ink: thin runs around its middle."""
    columns = np.arange(start, stop)
    top, bottom = _runs(mask > 0, columns, line)
    thin = (bottom > top) & ((bottom - top) <= 1.5 * line.thickness + 2)
    middle = (top[thin] + bottom[thin] - 1) / 2
    return columns[thin], middle.astype(np.int64) if not thin.any() else np.rint(middle).astype(np.int64)


def _runs(
    mask: npt.NDArray[np.bool_], columns: npt.NDArray[np.int64], line: Line
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First and one past the last row of the vertical run of ink on the line, for each column."""
    height = mask.shape[0]
    reach = int(2 * line.thickness) + 4
    rows = np.clip(np.rint(line.rows(columns)).astype(np.int64), 0, height - 1)
    grid = rows[:, None] + np.arange(-reach, reach + 1)[None, :]
    window = mask[np.clip(grid, 0, height - 1), columns[:, None]] & (grid >= 0) & (grid < height)
    middle = _nearest_ink(window, reach)
    present = window[np.arange(len(columns)), middle]
    places = np.arange(window.shape[1])[None, :]
    paper_above = np.where(~window & (places < middle[:, None]), places, -1).max(axis=1)
    paper_below = np.where(~window & (places > middle[:, None]), places, window.shape[1]).min(axis=1)
    up, down = middle - paper_above, paper_below - middle
    centre = rows - reach + middle
    top = np.where(present, centre - up + 1, centre)
    return np.maximum(top, 0), np.where(present, np.minimum(centre + down, height), top)


def _nearest_ink(window: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.int64]:
    """In each row the ink nearest to the middle, at most 2 pixels away."""
    best = np.full(len(window), reach, dtype=np.int64)
    for offset in (2, -2, 1, -1, 0):
        best = np.where(window[:, reach + offset], reach + offset, best)
    return best
