"""Which runs of neighbouring pieces may be one digit, and how likely that is before reading them.

::

    pieces       a | b | c          boundaries have odds: a gap is nearly surely one, a cut through
    candidates   a  b  c            a thick stroke hardly ever
                 ab  bc  abc
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.errors import BlankInkError
from inkread.ink.normalise import normalise
from inkread.ink.segment import Pieces
from inkread.reading.odds import Odds, boundaries, digit_size, other_size, shipped_odds

Ink = npt.NDArray[np.float32]

MOST_JOINED = 9
"""Pieces that one digit may consist of."""


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """Pieces ``first … stop - 1`` taken as one digit: its 28×28 ink, its box, and its log prior as a digit
    and as anything else."""

    first: int
    stop: int
    box: Box
    image: Ink
    as_digit: float
    as_other: float


def candidates_of(pieces: Pieces, odds: Odds | None = None) -> list[Candidate]:
    """All candidates of a line of writing; every piece alone is one."""
    odds = odds or shipped_odds()
    boundary = boundaries(pieces, odds)
    found = []
    for first in range(len(pieces.boxes)):
        box = pieces.boxes[first]
        for stop in range(first + 1, min(first + MOST_JOINED, len(pieces.boxes)) + 1):
            if stop > first + 1:
                if boundary[stop - 2] > _NEVER_JOINED:
                    break
                box = box.union(pieces.boxes[stop - 1])
                if box.w > _WIDEST * pieces.height_px:
                    break
            candidate = _candidate(pieces, first, stop, box, odds)
            if candidate is not None:
                found.append(candidate)
    return found


_NEVER_JOINED = 5.5
_WIDEST = 1.35


def _candidate(pieces: Pieces, first: int, stop: int, box: Box, odds: Odds) -> Candidate | None:
    frame = pieces.frame
    y, x = box.y - frame.y, box.x - frame.x
    margin = slice(max(y - 1, 0), y + box.h + 1), slice(max(x - 1, 0), x + box.w + 1)
    labels = pieces.labels[margin]
    ink = np.where((labels > first) & (labels <= stop), pieces.ink[margin], 0).astype(np.float32)
    try:
        image = normalise(ink)
    except BlankInkError:
        return None
    whole = _is_whole(pieces, first, stop)
    as_digit = float(np.dot(odds.digit, digit_size(box, pieces.height_px)))
    as_other = float(np.dot(odds.other, other_size(box, pieces.height_px, whole=whole)))
    return Candidate(first, stop, box, image, as_digit, as_other)


def _is_whole(pieces: Pieces, first: int, stop: int) -> bool:
    """Whether no cut through ink parts these pieces from their neighbours."""
    before = first == 0 or pieces.cost[first - 1] is None
    return before and (stop == len(pieces.boxes) or pieces.cost[stop - 1] is None)
