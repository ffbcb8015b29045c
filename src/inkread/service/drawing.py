"""From the strokes of a pen to a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.load import Picture

Point = tuple[float, float, float]
"""x and y in pixels of the sheet, and the pressure from 0 to 1 (0.5 where the pen cannot tell)."""

FINE = 4
"""Binary places below the pixel that lines are drawn with."""


SHEET_PX = 280
"""The longer side that a drawing is read at: strokes are sharp at any size, small sheets are read sooner."""


def sheet_of(strokes: Sequence[Sequence[Point]], width: int, height: int, pen_px: float) -> Picture:
    """The drawing as a reader takes it, at most ``SHEET_PX`` long; boxes are in pixels of the whole sheet."""
    scale = min(1.0, SHEET_PX / max(width, height))
    smaller = [[(x * scale, y * scale, pressure) for x, y, pressure in stroke] for stroke in strokes]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey = draw(smaller, *size, pen_px * scale)
    return Picture(np.repeat(grey[..., None], 3, axis=2), width, height)


def draw(strokes: Sequence[Sequence[Point]], width: int, height: int, pen_px: float) -> npt.NDArray[np.uint8]:
    """The strokes on a white sheet as a scanner sees it: ``(height, width) uint8``, 255 = paper, 0 = ink.

    ``pen_px`` is the width of the line at a pressure of 0.5; at 0 half of that, at 1 half as much again.
    """
    sheet = np.full((height, width), 255, np.uint8)
    for stroke in strokes:
        # The last point is taken twice: a lone point is a line to itself, whose round end is the dot.
        for (x1, y1, p1), (x2, y2, p2) in zip(stroke, [*stroke[1:], stroke[-1]], strict=True):
            thickness = max(1, round(pen_px * (0.5 + (p1 + p2) / 2)))
            cv2.line(sheet, _fixed(x1, y1), _fixed(x2, y2), (0,), thickness, cv2.LINE_AA, FINE)
    return sheet


def _fixed(x: float, y: float) -> tuple[int, int]:
    return round(x * 2**FINE), round(y * 2**FINE)
