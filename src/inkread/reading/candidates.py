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


def candidates_of(pieces: Pieces) -> list[Candidate]:
    """All candidates of a line of writing; every piece alone is one."""
    boundary = boundaries(pieces)
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
            candidate = _candidate(pieces, first, stop, box)
            if candidate is not None:
                found.append(candidate)
    return found


def boundaries(pieces: Pieces) -> npt.NDArray[np.float64]:
    """Log odds that one digit ends and the next begins between pieces i and i + 1."""
    odds = []
    for index, (cost, gap_px) in enumerate(zip(pieces.cost, pieces.gap_px, strict=True)):
        if cost is not None:
            here, there = pieces.boxes[index], pieces.boxes[index + 1]
            wide, tall = min(here.w, there.w) / pieces.height_px, min(here.h, there.h) / pieces.height_px
            odds.append(_CUT - _CUT_PER_STROKE * cost + _CUT_PER_WIDTH * wide + _CUT_PER_TALLNESS * tall)
            continue
        left, right = pieces.boxes[max(index - 2, 0) : index + 1], pieces.boxes[index + 1 : index + 4]
        beside = min(box.x for box in right) - max(box.right for box in left)
        free, shared = max(beside, 0) / pieces.height_px, max(-beside, 0) / pieces.height_px
        odds.append(
            _GAP_NONE
            + _GAP_PER_HEIGHT * free
            - _SHARED_PER_HEIGHT * shared
            + _APART_PER_HEIGHT * gap_px / pieces.height_px
        )
    return np.array(odds, dtype=np.float64)


# A logistic regression on the boundaries in 400 composed numbers.
_CUT, _CUT_PER_STROKE, _CUT_PER_WIDTH, _CUT_PER_TALLNESS = -2.8, 1.45, 1.5, 2.65
_GAP_NONE, _GAP_PER_HEIGHT, _SHARED_PER_HEIGHT, _APART_PER_HEIGHT = 1.45, 7.9, 11.1, 15.8
_NEVER_JOINED = 5.5
_WIDEST = 1.35


def _candidate(pieces: Pieces, first: int, stop: int, box: Box) -> Candidate | None:
    frame = pieces.frame
    y, x = box.y - frame.y, box.x - frame.x
    margin = slice(max(y - 1, 0), y + box.h + 1), slice(max(x - 1, 0), x + box.w + 1)
    labels = pieces.labels[margin]
    ink = np.where((labels > first) & (labels <= stop), pieces.ink[margin], 0).astype(np.float32)
    try:
        image = normalise(ink)
    except BlankInkError:
        return None
    as_digit, as_other = _priors(box, pieces.height_px)
    if not _is_whole(pieces, first, stop):
        # Ink is seldom partly a digit and partly something else.
        as_other = _PART_OF_INK
    return Candidate(first, stop, box, image, as_digit, as_other)


def _is_whole(pieces: Pieces, first: int, stop: int) -> bool:
    """Whether no cut through ink parts these pieces from their neighbours."""
    before = first == 0 or pieces.cost[first - 1] is None
    return before and (stop == len(pieces.boxes) or pieces.cost[stop - 1] is None)


_PART_OF_INK = -7.0


def _priors(box: Box, height_px: float) -> tuple[float, float]:
    """Log priors of a box as a digit and as something else, from its size among the line's digits."""
    tall, wide = box.h / height_px, box.w / height_px
    as_digit, as_other = 0.0, -4.5
    if tall < 0.6:
        as_digit -= 8 * (0.6 - tall) + (4.0 if tall < 0.3 else 0.0)
    if tall > 1.5:
        as_digit -= 2 * (tall - 1.5)
    if wide > 1.0:
        as_digit -= 3 * (wide - 1.0)
    if tall < 0.35:
        as_other = -0.3
    return as_digit, as_other
