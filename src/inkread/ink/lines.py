"""Ruled lines, boxes' sides and cell borders: found as long thin runs of ink.

::

    ▄▄▄ ▄█▄▄▄ ▄▄▄     thin pieces that are much longer than thick are followed to both sides, over
         █            strokes that cross them and over gaps, for as long as there is ink

``inkread.ink.erase`` takes them away.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.ruled import Ruled, fitted, measured, runs, within
from inkread.ink.segment import labelled

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]
Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

STEEPEST = 0.36
"""Lines rise by at most this for each pixel along them (20 degrees)."""

LARGE = 1_000_000
"""Masks of more pixels are searched at half their size, and what is found is measured on the whole."""

COVERED = 0.8
"""The share of a line's length that has ink."""

FOLLOWED = 0.7
"""A line is followed no farther than this share of the way has ink."""

MOST_FRAGMENTS = 200
"""Only the longest pieces of possible lines are looked at: bounded work on any picture."""


def find_lines(ink: Ink, shortest_px: float, thickest_px: float, *, meshed: bool = False) -> list[Ruled]:
    """The horizontal lines, to 20 degrees, of at least ``shortest_px`` and at most ``thickest_px`` thick.

    Takes ``(H, W)`` ink; hand it ``ink.T`` to find vertical ones. A line may be crossed by strokes
    and have gaps, but ink must cover 80% of its length. On ``meshed`` sheets many lines cross it.
    """
    if covered(ink) < COVERED * shortest_px:
        return []
    mask = _inked(ink)
    if mask.size < LARGE or thickest_px < 6:
        return _found(mask, shortest_px, thickest_px, meshed=meshed)
    size = mask.shape[1] // 2, mask.shape[0] // 2
    # A line one pixel thick fills half of the pixels that it lies in.
    half = (cv2.resize(mask * np.uint8(255), size, interpolation=cv2.INTER_AREA) >= 102).view(np.uint8)
    lines = [line.doubled() for line in _found(half, shortest_px / 2, thickest_px / 2 + 0.5, meshed=meshed)]
    lines = [measured(mask.view(np.bool_), line, thickest_px) for line in lines]
    return [line for line in lines if line.thickness <= thickest_px]


def _found(mask: Mask, shortest_px: float, thickest_px: float, *, meshed: bool) -> list[Ruled]:
    found: list[Ruled] = []
    # A line's ink may lie beside its middle by a pixel.
    near = np.asarray(cv2.dilate(mask, np.ones((3, 1), np.uint8)), dtype=np.uint8)
    # Thin lines first: among thicker runs the strokes that cross a line would hang on to it.
    for thickness in sorted({max(int(share * thickest_px), 2) for share in (0.25, 0.5, 1.0)}):
        for columns, rows, thick in _fragments(mask, shortest_px, thickness, meshed=meshed):
            if _is_known(found, columns, rows):
                continue
            line = _followed(mask, near, fitted(columns, rows, thick))
            if line is None or line.length < shortest_px or abs(line.slope) > STEEPEST:
                continue
            line = measured(mask.view(np.bool_), line, thickest_px)
            straight = _on(near, line, np.arange(line.start, line.stop)).mean() >= COVERED
            if straight and line.thickness <= thickest_px:
                found.append(line)
    return found


def _inked(ink: Ink) -> Mask:
    """Where there is ink; OpenCV turns a mask round several times as fast as NumPy lays one out anew."""
    mask = (ink >= np.float32(0.5)).view(np.uint8)
    return mask if mask.flags.c_contiguous else np.asarray(cv2.transpose(mask.T), np.uint8)


def covered(ink: Ink) -> int:
    """In how many columns there is ink."""
    return int(np.count_nonzero(ink.max(axis=0, initial=0) >= np.float32(0.5)))


