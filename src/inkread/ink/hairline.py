"""Hairlines: digits drawn one pixel wide, as by a drawing program's pencil, which reducing them would break.

::

    height of the digits  160 px      strokes of 1 px are 0.1 px wide where digits are 20 px high, and
    width of a stroke       1 px      any cut through them is short: they are widened
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.segment import components, digit_height
from inkread.ink.threshold import disc

Floats = npt.NDArray[np.float32]

HAIRLINE = 1.5
"""Strokes narrower than this many pixels are hairlines, if the digits are tall enough."""

TALL = 40
"""Digits of this many pixels, drawn with a common pen, have wider strokes."""

WIDE = 20
"""Hairlines become so many times narrower than the digits are high."""


def widened(light: Floats, ink: Floats, stroke: float) -> Floats:
    """The picture ``light (H, W)`` with its dark hairlines widened; the same object where there are none.

    ``ink (H, W)`` is what was found in it, and ``stroke`` how many pixels wide its widest strokes are.
    """
    if stroke >= HAIRLINE:
        return light
    boxes = components(ink, smallest_px=12).boxes
    tall = digit_height(boxes) if boxes else 0.0
    if tall < TALL:
        return light
    return np.asarray(cv2.erode(light, disc(max(round((tall / WIDE - 1) / 2), 1))), np.float32)
