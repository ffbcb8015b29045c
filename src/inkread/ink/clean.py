"""From a sheet of ink to its lines of writing: ruled lines, specks and neighbours gone, set straight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box, around
from inkread.ink.handy import handy
from inkread.ink.page import rows_of_page, unruled_page
from inkread.ink.paper import without_dark
from inkread.ink.pieces import Pieces, pieces_of
from inkread.ink.rank import middle
from inkread.ink.ruling import unruled
from inkread.ink.segment import (
    MOST_RISE,
    Components,
    among,
    components,
    digit_height,
    means_of,
)
from inkread.ink.separators import slashes
from inkread.ink.skew import lean, points, skew, upright

Ink = npt.NDArray[np.float32]

MOST_LINES = 250
"""Lines of writing on one page at most; of more, the tallest."""

MOST_PARTS = 120
"""Components of one line of writing at most; of more, the largest."""

MOST_ON_PAGE = 8_000
"""Components of all lines of one page at most; of more, those of the tallest lines."""

TALLEST_PX = 120
"""Lines of writing with taller digits are reduced to this: bounded work, and no loss at 28 pixels."""

SMALLEST_DIGIT_PX = 7
"""Lines of writing whose tallest part is lower than this are not read."""

FAINTEST = 0.4
"""Components with less than this share of the writing's contrast are no writing."""

LEVEL, UPRIGHT = 0.02, 0.15
"""Lines of a smaller slope, and strokes of a smaller lean, stay: setting straight blurs a little."""

LEAN_TAKEN = 0.7
"""The share of their lean by which strokes are set upright."""

SPECK, SPECK_AREA = 0.15, 0.004
"""Specks are smaller both ways than the first, in heights of a digit, or have less ink than the second, in
squares of it."""

LOW_SPECK, CUT_OFF = 0.12, 0.45
"""Where all is one line, what is smaller both ways than the first, in heights of a digit, is a speck, and
what the upper or lower edge cuts off and is lower than the second belongs to a neighbouring line."""

WIDE, HIGH = (0.45, 0.95), 0.6
"""One component that is so wide and at least so high, in heights of a digit, is one digit or two."""

WIDEST, LOWEST = 1.35, 0.45
"""Digits and letters are at most as wide as the first and higher than the second, in heights of a digit."""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A line of writing in pieces, set straight, and the 2×3 matrix from there back to the sheet."""

    pieces: Pieces
    back: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """A line of writing set straight: its ``ink``, its components ``parts`` and which of them count."""

    ink: Ink
    parts: Components
    members: list[int]
    height_px: float
    back: npt.NDArray[np.float64]

    def cut(self, whole: frozenset[int] = frozenset()) -> Line:
        """The row in pieces; the components in ``whole`` are left in one."""
        pieces = pieces_of(self.ink, self.parts, self.members, height_px=self.height_px, whole=whole)
        return Line(pieces, self.back)

    def doubtful(self) -> list[int]:
        """The components that are as large as a digit, but might be two."""
        least, most, high = (share * self.height_px for share in (*WIDE, HIGH))
        boxes = [(i, self.parts.boxes[i]) for i in self.members]
        return [i for i, box in boxes if least < box.w < most and box.h > high]

    def characters(self) -> list[int]:
        """The components that are about as large as a digit or a letter, the doubtful among them."""
        boxes = [(i, self.parts.boxes[i]) for i in self.members]
        most, least = WIDEST * self.height_px, LOWEST * self.height_px
        return [i for i, box in boxes if box.w < most and box.h > least]

    def alone(self, index: int) -> Ink:
        """The ink of one component in its box, with a margin of one pixel for its grey edge."""
        box = self.parts.boxes[index]
        window = slice(max(box.y - 1, 0), box.bottom + 1), slice(max(box.x - 1, 0), box.right + 1)
        labels = self.parts.labels[window]
        own = (labels == index + 1).view(np.uint8)
        kept = cv2.dilate(own, _SQUARE) & (own | (labels == 0).view(np.uint8))
        return np.asarray(cv2.copyTo(self.ink[window], kept), np.float32)


_SQUARE = np.ones((3, 3), np.uint8)
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


def writing(ink: Ink, contrast: Ink | None = None, *, one_line: bool) -> list[Row]:
    """The lines of writing on a sheet; with ``one_line`` at most one, which holds everything."""
    if one_line:
        clean, found, uprights = unruled(without_dark(ink), contrast, one_line=True)
    else:
        clean, found, uprights = unruled_page(ink, contrast)
    if contrast is not None:
        found = _without_ghosts(found, contrast)
    if not found.boxes:
        return []
    groups = [_main_row(found, clean.shape)] if one_line else rows_of_page(found, uprights)
    groups = [group for group in groups if max(found.boxes[i].h for i in group) >= SMALLEST_DIGIT_PX]
    tallest = sorted(groups, key=lambda group: -max(found.boxes[i].h for i in group))[:MOST_LINES]
    total = np.cumsum([min(len(group), MOST_PARTS) for group in tallest])
    tallest = tallest[: max(int(np.searchsorted(total, MOST_ON_PAGE, side="right")), 1)]
    rows = [row for group in groups if group in tallest for row in _straight(clean, found, group)]
    return [part for row in rows for part in _parted(row, one_line=one_line)]


def _without_ghosts(found: Components, contrast: Ink) -> Components:
    """Without what is much fainter than the rest: the back of the sheet, erased pencil, stains."""
    if not found.boxes:
        return found
    areas = np.array(found.areas)
    own = means_of(found.labels, contrast, areas)
    return found.only(np.flatnonzero(own >= FAINTEST * middle(own, areas)).tolist())


def _main_row(found: Components, shape: tuple[int, ...]) -> list[int]:
    """The components of the one line in the picture, from left to right, without neighbours' remains."""
    boxes = found.boxes
    tall = digit_height(boxes)
    kept = []
    for index, box in enumerate(boxes):
        at_edge = box.y <= 0 or box.bottom >= shape[0]
        if max(box.w, box.h) < LOW_SPECK * tall:
            continue
        if at_edge and box.h < CUT_OFF * tall:
            continue
        kept.append(index)
    return sorted(kept or [0], key=lambda i: boxes[i].x + boxes[i].w / 2)


