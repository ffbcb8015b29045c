"""Boxes drawn around what is written: found by their shape, whatever their size.

::

    ┌──────┐    the outline of the ink has four straight sides that are inked from corner to corner,
    │ 4 7  │    and something stands in it or it is taller than the digits of the page
    └──────┘
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.ruled import Ruled, measured
from inkread.ink.segment import Components

Mask = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float64]

MOST_BOXES = 300
"""Only the largest components are looked at: bounded work on any picture."""

INKED = 0.85
"""The share of each side's length that has ink."""


def find_boxes(found: Components, tall_px: float, thickest_px: float) -> tuple[list[Ruled], list[Ruled]]:
    """The sides of all boxes: those that run across, and those that run down with x and y exchanged.

    ``tall_px`` is the height of the page's digits.
    """
    across: list[Ruled] = []
    down: list[Ruled] = []
    for index, box in enumerate(found.boxes[:MOST_BOXES]):
        hollow = found.areas[index] < 0.5 * box.w * box.h
        if not hollow or min(box.w, box.h) < max(0.8 * tall_px, 12) or not _holds(found, index, tall_px):
            continue
        own = (found.labels[box.y : box.bottom, box.x : box.right] == index + 1).view(np.uint8)
        corners = _corners(own)
        if corners is not None and _all_inked(own, corners, thickest_px):
            top, right, bottom, left = _sides(corners + np.array([box.x, box.y]))
            across += [top, bottom]
            down += [left, right]
    mask = (found.labels > 0) if across else np.zeros((1, 1), np.bool_)
    return (
        [measured(mask, line, thickest_px) for line in across],
        [measured(mask.T, line, thickest_px) for line in down],
    )


def _holds(found: Components, index: int, tall_px: float) -> bool:
    """Whether a component is taller than digits, or has one inside."""
    box = found.boxes[index]
    if box.h >= 1.2 * tall_px:
        return True
    return any(_inside(other, box) and other.h >= 0.35 * box.h for other in found.boxes[:MOST_BOXES])


def _inside(box: Box, around: Box) -> bool:
    return around.x < box.x and around.y < box.y and box.right < around.right and box.bottom < around.bottom


def _corners(own: Mask) -> Corners | None:
    """The four corners of a component's outline, clockwise from the upper left; None if it has others."""
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(outlines))
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    if len(corners) != 4 or cv2.contourArea(corners) < 0.7 * own.size:
        return None
    upper = corners[np.argsort(corners[:, 1], kind="stable")]
    top, bottom = upper[:2], upper[2:]
    top, bottom = top[np.argsort(top[:, 0])], bottom[np.argsort(-bottom[:, 0])]
    return np.concatenate([top, bottom]).astype(np.float64)


def _all_inked(own: Mask, corners: Corners, thickest_px: float) -> bool:
    """Whether there is ink along every side, a little inside of the outline."""
    reach = 2 * int(thickest_px / 2) + 1
    near = cv2.dilate(own, np.ones((reach, reach), np.uint8))
    for here, there in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        steps = np.linspace(0, 1, int(np.hypot(*(there - here))) + 2)[:, None]
        columns, rows = np.rint(here + steps * (there - here)).astype(int).T
        if near[rows, columns].mean() < INKED:
            return False
    # A blot has ink along its sides too: a box is empty just inside of them.
    middle = corners.mean(axis=0)
    inner = np.rint(middle + 0.8 * (corners - middle)).astype(np.int32)
    ring = cv2.polylines(np.zeros_like(own), [inner], True, 1)
    return bool(own[ring > 0].mean() < 0.35)


def _sides(corners: Corners) -> tuple[Ruled, Ruled, Ruled, Ruled]:
    """Top, right, bottom and left side; right and left with x and y exchanged."""
    a, b, c, d = corners
    return _side(a, b), _side(b[::-1], c[::-1]), _side(d, c), _side(a[::-1], d[::-1])


def _side(here: Corners, there: Corners) -> Ruled:
    slope = float((there[1] - here[1]) / max(there[0] - here[0], 1.0))
    return Ruled((float(here[1] - slope * here[0]), slope), int(here[0]), int(there[0]) + 1, 2.0)
