"""Ink at a handy size: work that grows with the picture is done on no more pixels than a digit needs."""

from __future__ import annotations

from math import ceil

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.segment import stroke_of

Ink = npt.NDArray[np.float32]


def handy(ink: Ink, high_px: float, wanted_px: float) -> tuple[Ink, float, float]:
    """The ink reduced so that what was ``high_px`` high is at most ``wanted_px``; never enlarged.

    Returns it with how many pixels of the old each of the new is across, and how many down. Strokes
    stay at least about 2 pixels wide.
    """
    shrink = high_px / wanted_px
    if shrink <= 1:
        return ink, 1.0, 1.0
    wanting = ceil(2 * shrink - stroke_of(ink >= np.float32(0.5)))
    if wanting > 0:
        # A hairline would break when it is reduced.
        ink = np.asarray(cv2.dilate(ink, np.ones((wanting + 1, wanting + 1), np.uint8)), dtype=np.float32)
    small = reduced(ink, shrink)
    return small, ink.shape[1] / small.shape[1], ink.shape[0] / small.shape[0]


def reduced(picture: Ink, shrink: float) -> Ink:
    """A picture ``(H, W)`` with each side ``shrink`` times shorter, at least a pixel; pixels are averaged."""
    height, width = picture.shape
    size = max(round(width / shrink), 1), max(round(height / shrink), 1)
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    return small.reshape(size[::-1])
