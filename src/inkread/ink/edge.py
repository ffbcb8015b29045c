"""Where something dark ends: ink that is dark on one side too, and so no stroke.

::

      ░█░      ▓▓█░
      ░█░      ▓▓█░      a stroke has paper on both sides, the edge of a table or a
      ░█░      ▓▓█░      coloured field on one
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.rank import median, quantile
from inkread.ink.segment import components, stroke_of
from inkread.ink.threshold import disc

Floats = npt.NDArray[np.float32]

NEAR, FAR = 0.35, 0.85
"""Beside a stroke lies what is so many of its widths away, at least 2 and 4 pixels."""

AS_DARK = 0.4
"""What is beside a stroke is as dark where it has this share of the way from ink to paper at most."""


PAPER = 0.8
"""Of what is beside a stroke this share is no lighter than the paper."""


def dark_beside(light: Floats, ink: Floats, box: Box) -> float:
    """The share of what lies beside the largest part in ``box`` that is as dark as the part; in [0, 1].

    ``light (H, W) float32`` is the picture, dark where there is ``ink (H, W) float32``.
    """
    margin = 4 + round(FAR * min(box.w, box.h))
    y, x = max(box.y - margin, 0), max(box.x - margin, 0)
    window = slice(y, box.bottom + margin), slice(x, box.right + margin)
    found = components(ink[window])
    if not found.boxes:
        return 0.0
    part = found.labels == 1
    width = stroke_of(part)
    near, far = max(round(NEAR * width), 2), max(round(FAR * width), 4)
    beside = _grown(part, far) & ~_grown(part, near) & (ink[window] < np.float32(0.1))
    if not beside.any():
        return 0.0
    own, other = median(light[window][part]), light[window][beside]
    paper = quantile(other, PAPER)
    return float((other < own + AS_DARK * (paper - own)).mean())


def _grown(part: npt.NDArray[np.bool_], by: int) -> npt.NDArray[np.bool_]:
    return np.asarray(cv2.dilate(part.view(np.uint8), disc(by)) > 0)
