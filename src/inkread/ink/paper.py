"""What a photograph shows beside the sheet of paper: the dark table and the weave of a cloth are no ink.

::

    ▓▓▓▓▓▓▓▓▓▓▓▓    dark areas that reach in from the picture's edge, far thicker than strokes,
    ▓▓┌──────┐░░    and areas strewn with specks are what the paper lies on; specks that are
    ▓▓│ 2014 │░░    evenly apart are printed on it
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.handy import reduced
from inkread.ink.rank import median
from inkread.ink.ruling import usual_height
from inkread.ink.segment import Components, edged, labelled, of_parts, stroke_of

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

WORKED_PX = 400
"""Dark areas are looked for with the picture's shorter side at so many pixels."""

THICK = 4.0
"""Dark areas are so many strokes thick, but a fortieth of the shorter side at least, and a tenth suffices."""

LONG = 0.25
"""Dark areas are at least this share of the longer side long."""

SPECK = 0.35
"""Specks are smaller than this share of the writing's height."""

STREWN = 0.012
"""The share of an area that specks cover where it is no paper; among writing it stays under 0.003."""

SPREAD = 0.5
"""The share of some place of such an area that lies within a third of the writing's height of a speck: around
lines of small print it stays under 0.43, on cloth, wood and stone it is 0.58 and more."""

FEWEST, EVEN, DOTTED = 40, 0.15, 0.7
"""Specks are dots where there are so many at least, and so far from the middle distance to the next one, as a
share of it, are the distances of this share of them at most. Of specks at random 0.15 are."""


def without_dark(ink: Ink) -> Ink:
    """The ink without thick areas that reach in from the edge; the same object where there are none."""
    small = reduced(ink, max(min(ink.shape) / WORKED_PX, 1.0))
    mask = (small >= np.float32(0.6)).view(np.uint8)
    if not (mask[[0, -1]].any() or mask[:, [0, -1]].any()):
        return ink
    side = min(mask.shape)
    thick = int(min(max(side / 40, THICK * _stroke_within(mask), 3), WORKED_PX / 10))
    solid = cv2.morphologyEx(edged(mask, thick), cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    labels, stats, _ = labelled(np.ascontiguousarray(solid[thick:-thick, thick:-thick], np.uint8))
    outside = _at_edge(stats, mask.shape) & (_sides(stats).max(axis=1) >= LONG * max(mask.shape))
    outside[0] = False
    if not outside.any():
        return ink
    margin = np.ones((2 * thick + 1, 2 * thick + 1), np.uint8)
    dark = np.asarray(cv2.dilate(outside.take(labels).view(np.uint8), margin), np.uint8)
    dark |= _remains(mask, dark, thick)
    return np.where(_enlarged(dark, ink.shape), np.float32(0), ink)


def _remains(mask: npt.NDArray[np.uint8], dark: npt.NDArray[np.uint8], thick: int) -> npt.NDArray[np.uint8]:
    """What is left where dark areas run out along the picture's edge: under ``thick``, beside both."""
    labels, stats, _ = labelled(mask & (1 - dark))
    gone = _at_edge(stats, mask.shape) & (_sides(stats).min(axis=1) <= thick)
    beside = np.zeros(len(stats), np.bool_)
    beside[labels[cv2.dilate(dark, np.ones((5, 5), np.uint8)) > 0]] = True
    gone &= beside
    gone[0] = False
    return np.asarray(cv2.dilate(gone.take(labels).view(np.uint8), np.ones((5, 5), np.uint8)), np.uint8)


def _stroke_within(mask: npt.NDArray[np.uint8]) -> float:
    """The width in pixels of the strokes that do not reach the picture's edge, or of all, if all do."""
    labels, stats, _ = labelled(mask)
    within = ~_at_edge(stats, mask.shape)
    within[0] = False
    return stroke_of(within.take(labels) if within.any() else mask > 0)


def _at_edge(stats: npt.NDArray[np.int32], shape: tuple[int, ...]) -> Mask:
    """Which parts, by OpenCV's statistics, reach an edge of a picture of that shape."""
    x, y, wide, high = stats[:, :4].T
    return np.asarray((x <= 0) | (y <= 0) | (x + wide >= shape[1]) | (y + high >= shape[0]), np.bool_)


def _sides(stats: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """``(n, 2)``: how wide and high the parts are."""
    return stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1]


def without_dots(found: Components) -> Components:
    """The components without the dots of dotted paper, which are of one size and evenly apart."""
    tall = usual_height(found)
    if tall is None:
        return found
    sides = np.array([max(box.w, box.h) for box in found.boxes], np.float32)
    small = np.flatnonzero(sides < SPECK * tall)
    if len(small) < FEWEST:
        return found
    centres = np.array([(box.x + box.w / 2, box.y + box.h / 2) for box in found.boxes], np.float32)[small]
    steps = centres[:, None] - centres
    square = np.einsum("ijk,ijk->ij", steps, steps)
    np.fill_diagonal(square, np.inf)
    apart = np.sqrt(square.min(axis=1))
    even = np.abs(apart / median(apart) - 1) < EVEN
    if even.mean() < DOTTED:
        return found
    alike = np.abs(np.log2(sides[small] / median(sides[small]))) < 1
    return found.only(np.setdiff1d(np.arange(len(sides)), small[alike]).tolist())


def strewn(found: Components) -> Mask | None:
    """Where unruled ink is strewn with specks, less a margin of the writing's height; None if nowhere."""
    tall = usual_height(found)
    if tall is None:
        return None
    specks = np.array([0] + [max(box.w, box.h) < SPECK * tall for box in found.boxes], np.float32)
    if not specks.any():
        return None
    small = cv2.resize(of_parts(specks, found.labels), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    window = max(int(5 * tall / 4), 3)
    many = (cv2.boxFilter(small, -1, (window, window)) >= STREWN).view(np.uint8)
    if not many.any():
        return None
    near = np.ones((2 * (window // 15) + 1,) * 2, np.uint8)
    spread = cv2.boxFilter(cv2.dilate(np.ceil(small), near), -1, (window, window)) >= SPREAD
    labels = labelled(many)[0]
    many = np.isin(labels, np.unique(labels[spread & (many > 0)])).view(np.uint8)
    if not many.any():
        return None
    margin = np.ones((window // 5 * 2 + 1, window // 5 * 2 + 1), np.uint8)
    return _enlarged(cv2.erode(many, margin), found.labels.shape)


def _enlarged(mask: cv2.typing.MatLike, shape: tuple[int, ...]) -> Mask:
    whole = cv2.resize(mask, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(whole > 0)
