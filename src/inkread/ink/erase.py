"""Taking ruled lines away without cutting what is written across and along them.

::

      ███                ███
        █                  █        a line is erased column by column, but only where the ink
    ────█─────    →        █        is no thicker than the line itself: where a stroke crosses
       █                  █         it, the stroke is left whole
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.rank import median
from inkread.ink.ruled import Ruled, runs, within
from inkread.ink.segment import labelled, of_parts

Ink = npt.NDArray[np.float32]


SNUG, LOOSE = (1.3, 1.5), (1.5, 2.0)
"""Ink on a line is the line's own up to so many times its thickness and so many pixels more."""


def erase_lines(ink: Ink, lines: list[Ruled], contrast: Ink | None = None, *, snug: bool = False) -> Ink:
    """The ink without ``lines``; where a stroke crosses or touches one, the stroke stays whole.

    With the map of ``contrast``, also where it is a third above the line's own: a stroke written along
    the line. ``snug`` leaves what is but a little thicker than the line: feet of digits that stand on it.
    """
    if not lines:
        return ink
    share, more = SNUG if snug else LOOSE
    erased = ink.copy()
    mask = ink >= np.float32(0.2)
    for line in lines:
        columns = np.arange(line.start, line.stop)
        top, bottom = runs(mask, columns, line, line.thickness)
        thin = (bottom > top) & ((bottom - top) <= share * line.thickness + more)
        if contrast is not None and thin.any():
            level = contrast[within(np.rint(line.rows(columns)).astype(np.int64), len(ink)), columns]
            thin &= level <= 1.35 * median(level[thin]) + 0.03
        for offset in range(int((bottom - top)[thin].max(initial=0))):
            inside = thin & (top + offset < bottom)
            erased[top[inside] + offset, columns[inside]] = 0
    return _without_remains(erased, lines)


def erase_upright(ink: Ink, lines: list[Ruled], contrast: Ink | None = None) -> Ink:
    """As ``erase_lines``, of upright lines: ``lines`` have x and y exchanged."""
    return erase_lines(ink.T, lines, None if contrast is None else contrast.T).T.copy()


def _without_remains(ink: Ink, lines: list[Ruled]) -> Ink:
    """The ink without what is left of ``lines``: flat bits that lie along them."""
    mask = (ink > 0).view(np.uint8)
    labels, stats, centres = labelled(mask)
    remains = np.zeros(len(stats), np.bool_)
    for line in lines:
        away = np.abs(line.rows(centres[:, 0]) - centres[:, 1])
        beside = (centres[:, 0] >= line.start - 1) & (centres[:, 0] <= line.stop)
        flat = (stats[:, cv2.CC_STAT_HEIGHT] <= 2 * line.thickness + 1) & (
            stats[:, cv2.CC_STAT_WIDTH] <= 8 * line.thickness + 4
        )
        remains |= beside & flat & (away <= 2 * line.thickness + 1)
    remains[0] = False
    return np.where(of_parts(remains, labels), np.float32(0), ink) if remains.any() else ink
