"""The frame around one digit: the borders of its cell, and those of the cells beside it.

::

    ──┬───────────    a border lies far from the middle and runs on to the edge of the picture or to
      │    ▄▄         another border; a stroke ends on the paper
      │     █
                      and where two lines end in one corner and there is more inside, both are borders
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

LONGER = 0.75
"""A border has this share of the picture's side, if it forms no corner with another."""

LONG, THIN, TOUCHED = 0.6, 0.07, 0.8
"""Shares of the picture: borders with a corner are so long and at most so thick. And so far they are bare."""

OVER = 0.04
"""They may cross in the corner, and go on for this share of their length."""

INSIDE = 0.1
"""The share of all ink that is not one corner's; with less, the corner is a digit's own, as in a 7."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The borders that run ``across`` and those that run ``down``, the latter with x and y exchanged."""

    across: list[Ruled]
    down: list[Ruled]

    def __len__(self) -> int:
        return len(self.across) + len(self.down)

    def ends_on_paper(self, shape: tuple[int, ...]) -> bool:
        """Whether a border ends well within a picture of this shape."""
        height, width = shape
        through = len(_through(self.across, width)) + len(_through(self.down, height))
        return through < len(self)


def frame_of(ink: Ink) -> Frame:
    """The long straight lines near the edges of one digit's picture, or those that meet in corners."""
    height, width = ink.shape
    reached = _reached(ink), _reached(ink.T)
    shortest = LONG if min(reached) >= COVERED * LONG else LONGER  # a corner has two sides
    sides = _edge_lines(ink, shortest) if reached[0] >= COVERED * shortest else []
    uprights = _edge_lines(ink.T, shortest) if reached[1] >= COVERED * shortest else []
    across, down = _through(sides, width), _through(uprights, height)
    sure = Frame(_held(across, down, width), _held(down, across, height))
    more = Frame(
        _with_corners(sure.across, sides, uprights, ink), _with_corners(sure.down, uprights, sides, ink.T)
    )
    if len(more) == len(sure) or len(more) > 2:
        return more
    return more if float(without_frame(ink, more).sum()) > INSIDE * float(ink.sum()) else sure


def without_frame(ink: Ink, frame: Frame, contrast: Ink | None = None) -> Ink:
    """The ink without its frame; the same object where that has no borders."""
    if not len(frame):
        return ink
    return erase_upright(erase_lines(ink, frame.across, contrast), frame.down, contrast)


def _reached(ink: Ink) -> float:
    """The share of the picture's width that has ink near its upper or its lower edge."""
    height, width = ink.shape
    margin = int(INNER * height)
    return float(max(covered(ink[:margin]), covered(ink[height - margin :])) / width)


def _edge_lines(ink: Ink, shortest: float) -> list[Ruled]:
    """The lines along the upper and the lower edge, as long as this share of the picture's width."""
    height, width = ink.shape
    found = []
    for line in find_lines(ink, shortest * width, 0.14 * min(height, width)):
        middle = line.row((line.start + line.stop) // 2) / height
        away = min(middle, 1 - middle)
        if away < OUTER or (away < INNER and _bare(line, ink) > BARE):
            found.append(line)
    return found


def _through(lines: list[Ruled], width: int) -> list[Ruled]:
    """Those that lead nearly from side to side."""
    most = CUT_OFF * width
    return [line for line in lines if line.start < most and line.stop > width - most]


def _with_corners(sure: list[Ruled], lines: list[Ruled], others: list[Ruled], ink: Ink) -> list[Ruled]:
    """The ``sure`` ones of ``lines``, and the thin and bare ones in a corner with one of ``others``."""

    def at_corner(line: Ruled) -> bool:
        thin = line.thickness <= THIN * min(ink.shape)
        return thin and _bare(line, ink) > TOUCHED and any(_corner(line, other) for other in others)

    return [line for line in lines if line in sure or at_corner(line)]


def _corner(line: Ruled, other: Ruled) -> bool:
    """Whether each ends at the other, or crosses it shortly before; ``other`` has x and y exchanged."""
    return _ends_at(line, other) and _ends_at(other, line)


def _ends_at(line: Ruled, other: Ruled) -> bool:
    over = other.thickness + 3 + OVER * line.length
    return any(abs(other.row(line.row(place)) - place) <= over for place in line.ends)


def _bare(line: Ruled, ink: Ink) -> float:
    """The share of a line from which nothing branches off, without its ends, where other borders are."""
    free = int(CUT_OFF * ink.shape[1])
    columns = np.arange(max(line.start, free), min(line.stop, ink.shape[1] - free))
    top, bottom = runs(ink >= np.float32(0.5), columns, line, line.thickness)
    return float((bottom - top <= 1.5 * line.thickness + 2).mean()) if len(columns) else 0.0


def _held(lines: list[Ruled], others: list[Ruled], along: int) -> list[Ruled]:
    """Those of which both ends are at the picture's edge or at one of ``others``."""
    return [line for line in lines if all(_end_held(line, place, others, along) for place in line.ends)]


def _end_held(line: Ruled, place: int, others: list[Ruled], along: int) -> bool:
    at_edge = not 0.03 * along + 2 <= place <= 0.97 * along - 3
    return at_edge or any(_meets(other, place, line.row(place)) for other in others)


def _meets(other: Ruled, place: float, row: float) -> bool:
    return abs(other.row(row) - place) <= other.thickness + 3
