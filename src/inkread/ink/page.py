"""A page: what of its ink is writing, and the lines that it stands in.

::

    photograph  →  without the table, the frame, the rules  →  lines of writing, from top to bottom
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import Box, around
from inkread.ink.cell import without_debris
from inkread.ink.frame import without_frame
from inkread.ink.paper import strewn, without_dark
from inkread.ink.ruling import usual_height, without_lines
from inkread.ink.segment import Components, digit_height, lines_of_writing

Ink = npt.NDArray[np.float32]

CELL_PX = 400
"""Pictures that are nowhere larger may be one cell of a form, with its borders and its neighbours' ink."""

SQUARE = 1.5
"""A cell is at most so many times as wide as high, or as high as wide."""

LARGEST = 3.0
"""What the edge cuts off and is so many times as large as the writing is no writing."""

LOWEST = 0.4
"""Lines of writing at the upper or lower edge that are lower than this share of the highest are remains."""


def unruled_page(ink: Ink, contrast: Ink | None = None) -> Ink:
    """The ink of a page, or of one cell, without rules, borders and what the paper lies on."""
    if max(ink.shape) <= min(CELL_PX, SQUARE * min(ink.shape)):
        unframed = without_frame(ink, contrast)
        if unframed is not ink:
            return without_debris(unframed)
    ink = without_dark(ink)
    unruled = without_lines(ink, contrast, one_line=False)
    cloth = strewn(unruled)
    if cloth is None:
        return unruled
    return without_lines(np.where(cloth, np.float32(0), ink), contrast, one_line=False)


def rows_of_page(found: Components) -> list[list[int]]:
    """The lines of writing of a page, without remains at its edges: indices into ``found.boxes``."""
    height = len(found.labels)
    kept = _writing(found)
    boxes = [found.boxes[i] for i in kept]
    groups = lines_of_writing(boxes)
    heights = [digit_height([boxes[i] for i in group]) for group in groups]
    frames = [around(boxes[i] for i in group) for group in groups]
    lowest = LOWEST * max(heights, default=0)
    rows = zip(groups, heights, frames, strict=True)
    return [
        [kept[i] for i in row] for row, own, frame in rows if own >= lowest or _inside(frame, own, height)
    ]


def _writing(found: Components) -> list[int]:
    """The components but those that reach in from the picture's edge and are far larger than the others."""
    height, width = found.labels.shape
    largest = LARGEST * (usual_height(found) or max(height, width))

    def reaches_in(box: Box) -> bool:
        at_edge = box.x <= 0 or box.y <= 0 or box.right >= width or box.bottom >= height
        return at_edge and max(box.h, box.w / 2) > largest

    return [i for i, box in enumerate(found.boxes) if not reaches_in(box)]


def _inside(frame: Box, own: float, height: int) -> bool:
    """Whether a line of writing keeps its own height's distance from the upper and the lower edge."""
    return frame.y > own and frame.bottom < height - own
