"""Which runs of neighbouring pieces may be one digit, and how likely that is before reading them.

::

    pieces       a | b | c          boundaries have odds: a gap is nearly surely one, a cut through
    candidates   a  b  c            a thick stroke hardly ever
                 ab  bc  abc
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.clean import WIDEST
from inkread.ink.normalise import normalise
from inkread.ink.pieces import Pieces
from inkread.reading.odds import Floats, Odds, boundaries, digit_size, other_size, shipped_odds, weighed
from inkread.reading.result import Sight

Ink = npt.NDArray[np.float32]

Span = tuple[int, int, Box]
"""The first of some pieces, one past the last, and their box."""

MOST_JOINED = 9
"""Pieces that one digit may consist of."""

NEVER_JOINED = 5.5
"""Across a boundary with higher log odds no digit reaches."""

SIGN = 30.0
"""The log prior of a sign to be no digit, and less to be one: nothing that is seen outweighs it."""


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """Pieces ``first … stop - 1`` taken as one digit: its 28×28 ink, its box, and its log prior as a digit
    and as anything else. ``said (10,)`` is what the classifier says of it, where it was asked before."""

    first: int
    stop: int
    box: Box
    image: Ink
    as_digit: float
    as_other: float
    said: Ink | None = None


def candidates_of(
    pieces: Pieces,
    odds: Odds | None = None,
    seen: Mapping[Box, Sight] | None = None,
    spans: Sequence[Span] | None = None,
    signs: frozenset[Box] = frozenset(),
) -> list[Candidate]:
    """All candidates of a line of writing; every piece alone is one.

    ``seen`` are the whole components that the classifier has seen already, by their boxes; ``spans`` those
    of ``spans_of``, where they are known; ``signs`` are whole components that are no digits.
    """
    odds, seen = odds or shipped_odds(), seen or {}
    found = spans_of(pieces, boundaries(pieces, odds)) if spans is None else spans
    return [_candidate(pieces, *span, odds, seen.get(span[2]), is_sign=span[2] in signs) for span in found]


def spans_of(pieces: Pieces, boundary: Floats) -> list[Span]:
    """The runs of pieces that may be one digit; ``boundary (pieces - 1,)`` is that of ``odds.boundaries``."""
    found = []
    for first in range(len(pieces.boxes)):
        box = pieces.boxes[first]
        for stop in range(first + 1, min(first + MOST_JOINED, len(pieces.boxes)) + 1):
            if stop > first + 1:
                if boundary[stop - 2] > NEVER_JOINED:
                    break
                box = box.union(pieces.boxes[stop - 1])
                if box.w > WIDEST * pieces.height_px:
                    break
            found.append((first, stop, box))
    return found


def _candidate(
    pieces: Pieces, first: int, stop: int, box: Box, odds: Odds, sight: Sight | None, *, is_sign: bool
) -> Candidate:
    whole = pieces.is_whole(first, stop)
    weighed = (-SIGN, SIGN) if whole and is_sign else priors(pieces, first, stop, box, odds)
    if sight is not None and whole:
        return Candidate(first, stop, box, sight.image, *weighed, sight.probabilities)
    return Candidate(first, stop, box, normalise(pieces.ink_of(first, stop, box)), *weighed)


def priors(pieces: Pieces, first: int, stop: int, box: Box, odds: Odds) -> tuple[float, float]:
    """The log priors of the pieces ``first … stop - 1`` as a digit, and as anything else."""
    whole = pieces.is_whole(first, stop)
    as_digit = weighed(odds.digit, digit_size(box, pieces.height_px))
    as_other = weighed(odds.other, other_size(box, pieces.height_px, whole=whole))
    return as_digit, as_other