def _straight(ink: Ink, found: Components, group: list[int]) -> list[Row]:
    """The group's own ink, set straight, at a handy size."""
    alone, x, y = _alone(ink, found, group)
    tall = max(digit_height([found.boxes[i] for i in group]), len(alone) / MOST_RISE)
    alone, across, down = handy(alone, tall, TALLEST_PX)
    inked = points(alone)
    slope = skew(inked)
    slope = slope if abs(slope) >= LEVEL else 0.0
    leaning = lean(points(upright(alone, slope, 0.0)[0]) if slope else inked)
    leaning = 0.0 if abs(leaning) < UPRIGHT else leaning * LEAN_TAKEN
    back = np.eye(2, 3)
    if slope or leaning:
        alone, back = upright(alone, slope, leaning)
    back = back * np.array([[across], [down]]) + np.array([[0.0, 0.0, x], [0.0, 0.0, y]])
    parts = components(alone, smallest_px=3)
    if not parts.boxes:
        return []
    height = digit_height(parts.boxes)
    members = [i for i, box in enumerate(parts.boxes) if _counts(box, parts.areas[i], height)]
    members = members[:MOST_PARTS]  # components come the largest first
    members.sort(key=lambda i: parts.boxes[i].x + parts.boxes[i].w / 2)
    return [Row(alone, parts, members, height, back)] if members else []


def _parted(row: Row, *, one_line: bool) -> list[Row]:
    """The rows between the slashes of a row; with ``one_line`` the row without them."""
    between = slashes(row.parts, row.members, row.height_px)
    if not between:
        return [row]
    if one_line:
        return [replace(row, members=[i for i in row.members if i not in between])]
    groups: list[list[int]] = [[]]
    for index in row.members:
        if index in between:
            groups.append([])
        else:
            groups[-1].append(index)
    return [replace(row, members=group) for group in groups if group]


def _alone(ink: Ink, found: Components, group: list[int]) -> tuple[Ink, int, int]:
    """The ink of a group in its own window, and where that begins."""
    frame = around(found.boxes[i] for i in group)
    pad = 2
    x, y = max(frame.x - pad, 0), max(frame.y - pad, 0)
    window = slice(y, frame.bottom + pad), slice(x, frame.right + pad)
    own = among(found.labels[window], group)
    # One pixel more, for the grey edges of the strokes.
    grown = own.view(np.uint8).copy()
    grown[1:-1, 1:-1] = cv2.dilate(own.view(np.uint8), _CROSS)[1:-1, 1:-1]
    return np.asarray(cv2.copyTo(ink[window], grown), np.float32), x, y


def _counts(box: Box, area: int, height_px: float) -> bool:
    """Whether a component is more than a speck beside digits of this height."""
    return max(box.w, box.h) >= SPECK * height_px and area >= SPECK_AREA * height_px**2
