"""Ink into connected components, and the lines of writing that they form.

::

    ink  →  components  →  lines of writing
    ██ █ ██    1 2 3          [1 2 3]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box, around
from inkread.ink.order import reading_order
from inkread.ink.rank import median

Ink = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int32]
Value = TypeVar("Value", bound=np.generic)

MOST_COMPONENTS = 1500
"""Of more components than this only the largest are kept: bounded work on a page of specks."""

SMALLEST_PX = 4
"""Components of the sheet that have fewer pixels are specks and left out."""

MOST_RISE = 4.5
"""A line of writing, however turned, is no more digits high than this."""

BAND = 128
"""Labels are looked up in bands of so many rows."""

STACKED = 1.6
"""Parts that all but touch are together at most so many times as high as a digit."""


@dataclass(frozen=True, eq=False, slots=True)
class Components:
    """Connected ink (8 neighbours). ``labels`` is ``(H, W) int32``, 0 is paper; ``boxes[i]`` and ``areas[i]``
    are of label ``i + 1``, the largest first."""

    labels: Labels
    boxes: list[Box]
    areas: list[int]

    def only(self, kept: list[int]) -> Components:
        """The components with these indices; the same object where these are all."""
        if kept == list(range(len(self.boxes))):
            return self
        renumber = np.zeros(len(self.boxes) + 1, np.int32)
        renumber[np.array(kept, np.int64) + 1] = np.arange(1, len(kept) + 1)
        return Components(
            of_parts(renumber, self.labels), [self.boxes[i] for i in kept], [self.areas[i] for i in kept]
        )


def labelled(mask: npt.NDArray[np.uint8]) -> tuple[Labels, npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Connected parts of ``(H, W)`` (8 neighbours): their labels, and OpenCV's statistics and centres.

    The first is the paper, a row and a column more of it where they are odd in number. The statistics take
    OpenCV's default algorithm three times as long as this one, and this one twice as long on odd sides.
    """
    height, width = mask.shape
    down, across, how = height % 2, width % 2, cv2.CCL_GRANA
    even = cv2.copyMakeBorder(mask, 0, down, 0, across, cv2.BORDER_CONSTANT) if down or across else mask
    _, labels, stats, centres = cv2.connectedComponentsWithStatsWithAlgorithm(even, 8, cv2.CV_32S, how)
    own = np.asarray(labels, np.int32)[:height, :width]
    return own, np.asarray(stats, np.int32), np.asarray(centres, np.float64)


def components(ink: Ink, smallest_px: int = 1) -> Components:
    """The connected ink of at least ``smallest_px`` pixels; ``ink >= 0.5`` counts."""
    labels, stats, _ = labelled((ink >= np.float32(0.5)).view(np.uint8))
    return largest(labels, stats, smallest_px)


def largest(labels: Labels, stats: npt.NDArray[np.int32], smallest_px: int) -> Components:
    """The components of at least ``smallest_px`` pixels, of ``labelled`` ink."""
    areas = stats[1:, cv2.CC_STAT_AREA]
    order = np.argsort(-areas, kind="stable")[:MOST_COMPONENTS]
    order = order[areas[order] >= smallest_px]
    renumber = np.zeros(len(stats), np.int32)
    renumber[order + 1] = np.arange(1, len(order) + 1)
    boxes = [Box(*sides) for sides in stats[order + 1, :4].tolist()]
    return Components(of_parts(renumber, labels), boxes, areas[order].tolist())


def of_parts(values: npt.NDArray[Value], labels: Labels) -> npt.NDArray[Value]:
    """``(H, W)``: for each pixel what ``values (n,)`` has for its label.

    In bands, as NumPy takes twice the room of what it looks up, and memory handed out anew takes time.
    """
    found = np.empty(labels.shape, values.dtype)
    for start in range(0, len(labels), BAND):
        rows = slice(start, start + BAND)
        values.take(labels[rows], out=found[rows], mode="clip")
    return found


