"""Slips of paper on a darker table: what is around them is made paper.

::

    ▓▓▓▓▓▓▓▓▓▓▓▓        ░░░░░░░░░░░░    bright areas with straight sides, dark ink in them, and
    ▓▓┌──────┐▓▓   →    ░░  2014  ░░    darker surroundings without ink; else the table would be
    ▓▓│ 2014 │▓▓        ░░░░░░░░░░░░    the paper, and a slip a blot of light ink
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.handy import reduced
from inkread.ink.rank import median
from inkread.ink.segment import labelled

Light = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]
Areas = npt.NDArray[np.float64]

WORKED_PX = 300
"""Slips are looked for with the picture's shorter side at so many pixels at most."""

SMALLEST, LARGE, LARGEST = 0.02, 0.1, 0.8
"""The share of the picture that a slip covers, that a large one covers, and that all of them cover at most;
what covers more is a cell with its frame."""

STRAIGHT = 0.85
"""The share that a large slip covers of the smallest turned rectangle that holds it; an ellipse has 0.79."""

SQUARE, ROUND = 0.95, 0.03
"""Any other fills this share of its outline's hull, and that this share of what it is with four corners:
without those that are nearer to the line between their neighbours than the second, in lengths of the hull."""

DARKER = 0.85
"""The table's grey value is at most this share of the paper's; most shadows leave more."""

AROUND = 0.7
"""The share of two opposite sides of the picture where there is no slip; a shadow falls from one side."""

MOST_INKED, LITTLE = 0.25, 0.15
"""The share of slips that is ink, at most, and of one of which the corners are looked at."""

INK, ALIKE = 0.6, 2.5
"""Ink's grey value is at most this share of the paper's, and strokes around are so many times higher or lower
than those on slips at most."""

STROKES, STROKE = 3, 0.0005
"""A large slip is known by so many separate strokes, each of this share of it: a light digit has two holes at
most. Any other is known by its corners."""


def on_slip(light: Light) -> Light:
    """The picture ``(H, W)`` in [0, 1] with paper for what surrounds slips; the same object without one."""
    small = reduced(light, max(min(light.shape) / WORKED_PX, 1.0))
    slips = _slips(small)
    if slips is None:
        return light
    inside = cv2.erode(slips, np.ones((5, 5), np.uint8), borderValue=1)
    paper = _spread(small, inside)
    whole = light.shape[1], light.shape[0]
    kept = cv2.resize(inside, whole, interpolation=cv2.INTER_NEAREST) > 0
    return np.where(kept, light, cv2.resize(paper, whole, interpolation=cv2.INTER_LINEAR))


def _slips(light: Light) -> Mask | None:
    """Where slips are, their ink included; None without one."""
    grey = np.rint(np.clip(light, 0, 1) * 255).astype(np.uint8)
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, nested = cv2.findContours(bright, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if len(outlines) < 2:  # no outline has one inside
        return None
    areas = np.array([cv2.contourArea(outline) for outline in outlines])
    outer = np.flatnonzero((nested[0, :, 3] < 0) & (areas >= SMALLEST * grey.size))
    slips, high = np.zeros(grey.shape, np.uint8), list[int]()
    for own in outer.tolist():
        hull = cv2.convexHull(outlines[own])
        strokes = (nested[0, :, 3] == own) & (areas >= max(STROKE * areas[own], 4))
        if _is_slip(hull, areas[strokes], float(areas[own]), grey.shape):
            cv2.fillConvexPoly(slips, hull, 1)
            high += [cv2.boundingRect(outlines[stroke])[3] for stroke in np.flatnonzero(strokes).tolist()]
    if not high or not _on_dark(light, bright, slips) or not _surrounded(slips):
        return None
    return None if _is_written(light, slips, median(np.array(high))) else slips


def _is_slip(hull: cv2.typing.MatLike, strokes: Areas, area: float, shape: tuple[int, ...]) -> bool:
    """Whether a bright area has straight sides: more surely so, the smaller and the emptier it is."""
    hulled = cv2.contourArea(hull)
    if len(strokes) >= STROKES and area >= LARGE * shape[0] * shape[1]:
        return bool(hulled >= STRAIGHT * np.prod(cv2.minAreaRect(hull)[1]))
    corners = cv2.approxPolyDP(hull, ROUND * cv2.arcLength(hull, True), True)
    square = len(corners) == 4 and cv2.contourArea(corners) >= SQUARE * hulled
    return bool(square and area >= SQUARE * hulled and strokes.sum() <= LITTLE * area)


def _on_dark(light: Light, bright: cv2.typing.MatLike, slips: Mask) -> bool:
    """Whether slips are mostly paper, and all around them far darker."""
    within, around = slips > 0, slips == 0
    if float(slips.mean()) > LARGEST:
        return False
    dark = np.median(light[around]) <= DARKER * np.median(light[within])
    return bool(dark and bright[around].mean() < 0.05 and bright[within].mean() >= 1 - MOST_INKED)


def _is_written(light: Light, slips: Mask, high: float) -> bool:
    """Whether there are strokes around slips as there are on them, ``high`` pixels: then it is lit paper."""
    around = cv2.dilate(slips, np.ones((5, 5), np.uint8)) == 0
    dark = (around & (light < INK * np.median(light[slips == 0]))).view(np.uint8)
    sides = labelled(dark)[1][1:, 2:4].max(axis=1)
    return bool(np.count_nonzero((sides > high / ALIKE) & (sides < high * ALIKE)) >= STROKES)


def _surrounded(slips: Mask) -> bool:
    """Whether there is table on two opposite sides."""
    down, across = (max(side // 25, 1) for side in slips.shape)
    sides = [[slips[down], slips[-1 - down]], [slips[:, across], slips[:, -1 - across]]]
    return any(all(float(edge.mean()) <= 1 - AROUND for edge in pair) for pair in sides)


def _spread(light: Light, inside: cv2.typing.MatLike) -> Light:
    """The slips' own light, evened out and spread over the whole picture."""
    reach = (0, 0), max(light.shape) / 20
    inside_light = cv2.GaussianBlur(light * inside, *reach)
    weight = cv2.GaussianBlur(inside.astype(np.float32), *reach)
    near = np.asarray(inside_light / np.maximum(weight, 1e-3), dtype=np.float32)
    return np.where(weight > 1e-3, near, np.median(light[inside > 0])).astype(np.float32)
