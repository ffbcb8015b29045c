"""Ink into pieces: connected components, the lines of writing they form, and cuts where digits touch.

::

    ink  →  components  →  lines of writing  →  pieces, left to right
    ██ █ ██    1 2 3          [1 2 3]           [1 | 2a 2b | 3]    2 may be one digit or two

Pieces are cut finer than digits are, on purpose: which neighbours belong together is decided in
``inkread.reading``, by reading them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.cuts import Cut, find_cuts

Ink = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int32]

MOST_COMPONENTS = 1500
"""Of more components than this only the largest are kept: bounded work on a page of specks."""

MOST_PIECES = 160
"""Pieces of one line of writing at most; what is beyond is cut no finer than its components."""


@dataclass(frozen=True, eq=False, slots=True)
class Components:
    """Connected ink (8 neighbours). ``labels`` is ``(H, W) int32``, 0 is paper; ``boxes[i]`` and ``areas[i]``
    are of label ``i + 1``, the largest first."""

    labels: Labels
    boxes: list[Box]
    areas: list[int]


@dataclass(frozen=True, eq=False, slots=True)
class Pieces:
    """Pieces of one line of writing from left to right.

    ``labels`` is ``(H, W) int32``: 0 is paper, ``i + 1`` is piece ``i``. ``cost[i]`` is what the cut
    between piece i and the next goes through, in widths of a stroke: None where there is no ink to
    cut, because they do not touch; ``gap_px[i]`` is then how far apart their ink is.
    ``height_px`` is the height of the line's digits. ``ink`` and ``labels`` show
    ``frame`` alone; ``boxes`` are on the whole sheet.
    """

    ink: Ink
    labels: Labels
    boxes: list[Box]
    cost: list[float | None]
    gap_px: list[float]
    height_px: float
    stroke_px: float
    frame: Box


def components(ink: Ink, smallest_px: int = 1) -> Components:
    """The connected ink of at least ``smallest_px`` pixels; ``ink >= 0.5`` counts."""
    mask = (ink >= np.float32(0.5)).view(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    order = np.argsort(-areas, kind="stable")[:MOST_COMPONENTS]
    order = order[areas[order] >= smallest_px]
    renumber = np.zeros(count, np.int32)
    renumber[order + 1] = np.arange(1, len(order) + 1)
    boxes = [Box(*sides) for sides in stats[order + 1, :4].tolist()]
    return Components(renumber[labels], boxes, areas[order].tolist())


def lines_of_writing(found: Components) -> list[list[int]]:
    """Which components stand in a row: lists of indices into ``found.boxes``, in reading order.

    Two belong together when they share at least 40% of the lower one's height and are no more than
    1.5 times the taller one's height apart, or when they all but touch.
    """
    if not found.boxes:
        return []
    sides = np.array([(box.x, box.y, box.right, box.bottom) for box in found.boxes], dtype=np.float32)
    x0, y0, x1, y1 = sides.T
    heights = y1 - y0
    shared = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    apart = np.maximum(x0[:, None], x0) - np.minimum(x1[:, None], x1)
    lower, taller = np.minimum(heights[:, None], heights), np.maximum(heights[:, None], heights)
    in_row = (shared >= 0.4 * lower) & (apart <= 1.5 * taller) & (lower >= 0.3 * taller)
    close = (np.maximum(apart, -shared) <= 0.15 * taller) & (shared > -0.15 * taller)
    groups = _connected(in_row | close)
    return _reading_order(
        [sorted(group, key=lambda i: float(x0[i] + x1[i])) for group in groups], found.boxes
    )


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
    frame = _around(boxes)
    window = slice(frame.y, frame.bottom), slice(frame.x, frame.right)
    labels, inked = found.labels[window], ink[window]
    stroke = stroke_of(among(labels, members))
    parts: list[_Part] = []
    for number, (member, box) in enumerate(zip(members, boxes, strict=True)):
        y, x = box.y - frame.y, box.x - frame.x
        own = labels[y : y + box.h, x : x + box.w] == member + 1
        room = MOST_PIECES - len(parts) - len(members)
        wide = box.w > 0.45 * height and box.h > 0.4 * height and room > 0 and member not in whole
        most = min(room, 1 + round(3.5 * box.w / height))
        parts += _parted(own, x, y, number, find_cuts(own, height, stroke, most) if wide else [])
    return _laid_out(
        sorted(parts, key=lambda part: part.box.x + part.box.w / 2), inked, height, stroke, frame
    )


def digit_height(boxes: list[Box]) -> float:
    """The height of a line's digits in pixels: the upper middle of those that are not specks."""
    tallest = max(box.h for box in boxes)
    tall = sorted(box.h for box in boxes if box.h >= 0.4 * tallest)
    place = 0.6 * (len(tall) - 1)
    low = int(place)
    high = min(low + 1, len(tall) - 1)
    return tall[low] + (place - low) * (tall[high] - tall[low])


