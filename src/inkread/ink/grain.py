"""Grain: paper, wood or stone with nothing written on it varies as far to the light as to the dark."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.handy import reduced
from inkread.ink.rank import quantile

Light = npt.NDArray[np.float32]

WORKED_PX = 320
"""Grain is measured with the picture's longer side at so many pixels."""

AROUND_PX = 61
"""The level that it varies about is the middle one of a square of so many pixels."""

RARE = 0.002
"""The share of the picture that lies beyond what is taken for the farthest on either side."""

ALIKE = 1.5
"""Ink is at least so many times as far from its paper as the paper's own lightest places."""

DEEPEST = 0.4
"""Grain is nowhere farther than this from the paper's level."""


def is_grain(light: Light) -> bool:
    """Whether a picture ``(H, W)`` in [0, 1], evenly lit, shows nothing but the grain of what it shows."""
    small = reduced(light, max(max(light.shape) / WORKED_PX, 1.0))
    levels = np.rint(small * 255).astype(np.uint8)
    level = np.asarray(cv2.medianBlur(levels, AROUND_PX), np.float32) / 255
    apart = cv2.GaussianBlur(small, (0, 0), 0.8) / np.maximum(level, np.float32(0.05)) - 1
    darkest, lightest = -quantile(apart, RARE), quantile(apart, 1 - RARE)
    return max(darkest, lightest) < DEEPEST and max(darkest, lightest) < ALIKE * min(darkest, lightest)