def _fragments(
    mask: Mask, shortest_px: float, thickest_px: int, *, meshed: bool
) -> list[tuple[Whole, Floats, float]]:
    """Columns, middles and thickness of the pieces that are thin and far longer than thick, longest first."""
    tall = np.ones((thickest_px + 2, 1), np.uint8)
    # Ink just outside the picture counts as paper, so that a border at the edge is as thin as it looks.
    padded = cv2.copyMakeBorder(mask, 1, 1, 0, 0, cv2.BORDER_CONSTANT, value=0)
    thick = cv2.morphologyEx(padded, cv2.MORPH_OPEN, tall, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    thin = cv2.subtract(mask, thick[1:-1])
    if meshed:
        # Where a line as thin crosses, the piece goes on.
        across = np.ones((1, 2 * thickest_px + 1), np.uint8)
        thin = cv2.bitwise_and(mask, cv2.morphologyEx(thin, cv2.MORPH_CLOSE, across))
    labels, stats, _ = labelled(np.asarray(thin, np.uint8))
    widths, heights, areas = (
        stats[:, cv2.CC_STAT_WIDTH],
        stats[:, cv2.CC_STAT_HEIGHT],
        stats[:, cv2.CC_STAT_AREA],
    )
    flat = (widths >= max(0.25 * shortest_px, 6)) & (areas <= widths * thickest_px)
    flat &= heights <= STEEPEST * widths + 2 * thickest_px
    flat[0] = False
    chosen = np.flatnonzero(flat)
    longest = chosen[np.argsort(-widths[chosen], kind="stable")[:MOST_FRAGMENTS]]
    return [_middles(np.asarray(labels), np.asarray(stats[label]), label) for label in longest.tolist()]


def _middles(
    labels: npt.NDArray[np.int32], stats: npt.NDArray[np.int32], label: int
) -> tuple[Whole, Floats, float]:
    """The columns of a piece, its middle row in each, and how many rows it has in each on average."""
    x, y, w, h, area = stats.tolist()
    own = (labels[y : y + h, x : x + w] == label).astype(np.float64)
    counts = own.sum(axis=0)
    columns = np.flatnonzero(counts)
    rows = (np.arange(h) @ own)[columns] / counts[columns] + y
    return columns + x, rows, area / len(columns)


def _is_known(found: list[Ruled], columns: Whole, rows: Floats) -> bool:
    """Whether a fragment lies on one of the lines that are known already."""
    middle = len(columns) // 2
    x, y = columns.item(middle), rows.item(middle)
    for line in found:  # there are thousands of fragments: a line that is far away must cost next to nothing
        curve = line.curve
        row = curve[0] + curve[1] * x if len(curve) == 2 else curve[0] + curve[1] * x + curve[2] * x**2
        if abs(row - y) <= 2 * line.thickness + 6 and _covers(line, columns, rows):
            return True
    return False


def _covers(line: Ruled, columns: Whole, rows: Floats) -> bool:
    """Whether most of a fragment lies on a line."""
    inside = (columns >= line.start) & (columns < line.stop)
    near = np.abs(line.rows(columns) - rows) <= line.thickness + 1
    return bool((inside & near).mean() > 0.7)


def _followed(mask: Mask, near: Mask, line: Ruled) -> Ruled | None:
    """The line, followed to both sides for as long as there is ink on it; None where it is none."""
    for _ in range(6):
        start, stop = _extent(near, line)
        if (start, stop) == (line.start, line.stop):
            break
        columns, middles = _support(mask, Ruled(line.curve, start, stop, line.thickness))
        if len(columns) < 4:
            return None
        curve = fitted(columns, middles, line.thickness).curve
        line = Ruled(curve, start, stop, line.thickness)
    return line


def _on(near: Mask, line: Ruled, columns: Whole) -> npt.NDArray[np.bool_]:
    """In which columns there is ink within a pixel of the line's middle."""
    rows = np.rint(line.rows(columns)).astype(np.int64)
    inside = within(rows, len(near))
    return np.asarray((inside == rows) & near.view(np.bool_)[inside, columns], dtype=np.bool_)


def _support(mask: Mask, line: Ruled) -> tuple[Whole, Floats]:
    """The columns and middles of the line's own ink: thin runs around its middle."""
    columns = np.arange(line.start, line.stop)
    top, bottom = runs(mask.view(np.bool_), columns, line, line.thickness)
    thin = (bottom > top) & ((bottom - top) <= 1.5 * line.thickness + 2)
    return columns[thin], (top + bottom - 1)[thin] / 2


def _extent(near: Mask, line: Ruled) -> tuple[int, int]:
    """The stretch around the line's own, at most thrice as long, in which no gap is too wide."""
    gap = int(max(0.15 * line.length, 4 * line.thickness, 8))
    first, last = max(line.start - line.length, 0), min(line.stop + line.length, near.shape[1])
    inked = np.flatnonzero(_on(near, line, np.arange(first, last))) + first
    left = _unbroken(line.start - inked[inked < line.start][::-1], gap)
    right = _unbroken(inked[inked >= line.stop] - line.stop + 1, gap)
    return line.start - left, line.stop + right


def _unbroken(away: Whole, gap: int) -> int:
    """The farthest of distances in rising order to which there is ink, and no leap of more than ``gap``."""
    if not len(away) or away[0] > gap:
        return 0
    leaps = (away[1:] - away[:-1] > gap).nonzero()[0]
    near = away[: leaps[0] + 1] if len(leaps) else away
    inked = near[np.arange(1, len(near) + 1) >= FOLLOWED * near]
    return int(inked[-1]) if len(inked) else 0
