"""A slip of paper on a dark table: what is around it is made paper.

::

    ▓▓▓▓▓▓▓▓▓▓▓▓        ░░░░░░░░░░░░    the bright area with straight sides, dark ink in it, and far
    ▓▓┌──────┐▓▓   →    ░░  2014  ░░    darker surroundings; without that the table would be the
    ▓▓│ 2014 │▓▓        ░░░░░░░░░░░░    paper, and the slip a blot of light ink
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.handy import reduced

Light = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]

WORKED_PX = 300
"""Slips are looked for with the picture's shorter side at so many pixels at most."""

SMALLEST, LARGEST = 0.1, 0.8
"""The share of the picture that a slip covers; what covers more is a cell with its frame."""

STRAIGHT = 0.85
"""The share that a slip covers of the smallest turned rectangle that holds it; an ellipse has 0.79."""

DARKER = 0.72
"""The table's grey value is at most this share of the paper's; most shadows leave more."""

AROUND = 0.7
"""The share of two opposite sides of the picture where there is no slip; a shadow falls from one side."""

MOST_INKED = 0.25
"""The share of a slip that is ink, at most."""

STROKES, STROKE = 3, 0.0005
"""A slip has so many separate strokes, each of this share of it; a light digit has two holes at most."""


def on_slip(light: Light) -> Light:
    """The picture ``(H, W)`` in [0, 1] with paper for what surrounds a slip; the same object without one."""
    small = reduced(light, max(min(light.shape) / WORKED_PX, 1.0))
    slip = _slip(small)
    if slip is None:
        return light
    inside = cv2.erode(slip, np.ones((5, 5), np.uint8), borderValue=1)
    paper = _spread(small, inside)
    whole = light.shape[1], light.shape[0]
    kept = cv2.resize(inside, whole, interpolation=cv2.INTER_NEAREST) > 0
    return np.where(kept, light, cv2.resize(paper, whole, interpolation=cv2.INTER_LINEAR))


def _slip(light: Light) -> Mask | None:
    """Where the slip is, its ink included; None without one."""
    grey = np.rint(np.clip(light, 0, 1) * 255).astype(np.uint8)
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, nested = cv2.findContours(bright, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if len(outlines) <= STROKES:  # no outline has so many inside
        return None
    areas = np.array([cv2.contourArea(outline) for outline in outlines])
    largest = int(np.argmax(np.where(nested[0, :, 3] < 0, areas, -1)))
    hull = cv2.convexHull(outlines[largest])
    straight = cv2.contourArea(hull) >= STRAIGHT * np.prod(cv2.minAreaRect(hull)[1])
    strokes = (nested[0, :, 3] == largest) & (areas >= max(STROKE * areas[largest], 4))
    if not straight or np.count_nonzero(strokes) < STROKES:
        return None
    slip = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(slip, hull, 1)
    return slip if _on_dark(light, bright, slip) and _surrounded(slip) else None


def _on_dark(light: Light, bright: cv2.typing.MatLike, slip: Mask) -> bool:
    """Whether a slip is mostly paper, and all around it far darker."""
    within, around = slip > 0, slip == 0
    if not SMALLEST <= float(slip.mean()) <= LARGEST:
        return False
    dark = np.median(light[around]) <= DARKER * np.median(light[within])
    return bool(dark and bright[around].mean() < 0.05 and bright[within].mean() >= 1 - MOST_INKED)


def _surrounded(slip: Mask) -> bool:
    """Whether there is table on two opposite sides."""
    down, across = (max(side // 25, 1) for side in slip.shape)
    sides = [[slip[down], slip[-1 - down]], [slip[:, across], slip[:, -1 - across]]]
    return any(all(float(edge.mean()) <= 1 - AROUND for edge in pair) for pair in sides)


def _spread(light: Light, inside: cv2.typing.MatLike) -> Light:
    """The slip's own light, evened out and spread over the whole picture."""
    reach = (0, 0), max(light.shape) / 20
    inside_light = cv2.GaussianBlur(light * inside, *reach)
    weight = cv2.GaussianBlur(inside.astype(np.float32), *reach)
    near = np.asarray(inside_light / np.maximum(weight, 1e-3), dtype=np.float32)
    return np.where(weight > 1e-3, near, np.median(light[inside > 0])).astype(np.float32)
