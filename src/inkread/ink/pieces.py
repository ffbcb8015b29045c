"""A line of writing in pieces: its components from left to right, cut where digits touch.

::

    components  →  pieces, left to right
      [1 2 3]       [1 | 2a 2b | 3]    2 may be one digit or two

Pieces are cut finer than digits are, on purpose: which neighbours belong together is decided in
``inkread.reading``, by reading them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box, around
from inkread.ink.cuts import Cut, find_cuts
from inkread.ink.segment import Components, among, digit_height, stroke_of

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]

MOST_PIECES = 160
"""Pieces of one line of writing at most; what is beyond is cut no finer than its components."""


@dataclass(frozen=True, eq=False, slots=True)
class Pieces:
    """Pieces of one line of writing from left to right.

    ``labels`` is ``(H, W) int32``: 0 is paper, ``i + 1`` is piece ``i``. ``cost[i]`` is what the cut
    between piece i and the next goes through, in widths of a stroke: None where there is no ink to
    cut, because they do not touch; ``gap_px[i]`` is then how far apart their ink is.
    ``height_px`` is the height of the line's digits, ``mask`` where their strokes are. ``ink``,
    ``labels`` and ``mask`` show ``frame`` alone; ``boxes`` are on the whole sheet.
    """

    ink: Ink
    labels: Labels
    boxes: list[Box]
    cost: list[float | None]
    gap_px: list[float]
    height_px: float
    mask: Mask
    frame: Box

    @property
    def stroke_px(self) -> float:
        """The middle width of the strokes; measured anew each time, as most lines are not asked."""
        return stroke_of(self.mask)

    def ink_of(self, first: int, stop: int, box: Box) -> Ink:
        """The ink of the pieces ``first … stop - 1`` alone in their ``box``, with a margin of one pixel."""
        y, x = box.y - self.frame.y, box.x - self.frame.x
        window = slice(max(y - 1, 0), y + box.h + 1), slice(max(x - 1, 0), x + box.w + 1)
        labels = self.labels[window]
        return np.where((labels > first) & (labels <= stop), self.ink[window], 0).astype(np.float32)

    def is_whole(self, first: int, stop: int) -> bool:
        """Whether no cut through ink parts the pieces ``first … stop - 1`` from their neighbours."""
        before = first == 0 or self.cost[first - 1] is None
        return before and (stop == len(self.boxes) or self.cost[stop - 1] is None)


def pieces_of(
    ink: Ink,
    found: Components,
    members: list[int],
    *,
    height_px: float | None = None,
    whole: frozenset[int] = frozenset(),
) -> Pieces:
    """The pieces of the components ``members`` of one line of writing, cut where digits may touch.

    Those in ``whole`` are not cut.
    """
    boxes = [found.boxes[i] for i in members]
    height = height_px or digit_height(boxes)
    frame = around(boxes)
    window = slice(frame.y, frame.bottom), slice(frame.x, frame.right)
    labels, inked = found.labels[window], ink[window]
    mask = labels > 0 if len(members) == len(found.boxes) else among(labels, members)
    stroke = 0.0
    parts: list[_Part] = []
    for number, (member, box) in enumerate(zip(members, boxes, strict=True)):
        y, x = box.y - frame.y, box.x - frame.x
        own = labels[y : y + box.h, x : x + box.w] == member + 1
        room = MOST_PIECES - len(parts) - len(members)
        wide = box.w > 0.45 * height and box.h > 0.4 * height and room > 0 and member not in whole
        most = min(room, 1 + round(3.5 * box.w / height))
        stroke = stroke or (stroke_of(mask) if wide else 0.0)
        parts += _parted(own, x, y, number, find_cuts(own, height, stroke, most) if wide else [])
    return _laid_out(sorted(parts, key=lambda part: part.box.x + part.box.w / 2), inked, mask, height, frame)


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """The ``number``-th part of a member: its ink in its box, and the price of the cut to its right."""

    member: int
    number: int
    box: Box
    ink: npt.NDArray[np.bool_]
    price: float | None


def _parted(own: npt.NDArray[np.bool_], x: int, y: int, member: int, cuts: list[Cut]) -> list[_Part]:
    """The parts between the cuts through a component, whose own window begins at ``x`` and ``y``."""
    if not cuts:
        return [_Part(member, 0, Box(x, y, own.shape[1], own.shape[0]), own, None)]
    bounds = np.sort(np.stack([cut.columns for cut in cuts]), axis=0)
    columns = np.arange(own.shape[1])
    region = (columns[None, None, :] >= bounds[:, :, None]).sum(axis=0)
    masks = [own & (region == number) for number in range(len(cuts) + 1)]
    prices = [cut.cost for cut in cuts] + [None]
    inked = [(mask, price) for mask, price in zip(masks, prices, strict=True) if mask.any()]
    parts = []
    for number, (mask, price) in enumerate(inked):
        left, top, wide, high = cv2.boundingRect(mask.view(np.uint8))
        last = number == len(inked) - 1
        box, part = Box(x + left, y + top, wide, high), mask[top : top + high, left : left + wide]
        parts.append(_Part(member, number, box, part, None if last else price))
    return parts


def _laid_out(parts: list[_Part], ink: Ink, mask: Mask, height_px: float, frame: Box) -> Pieces:
    """The pieces, for parts in the order of their middles."""
    labels = np.zeros(ink.shape, np.uint16)
    for index, part in enumerate(parts):
        box = part.box
        labels[box.y : box.bottom, box.x : box.right][part.ink] = index + 1
    # A price is kept only between neighbours that were cut apart.
    prices = [
        here.price if (here.member, here.number + 1) == (there.member, there.number) else None
        for here, there in itertools.pairwise(parts)
    ]
    # The grey edge of a stroke belongs to the nearest piece.
    spread = np.where(labels > 0, labels, cv2.dilate(labels, np.ones((3, 3), np.uint8))).astype(np.int32)
    boxes = [part.box for part in parts]
    gaps = _gaps(spread, boxes, prices, height_px)
    placed = [Box(box.x + frame.x, box.y + frame.y, box.w, box.h) for box in boxes]
    return Pieces(ink, spread, placed, prices, gaps, height_px, mask, frame)


def _gaps(labels: Labels, boxes: list[Box], prices: list[float | None], height_px: float) -> list[float]:
    """How far apart the ink on both sides of each boundary is, in pixels; 0 where one component is cut.

    Three pieces on either side count: the parts of a broken digit need not be neighbours in order.
    """
    gaps = []
    for index, price in enumerate(prices):
        left, right = boxes[max(index - 2, 0) : index + 1], boxes[index + 1 : index + 4]
        beside = min([box.x for box in right]) - max([box.right for box in left])
        if price is not None or beside > 0.5 * height_px:
            gaps.append(0.0 if price is not None else float(beside))
            continue
        both = around(left + right)
        window = labels[both.y : both.bottom, both.x : both.right]
        lefts = cv2.inRange(window, (max(index - 2, 0) + 1,), (index + 1,))
        rights = cv2.inRange(window, (index + 2,), (index + 4,))
        away = cv2.distanceTransform(cv2.bitwise_not(lefts), cv2.DIST_L2, 3)
        gaps.append(cv2.minMaxLoc(away, rights)[0])
    return gaps
