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
from inkread.ink.pieces import Pieces
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
    try:
        image = normalise(pieces.ink_of(first, stop, box))
    except BlankInkError:
        return None
    return Candidate(first, stop, box, image, *priors(pieces, first, stop, box, odds))


def priors(pieces: Pieces, first: int, stop: int, box: Box, odds: Odds) -> tuple[float, float]:
    """The log priors of the pieces ``first … stop - 1`` as a digit, and as anything else."""
    whole = pieces.is_whole(first, stop)
    as_digit = float(np.dot(odds.digit, digit_size(box, pieces.height_px)))
    as_other = float(np.dot(odds.other, other_size(box, pieces.height_px, whole=whole)))
    return as_digit, as_other
