"""The frame around one digit: the borders of its cell, and those of the cells beside it.

::

    ──┬───────────    a border lies far from the middle and runs on to the edge of the picture or to
      │    ▄▄         another border; a stroke ends on the paper
      │     █
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkread.ink.erase import erase_lines, erase_upright
from inkread.ink.lines import COVERED, covered, find_lines
from inkread.ink.ruled import Ruled, runs

Ink = npt.NDArray[np.float32]

OUTER, INNER = 0.2, 0.35
"""Borders lie in this outer share of the picture; farther in, to the second, if nothing branches off them."""

BARE = 0.97
"""The share of a border farther in that is no thicker than the rest of it."""

CUT_OFF = 0.14
"""A border may begin and end this share of the picture's side away from its edge."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The borders that run ``across`` and those that run ``down``, the latter with x and y exchanged."""

    across: list[Ruled]
    down: list[Ruled]

    def __len__(self) -> int:
        return len(self.across) + len(self.down)


def frame_of(ink: Ink) -> Frame:
    """The long straight lines near the edges of one digit's picture."""
    height, width = ink.shape
    sides, uprights = _edge_lines(ink), _edge_lines(ink.T)
    across = [line for line in sides if _held(line, uprights, width)]
    return Frame(across, [line for line in uprights if _held(line, sides, height)])


def without_frame(ink: Ink, frame: Frame, contrast: Ink | None = None) -> Ink:
    """The ink without its frame; the same object where that has no borders."""
    if not len(frame):
        return ink
    return erase_upright(erase_lines(ink, frame.across, contrast), frame.down, contrast)


def _edge_lines(ink: Ink) -> list[Ruled]:
    """The lines along the upper and the lower edge, nearly from side to side."""
    height, width = ink.shape
    shortest, margin = 0.75 * width, int(INNER * height)
    edges = ink[:margin], ink[height - margin :]
    if not any(covered(edge) >= COVERED * shortest for edge in edges):
        return []
    found = []
    for line in find_lines(ink, shortest, 0.14 * min(height, width)):
        middle = line.row((line.start + line.stop) // 2) / height
        away = min(middle, 1 - middle)
        through = line.start < CUT_OFF * width and line.stop > (1 - CUT_OFF) * width
        if through and (away < OUTER or (away < INNER and _is_bare(line, ink))):
            found.append(line)
    return found


def _is_bare(line: Ruled, ink: Ink) -> bool:
    """Whether nothing branches off a line, but for borders near its ends."""
    free = int(CUT_OFF * ink.shape[1])
    columns = np.arange(max(line.start, free), min(line.stop, ink.shape[1] - free))
    top, bottom = runs(ink >= np.float32(0.5), columns, line, line.thickness)
    return bool((bottom - top <= 1.5 * line.thickness + 2).mean() > BARE) if len(columns) else False


def _held(line: Ruled, others: list[Ruled], along: int) -> bool:
    """Whether both ends of a line are at the picture's edge or at one of ``others``."""
    places = np.array([line.start, line.stop - 1])
    for place, row in zip(places, line.rows(places), strict=True):
        at_edge = not 0.03 * along + 2 <= place <= 0.97 * along - 3
        if not at_edge and not any(_meets(other, place, row) for other in others):
            return False
    return True


def _meets(other: Ruled, place: float, row: float) -> bool:
    return abs(other.row(row) - place) <= other.thickness + 3
