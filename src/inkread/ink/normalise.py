"""From ink of any size to MNIST's own 28×28: a 20-pixel box, centred on its centre of mass.

::

    (H, W) ink                  (28, 28) ink
    ┌───────────┐               ┌──────────────┐
    │   ██      │  box → 20 px  │     ██       │   the longer side of the ink is 20 pixels,
    │  █  █     │  ──────────►  │    █  █      │   its aspect is kept, and its centre of mass
    │    █      │  mass → middle │      █       │   lies in the middle of pixel 14, 14
    └───────────┘               └──────────────┘

The box and the centring are those of LeCun, Bottou, Bengio and Haffner, 1998.
"""

from __future__ import annotations

from math import sqrt

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import SIDE
from inkread.errors import BlankInkError
from inkread.ink.handy import handy
from inkread.ink.segment import edged

Ink = npt.NDArray[np.float32]

BOX = 20
"""The longer side of the ink in pixels, as in MNIST."""

CENTRE = 14.5
"""Where the centre of mass lies: the middle of pixel 14, measured on MNIST (14.0 … 15.0, uniform)."""

THIN_PX = 1.9
"""Strokes thinner than this in the 20-pixel box are widened to it; MNIST's own are 2 to 4 wide."""

THICK_PX = 4.0
"""Strokes wider than this in the 20-pixel box are thinned to it."""


def normalise(ink: Ink) -> Ink:
    """MNIST's form of one digit.

    Takes ``(H, W) float32`` ink in [0, 1], of any size; returns ``(28, 28) float32`` ink in [0, 1]
    whose longer side is 20 pixels and whose centre of mass is in the middle of
    pixel (14, 14), to half a pixel.
    A picture that is so already, as MNIST's are, is returned unchanged. Strokes come out 1.9 to 4
    pixels wide. Raises ``BlankInkError`` when there is no ink.
    """
    ink = np.asarray(ink, dtype=np.float32)
    cropped = _cropped(ink) if ink.size else ink
    if not cropped.size:
        raise BlankInkError(f"There is no ink to normalise in a picture of {ink.shape}.")
    if ink.shape == (SIDE, SIDE) and _is_normal(ink, cropped):
        return ink.copy()
    cropped, _, _ = handy(cropped, max(cropped.shape), 5 * BOX)
    return _centred(_boxed(_evened(cropped)))


def stroke_width(ink: Ink) -> float:
    """The mean width of the strokes in pixels: ink over the length of its middle lines; 0 when blank."""
    mask = (ink >= np.float32(0.5)).view(np.uint8)
    area = cv2.countNonZero(mask)
    if not area:
        return 0.0
    # Across a stroke of width w the distances are 1, 2 … (w+1)/2 … 2, 1: their mean is (w+1)²/4w.
    distance = cv2.distanceTransform(edged(mask, 1), cv2.DIST_L2, 5)
    half = max(2 * cv2.sumElems(distance)[0] / area - 1, 1.0)
    return half + sqrt(half * half - 1)


def _is_normal(ink: Ink, cropped: Ink) -> bool:
    y, x = _centre_of_mass(ink)
    return bool(max(cropped.shape) == BOX and abs(y - CENTRE) <= 0.501 and abs(x - CENTRE) <= 0.501)


def _cropped(ink: Ink) -> Ink:
    x, y, w, h = cv2.boundingRect((ink > 0).view(np.uint8))
    return ink[y : y + h, x : x + w]


def _centre_of_mass(ink: Ink) -> tuple[float, float]:
    """Row and column of the centre of mass; a lone pixel at (0, 0) has its centre at (0.5, 0.5)."""
    rows, columns = cv2.reduce(ink, 1, cv2.REDUCE_SUM).ravel(), cv2.reduce(ink, 0, cv2.REDUCE_SUM).ravel()
    total = float(rows.sum())
    y, x = float(rows @ _PLACES[: len(rows)]) / total, float(columns @ _PLACES[: len(columns)]) / total
    return y + 0.5, x + 0.5


_PLACES = np.arange(SIDE, dtype=np.float32)


def _evened(ink: Ink) -> Ink:
    """The same strokes, as wide as MNIST's once they are in the box, without empty sides like ``ink``."""
    # Small pictures are enlarged first: a distance of less than a pixel cannot be measured.
    enlarge = 2 * BOX / max(ink.shape)
    if enlarge > 1:
        size = (max(round(ink.shape[1] * enlarge), 1), max(round(ink.shape[0] * enlarge), 1))
        ink = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    strokes = evened(ink, max(ink.shape) / BOX)
    return ink if strokes is ink else _cropped(strokes)


def evened(ink: Ink, unit: float) -> Ink:
    """The same strokes, ``THIN_PX`` to ``THICK_PX`` wide once ``unit`` pixels are one pixel of the box."""
    width_px = stroke_width(ink)
    wanted_px = min(max(width_px, THIN_PX * unit), THICK_PX * unit)
    change_px = (wanted_px - width_px) / 2
    if width_px == 0 or abs(change_px) < 0.1 * unit:
        return ink
    pad = int(max(change_px, 0)) + 2
    mask = edged((ink >= np.float32(0.5)).view(np.uint8), pad)
    outside = np.asarray(cv2.distanceTransform(1 - mask, cv2.DIST_L2, 5), dtype=np.float32)
    inside = np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 5), dtype=np.float32)
    evened: Ink = np.clip(change_px + 1 - outside + inside, 0, 1).astype(np.float32)
    if change_px < 0:
        # Thinning must not wipe out what is thin already.
        evened = np.maximum(evened, _spine(mask, inside))
    return evened


def _spine(mask: npt.NDArray[np.uint8], inside: Ink) -> Ink:
    """The middle lines of the strokes: where no neighbour is deeper inside."""
    deepest = cv2.dilate(inside, np.ones((3, 3), np.uint8))
    return ((inside >= deepest - 0.3) & (mask > 0)).astype(np.float32)


def _boxed(ink: Ink) -> Ink:
    scale = BOX / max(ink.shape)
    size = (max(round(ink.shape[1] * scale), 1), max(round(ink.shape[0] * scale), 1))
    if size == (ink.shape[1], ink.shape[0]):
        return ink
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    boxed = np.asarray(cv2.resize(ink, size, interpolation=how), dtype=np.float32)
    return np.minimum(boxed, 1, out=boxed)


def _centred(ink: Ink) -> Ink:
    """The box on a 28×28 sheet, moved by whole pixels as in MNIST; never over the sheet's edge."""
    y, x = _centre_of_mass(ink)
    top = min(max(round(CENTRE - y), 0), SIDE - ink.shape[0])
    left = min(max(round(CENTRE - x), 0), SIDE - ink.shape[1])
    sheet = np.zeros((SIDE, SIDE), np.float32)
    sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return sheet
