"""Rings drawn around what is written: a circled number loses its circle.

::

     ╭──────╮    one stroke that closes, taller than what stands inside of it; it is taken away along
     │ 4 7  │    its outline, so that a digit that touches it stays. A 0 holds nothing as tall as a
     ╰──────╯    third of itself
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.segment import Components, edged, labelled, largest, stroke_of

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]
Truth = npt.NDArray[np.bool_]

MOST_RINGS = 40
"""Only the largest parts are looked at: bounded work on any picture."""

INSIDE = 0.3
"""What stands in a ring has at least this share of its height; what is left of the ring has less."""

HOLLOW = 0.35
"""A ring's ink is less than this share of the box around it."""

HELD = 0.8
"""The share of something that must lie in a ring to stand in it."""

GAP, WIDEST_GAP_PX = 0.06, 20
"""Half of the gap between a ring's ends is at most this share of its lesser side, and so many pixels."""

OPEN = 0.6
"""The ring's one hole is at least this share of what its outline surrounds; the cells of a table are less."""

ROUND = 0.9
"""A ring covers at most this share of the turned rectangle around it; an ellipse has 0.79, a box 1."""

ALONG = 1.6
"""The ring is what lies within so many strokes of its outline."""


def without_rings(ink: Ink) -> Ink:
    """The ink without rings; the same object where there are none."""
    labels, stats, _ = labelled((ink >= np.float32(0.5)).view(np.uint8))
    if not _nested(stats[1:]):
        return ink
    found = largest(labels, stats, smallest_px=12)
    gone = np.zeros(ink.shape, np.bool_)
    sides = np.array([(box.x, box.y, box.right, box.bottom) for box in found.boxes])
    for index, box in enumerate(found.boxes[:MOST_RINGS]):
        inside = (sides[:, :2] > sides[index, :2]).all(axis=1) & (sides[:, 2:] < sides[index, 2:]).all(axis=1)
        tall = np.flatnonzero(inside & (sides[:, 3] - sides[:, 1] >= INSIDE * box.h)).tolist()
        if tall and found.areas[index] < HOLLOW * box.w * box.h:
            window = slice(box.y, box.bottom), slice(box.x, box.right)
            gone[window] |= _ring(found.labels[window], index, tall, found)
    if not gone.any():
        return ink
    # The grey edges lie around the ring.
    grown = cv2.dilate(gone.view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(gone | (grown & (found.labels == 0)), np.float32(0), ink)


def _nested(stats: npt.NDArray[np.int32]) -> bool:
    """Whether one of the largest parts, by OpenCV's statistics, has one in its box that may stand in it."""
    x, y, wide, high, areas = stats.T
    large = np.argsort(-areas, kind="stable")[:MOST_RINGS, None]
    across = (x > x[large]) & (x + wide < (x + wide)[large])
    down = (y > y[large]) & (y + high < (y + high)[large])
    return bool((across & down & (high >= INSIDE * high[large])).any())


def _ring(labels: npt.NDArray[np.int32], index: int, tall: list[int], found: Components) -> Truth:
    """The ink of part ``index`` that is a ring around one of ``tall``; nothing where it is none."""
    own = labels == index + 1
    outline, hole = _outline(own.view(np.uint8))
    inside = np.bincount(labels[hole > 0], minlength=len(found.boxes) + 1)[1:]
    if not any(inside[i] >= HELD * found.areas[i] for i in tall):
        return np.zeros_like(own)
    depth = cv2.distanceTransform(edged(outline, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    rest = own & (depth > ALONG * stroke_of(own))
    parts, stats, _ = labelled(rest.view(np.uint8))
    kept = stats[:, cv2.CC_STAT_HEIGHT] >= INSIDE * len(own)
    kept[0] = False
    return np.asarray(own & ~kept[parts], np.bool_)


def _outline(own: Mask) -> tuple[Mask, Mask]:
    """What a part surrounds, small gaps closed, and its one hole; no hole in boxes and tables."""
    gap = min(max(int(GAP * min(own.shape)), 1), WIDEST_GAP_PX)
    square = np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)
    closed = cv2.morphologyEx(edged(own, gap), cv2.MORPH_CLOSE, square)[gap:-gap, gap:-gap]
    outlines, nested = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    areas = np.array([cv2.contourArea(outline) for outline in outlines])
    holes = nested[0, :, 3] >= 0
    whole, hole = np.zeros_like(own), np.zeros_like(own)
    around = int(np.argmax(np.where(holes, -1, areas)))
    cv2.drawContours(whole, outlines, around, 1, cv2.FILLED)
    round_ = areas[around] <= ROUND * np.prod(cv2.minAreaRect(outlines[around])[1])
    if round_ and holes.any() and areas[holes].max() >= OPEN * areas[around]:
        cv2.drawContours(hole, outlines, int(np.argmax(np.where(holes, areas, -1))), 1, cv2.FILLED)
    return whole, hole
