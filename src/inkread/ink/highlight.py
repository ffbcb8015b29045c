"""Highlighter over writing: coloured fields lose their colour, so that what is written in them stands out.

::

    12 ▒▒▒▒▒▒ 7       12  345   7     fields that are coloured, higher than strokes are thick, and hold
    12 ▒345▒▒ 7   →   12  345   7     darker strokes: there a pixel is as light as the lightest of its
                                      channels, in which highlighters are as light as paper
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.handy import reduced
from inkread.ink.rank import median
from inkread.ink.tone import is_grey

Light = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]

WORKED_PX = 400
"""Fields are looked for with the picture's shorter side at so many pixels at most."""

COLOURED = 0.08
"""In a field the lightest channel is so much lighter than the picture's grey, beyond what it is elsewhere."""

THICK = 7
"""Fields are at least twice so many of these pixels high, and writing in them half so many thick."""

FILLED = 0.75
"""The share of the smallest turned rectangle around it that a field fills."""

SMALLEST_PX = 120
"""In pictures with a shorter side than this, coloured fields may be coloured writing."""

DARKER = 0.75
"""What is written in a field has at most this share of its light, in the lightest channel."""

LEAST, MOST = 0.02, 0.5
"""The share of a field that is writing."""


def without_highlights(light: Light, pixels: npt.NDArray[np.uint8]) -> Light:
    """``light (H, W)`` of ``pixels (H, W, 3) uint8`` without coloured fields; the same object without any."""
    if is_grey(pixels) or min(light.shape) < SMALLEST_PX:
        return light
    small = reduced(light, max(min(light.shape) / WORKED_PX, 1.0))
    clear = _lightest(cv2.resize(pixels, small.shape[::-1], interpolation=cv2.INTER_AREA))
    fields = _fields(clear - small, clear)
    if fields is None:
        return light
    whole = cv2.resize(fields, light.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(light + whole * (_lightest(pixels) - light), np.float32)


def _lightest(pixels: cv2.typing.MatLike) -> Light:
    """The light of each pixel's lightest channel: ``(H, W)`` in [0, 1]."""
    red, green, blue = cv2.split(pixels)  # NumPy's maximum along the channels takes 25 times as long
    return np.asarray(cv2.max(cv2.max(red, green), blue) / np.float32(255), np.float32)


def _fields(colour: Light, clear: Light) -> Light | None:
    """1 where coloured fields with writing are, 0 elsewhere; None without one."""
    usual, paper = (median(values.ravel()[::7]) for values in (colour, clear))
    coloured = ((colour - usual > COLOURED) & (clear > DARKER * paper)).view(np.uint8)
    if not coloured.any():
        return None
    thick = np.ones((THICK, THICK), np.uint8)
    solid = cv2.morphologyEx(cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, thick), cv2.MORPH_OPEN, thick)
    fields = np.zeros_like(clear)
    for outline in cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        sides = cv2.minAreaRect(outline)[1]
        if min(sides) < 2 * THICK or cv2.contourArea(outline) < FILLED * sides[0] * sides[1]:
            continue
        x, y, w, h = cv2.boundingRect(outline)
        left, top = max(x - THICK, 0), max(y - THICK, 0)
        window = slice(top, y + h + THICK), slice(left, x + w + THICK)
        own = np.zeros(clear[window].shape, np.uint8)
        cv2.drawContours(own, [outline], -1, 1, cv2.FILLED, offset=(-left, -top))
        if _is_marked(coloured[window], clear[window], own):
            fields[window][own > 0] = 1
    return np.asarray(cv2.dilate(fields, np.ones((3, 3), np.uint8)), np.float32) if fields.any() else None


def _is_marked(coloured: Mask, clear: Light, own: Mask) -> bool:
    """Whether a field lies on paper that is no darker, is mostly coloured, and holds some writing.

    All three are of a window that is ``THICK`` wider than the field.
    """
    within, around = own > 0, cv2.dilate(own, np.ones((2 * THICK + 1,) * 2, np.uint8)) > own
    written = clear[within] < DARKER * median(clear[within])
    on_paper = median(clear[around]) >= DARKER * median(clear[within])
    mostly = float(coloured[within].mean()) >= 1 - MOST
    return on_paper and mostly and LEAST <= float(written.mean()) <= MOST
