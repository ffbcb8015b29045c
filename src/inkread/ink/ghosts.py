"""Ghosts: parts of the ink that are far fainter than the writing, and smaller.

The grain of cardboard, erased pencil, the moiré of a screen. What is as large as the writing may be a rule of
its paper, and rules are found as lines.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.rank import middle, quantile
from inkread.ink.segment import means_of, of_parts

Ink = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]

FAINTEST = 0.35
"""Parts with less than this share of the writing's contrast are ghosts."""

FRAME = 0.8
"""What spans this share of the picture is a frame, or a rule, and tells nothing of the writing."""


HALF, PART = 0.5, 0.1
"""Ink is faint below this share of the strongest, and told apart from this share of it on."""


def without_ghosts(ink: Ink, contrast: Ink, labels: Whole, stats: Whole) -> Ink:
    """The ink without its far fainter parts; the same object where there are none.

    ``contrast`` is the map that the ink was made from; ``labels`` and ``stats`` are of its parts where
    there is ink of 0.4 at least, as ``labelled`` has them. The writing's own contrast is that of the middle
    part, tall parts counting more: grain has many parts, writing has tall ones.
    """
    if len(stats) <= 2:
        return ink
    own = means_of(labels, contrast, stats[1:, cv2.CC_STAT_AREA])
    sides = np.asarray(stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]], np.int32)
    faint = _fainter(own, sides, ink.shape)
    if not faint.any():
        return ink
    # The grey edges lie around the parts.
    gone = of_parts(np.concatenate([[False], faint]), labels).view(np.uint8)
    mask = (labels > 0).view(np.uint8)
    kept = cv2.dilate(mask - gone, np.ones((3, 3), np.uint8))
    return np.where((gone > 0) | ((kept == 0) & (mask == 0)), np.float32(0), ink)


def without_faint(ink: Ink, contrast: Ink) -> Ink:
    """The ink that has at least half of the contrast of the strongest; the same object where that is nearly
    all of it, or nearly nothing.

    What shines through from the back of a sheet touches what is written on its front, so that no part is a
    ghost as a whole. Strokes that fade go, too: to be compared with the whole ink.
    """
    mask = ink >= np.float32(0.5)
    if not mask.any():
        return ink
    near = cv2.dilate(contrast, np.ones((5, 5), np.uint8))
    faint = near < np.float32(HALF * quantile(near[mask], 0.9))
    share = np.count_nonzero(faint & mask) / np.count_nonzero(mask)
    return np.where(faint, np.float32(0), ink) if PART < share < 1 - PART else ink


def _fainter(own: Floats, sides: Whole, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Which parts, of their ``own`` contrast and ``sides (n, 2)``, are fainter and smaller than writing."""
    wide, high = sides.T
    frame = (wide > FRAME * shape[1]) | (high > FRAME * shape[0])
    faint = own < FAINTEST * middle(own, np.where(frame, 0.0, high.astype(np.float64) ** 2))
    tallest = high[~faint & ~frame].max(initial=0)
    return np.asarray(faint & (np.maximum(wide, high) < tallest), np.bool_)