def lines_of_writing(boxes: list[Box], parted: npt.NDArray[np.bool_] | None = None) -> list[list[int]]:
    """Which components stand in a row: lists of indices into ``boxes``, in reading order.

    Two belong together when they share at least 40% of the lower one's height and are no more than
    1.5 times the taller one's height apart, or when they all but touch; never those that
    are ``parted (n, n)``.
    """
    if not boxes:
        return []
    sides = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], dtype=np.float32)
    x0, y0, x1, y1 = sides.T
    heights = y1 - y0
    shared = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    apart = np.maximum(x0[:, None], x0) - np.minimum(x1[:, None], x1)
    # Most pairs of a page are too far apart for their sizes to matter.
    near = (apart <= 1.5 * heights.max()) & (shared > -0.15 * heights.max())
    ones, others = np.nonzero(near if parted is None else near & ~parted)
    shared, apart = shared[ones, others], apart[ones, others]
    lower, taller = np.minimum(heights[ones], heights[others]), np.maximum(heights[ones], heights[others])
    beside = (shared >= 0.4 * lower) & (apart <= 1.5 * taller) & (lower >= 0.3 * taller)
    close = (np.maximum(apart, -shared) <= 0.15 * taller) & (shared > -0.15 * taller)
    # Parts of one digit; two digits of two lines are higher together.
    together = np.maximum(y1[ones], y1[others]) - np.minimum(y0[ones], y0[others])
    close &= together <= STACKED * np.maximum(taller, digit_height(boxes))
    in_row, linked = np.zeros(near.shape, np.bool_), np.zeros(near.shape, np.bool_)
    in_row[ones, others], linked[ones, others] = beside, beside | close
    groups = []
    for group in _connected(linked):
        own = [boxes[i] for i in group]
        tall = digit_height(own)
        if around(own).h <= MOST_RISE * tall:
            groups.append(group)
            continue
        # Rows that specks between them hold together.
        large = [i for i in group if heights[i] >= 0.5 * tall]
        groups += [[large[i] for i in row] for row in _connected(in_row[np.ix_(large, large)])]
    middles = (x0 + x1).tolist()
    return reading_order([sorted(group, key=middles.__getitem__) for group in groups], boxes)


def digit_height(boxes: list[Box]) -> float:
    """The height of a line's digits in pixels: the upper middle of those that are not specks."""
    tallest = max(box.h for box in boxes)
    tall = sorted(box.h for box in boxes if box.h >= 0.4 * tallest)
    place = 0.6 * (len(tall) - 1)
    low = int(place)
    high = min(low + 1, len(tall) - 1)
    return tall[low] + (place - low) * (tall[high] - tall[low])


def edged(mask: npt.NDArray[np.uint8], pad: int) -> npt.NDArray[np.uint8]:
    """The mask ``(H, W)`` with ``pad`` empty pixels around it."""
    wider = cv2.copyMakeBorder(mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(wider, dtype=np.uint8)


def stroke_of(mask: npt.NDArray[np.bool_]) -> float:
    """The middle width in pixels of the strokes in ``mask``."""
    depth = cv2.distanceTransform(edged(mask.view(np.uint8), 1), cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth > 0)]
    return max(2 * median(ridge) - 1, 1.0) if ridge.size else 1.0


def _connected(linked: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Groups of indices that are linked, directly or through others: ``linked (n, n)`` is symmetric.

    Each index is looked at once, so a chain of a thousand takes no longer than a thousand pairs.
    """
    # A row as the bits of one whole number: to look at it takes a tenth of the time of an array.
    rows = [int.from_bytes(row, "little") for row in np.packbits(linked, axis=1, bitorder="little")]
    left = (1 << len(rows)) - 1
    groups = []
    while left:
        group = [_lowest(left)]
        left ^= 1 << group[0]
        for index in group:  # it grows meanwhile
            near = rows[index] & left
            left ^= near
            while near:
                group.append(_lowest(near))
                near ^= 1 << group[-1]
        groups.append(sorted(group))
    return groups


def _lowest(bits: int) -> int:
    """The place of the lowest bit that is set, of which there is one."""
    return (bits & -bits).bit_length() - 1


def means_of(labels: Labels, values: Ink, areas: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """``(n,)``: the mean of ``values (H, W)`` in each part, labelled from 1, of those with ``areas (n,)``."""
    inked = np.flatnonzero(labels > 0)  # places take half of the time of a mask
    sums = np.bincount(labels.ravel()[inked], values.ravel()[inked], minlength=len(areas) + 1)[1:]
    return np.asarray(sums / areas, np.float64)


def among(labels: Labels, members: list[int]) -> npt.NDArray[np.bool_]:
    """Where one of ``members``, of which there is one at least, is."""
    chosen = np.zeros(max(members) + 3, np.bool_)
    chosen[np.array(members) + 1] = True
    return chosen.take(labels, mode="clip")  # the last is of no member