def stroke_of(mask: npt.NDArray[np.bool_]) -> float:
    """The middle width in pixels of the strokes in ``mask``."""
    padded = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth > 0)]
    return max(2 * float(np.median(ridge)) - 1, 1.0) if ridge.size else 1.0


def _connected(linked: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Groups of indices that are linked, directly or through others."""
    group = np.arange(len(linked))
    while True:
        # Every index takes the lowest group among its neighbours until nothing changes.
        lowest = np.where(linked | np.eye(len(linked), dtype=bool), group[None, :], len(linked)).min(axis=1)
        lowest = np.minimum(lowest, lowest[lowest])
        if (lowest == group).all():
            break
        group = lowest
    return [np.flatnonzero(group == number).tolist() for number in np.unique(group)]


def _reading_order(groups: list[list[int]], boxes: list[Box]) -> list[list[int]]:
    """Rows from top to bottom, and from left to right within a row."""
    frames = [_around([boxes[i] for i in group]) for group in groups]
    left = sorted(range(len(groups)), key=lambda i: frames[i].y + frames[i].h / 2)
    ordered: list[int] = []
    while left:
        first = frames[left[0]]
        row = [i for i in left if first.y <= frames[i].y + frames[i].h / 2 < first.bottom]
        row = row or left[:1]
        ordered += sorted(row, key=lambda i: frames[i].x)
        left = [i for i in left if i not in row]
    return [groups[i] for i in ordered]


def _around(boxes: list[Box]) -> Box:
    frame = boxes[0]
    for box in boxes[1:]:
        frame = frame.union(box)
    return frame


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


def _laid_out(parts: list[_Part], ink: Ink, height_px: float, stroke_px: float, frame: Box) -> Pieces:
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
    return Pieces(ink, spread, placed, prices, gaps, height_px, stroke_px, frame)


def among(labels: Labels, members: list[int]) -> npt.NDArray[np.bool_]:
    """Where one of ``members`` is."""
    chosen = np.zeros(int(labels.max(initial=0)) + 1, np.bool_)
    chosen[np.array(members) + 1] = True
    return chosen[labels]


def _gaps(labels: Labels, boxes: list[Box], prices: list[float | None], height_px: float) -> list[float]:
    """How far apart the ink on both sides of each boundary is, in pixels; 0 where one component is cut.

    Three pieces on either side count: the parts of a broken digit need not be neighbours in order.
    """
    gaps = []
    for index, price in enumerate(prices):
        left, right = boxes[max(index - 2, 0) : index + 1], boxes[index + 1 : index + 4]
        beside = min(box.x for box in right) - max(box.right for box in left)
        if price is not None or beside > 0.5 * height_px:
            gaps.append(0.0 if price is not None else float(beside))
            continue
        both = _around(left + right)
        window = labels[both.y : both.bottom, both.x : both.right]
        lefts = (window > max(index - 2, 0)) & (window <= index + 1)
        rights = (window > index + 1) & (window <= index + 4)
        away = cv2.distanceTransform((~lefts).astype(np.uint8), cv2.DIST_L2, 3)
        gaps.append(float(away[rights].min()))
    return gaps
