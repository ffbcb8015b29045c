"""A page: what of its ink is writing, and the lines that it stands in.

::

    photograph  →  without the table, the frame, the rules  →  lines of writing, from top to bottom
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import Box, around
from inkread.ink.cell import without_debris
from inkread.ink.columns import is_remnant, parted
from inkread.ink.frame import frame_of, without_frame
from inkread.ink.paper import strewn, without_dark, without_dots
from inkread.ink.ruled import Ruled
from inkread.ink.ruling import LARGEST, is_ruled, unruled, usual_height
from inkread.ink.segment import SMALLEST_PX, Components, components, digit_height, lines_of_writing
from inkread.ink.separators import without_points

Ink = npt.NDArray[np.float32]

CELL_PX = 400
"""Pictures that are nowhere larger may be one cell of a form, with its borders and its neighbours' ink."""

SQUARE = 1.5
"""A cell is at most so many times as wide as high, or as high as wide."""

CUT = 0.7
"""What a side of the picture cuts off and is lower than this share of the writing remains of a digit."""

LOWEST = 0.4
"""Lines of writing at the upper or lower edge that are lower than this share of the highest are remains."""


def is_cell(shape: tuple[int, ...]) -> bool:
    """Whether a picture may be one cell: small, and nearly square."""
    return max(shape) <= min(CELL_PX, SQUARE * min(shape))


def unruled_page(ink: Ink, contrast: Ink | None = None) -> tuple[Ink, Components, list[Ruled]]:
    """The ink of a page, or of one cell, without rules, borders and what the paper lies on.

    Its components come along, and the upright rules, x and y exchanged: they part the columns of a table.
    """
    if is_cell(ink.shape) and not is_ruled(ink):
        frame = frame_of(ink)
        if len(frame):
            inside = without_debris(without_frame(ink, frame, contrast))
            if frame.ends_on_paper(ink.shape):  # there may be a table's cells inside
                return unruled(inside, contrast, one_line=False)
            return inside, components(inside, SMALLEST_PX), []
    ink = without_dark(ink)
    page, found, uprights = unruled(ink, contrast, one_line=False)
    found = without_dots(found)
    cloth = strewn(found)
    if cloth is None:
        return page, found, uprights
    return unruled(np.where(cloth, np.float32(0), ink), contrast, one_line=False)


def rows_of_page(found: Components, uprights: list[Ruled]) -> list[list[int]]:
    """The lines of writing of a page, without remains at its edges: indices into ``found.boxes``."""
    height = len(found.labels)
    tall = usual_height(found) or float(max(found.labels.shape))
    kept = [i for i in _writing(found, tall) if not is_remnant(found.boxes[i], uprights)]
    boxes = [found.boxes[i] for i in kept]
    groups = without_points(lines_of_writing(boxes, parted(boxes, uprights, tall)), boxes, tall)
    heights = [digit_height([boxes[i] for i in group]) for group in groups]
    frames = [around(boxes[i] for i in group) for group in groups]
    lowest = LOWEST * max(heights, default=0)
    rows = [
        group
        for group, own, frame in zip(groups, heights, frames, strict=True)
        if own >= lowest or _inside(frame, own, height)
    ]
    return [[kept[i] for i in row] for row in rows]


def _writing(found: Components, height_px: float) -> list[int]:
    """The components but those that reach in from the picture's edge and are far larger than the others, and
    those that its sides have cut to less than half a digit."""
    height, width = found.labels.shape

    def reaches_in(box: Box) -> bool:
        return max(box.h, box.w / 2) > LARGEST * height_px and box.reaches(height, width, 2)

    def cut_off(box: Box) -> bool:
        return max(box.h, 2 * box.w) < CUT * height_px and (box.x <= 2 or box.right >= width - 2)

    return [i for i, box in enumerate(found.boxes) if not reaches_in(box) and not cut_off(box)]


def _inside(frame: Box, own: float, height: int) -> bool:
    """Whether a line of writing keeps its own height's distance from the upper and the lower edge."""
    return frame.y > own and frame.bottom < height - own
