"""What speaks for one way to cut a line and against another, and the weight of each piece of evidence.

A path's score is a sum over its steps, each a candidate read as a digit or as no digit:

    said × log p(digit)     + digit · size of the candidate          where it is read
    unsaid × log p(none)    + other · size of the candidate          where it is not
    cut or gap · the boundary at its right end                       in either case

The weights are in ``weights/odds.json``; ``python -m inkread.workflow.reader_odds`` fits them anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread import weights
from inkread.core import Box
from inkread.ink.pieces import Pieces

Floats = npt.NDArray[np.float64]

ODDS = Path(weights.__file__).with_name("odds.json")
"""The weights that ship with Inkread."""


@dataclass(frozen=True, slots=True)
class Odds:
    """The weights of the evidence, and the line that turns a number's share into its probability.

    ``digit``, ``other``, ``cut`` and ``gap`` go with ``digit_size``, ``other_size``, ``cut_evidence`` and
    ``gap_evidence``; ``number`` and ``one`` are slope and offset on the log odds of a number's and of a
    digit's share.
    """

    said: float
    unsaid: float
    digit: tuple[float, ...]
    other: tuple[float, ...]
    cut: tuple[float, ...]
    gap: tuple[float, ...]
    number: tuple[float, float]
    one: tuple[float, float]


@cache
def shipped_odds() -> Odds:
    """The weights of ``ODDS``."""
    kept = json.loads(ODDS.read_text(encoding="utf-8"))["odds"]
    frozen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return Odds(**frozen)


def digit_size(box: Box, height_px: float) -> tuple[float, ...]:
    """1, and how far a box is lower, far lower, higher and wider than a digit of its line may be."""
    tall, wide = box.h / height_px, box.w / height_px
    return 1.0, max(0.6 - tall, 0.0), float(tall < 0.3), max(tall - 1.5, 0.0), max(wide - 1.0, 0.0)


def other_size(box: Box, height_px: float, *, whole: bool) -> tuple[float, ...]:
    """1, whether a box is as low as no digit is, and whether it is cut from a neighbour.

    Ink is seldom partly a digit and partly something else.
    """
    return 1.0, float(box.h / height_px < 0.35), float(not whole)


def cut_evidence(pieces: Pieces, index: int, cost: float) -> tuple[float, ...]:
    """1, what the cut goes through in strokes, and the smaller width and height of the pieces beside it."""
    here, there = pieces.boxes[index], pieces.boxes[index + 1]
    return 1.0, cost, min(here.w, there.w) / pieces.height_px, min(here.h, there.h) / pieces.height_px


def gap_evidence(pieces: Pieces, index: int) -> tuple[float, ...]:
    """1, the free and the shared columns of three pieces on either side, and how far apart their ink is.

    All in heights of a digit; parts of a broken digit need not be neighbours in order.
    """
    left, right = pieces.boxes[max(index - 2, 0) : index + 1], pieces.boxes[index + 1 : index + 4]
    beside = (min([box.x for box in right]) - max([box.right for box in left])) / pieces.height_px
    return 1.0, max(beside, 0.0), max(-beside, 0.0), pieces.gap_px[index] / pieces.height_px


def weighed(weights: Sequence[float], evidence: Sequence[float]) -> float:
    """The sum of the evidence, each piece by its weight; for so few ``np.dot`` takes five times as long."""
    return sum(map(mul, weights, evidence), 0.0)


def boundaries(pieces: Pieces, odds: Odds | None = None) -> Floats:
    """Log odds that one digit ends and the next begins between pieces i and i + 1: ``(pieces - 1,)``."""
    odds = odds or shipped_odds()
    return np.array(
        [
            weighed(odds.gap, gap_evidence(pieces, index))
            if cost is None
            else weighed(odds.cut, cut_evidence(pieces, index, cost))
            for index, cost in enumerate(pieces.cost)
        ],
        dtype=np.float64,
    )


def calibrated(share: float, line: tuple[float, float]) -> float:
    """The probability that belongs to a share among rival readings: Platt's curve (1999)."""
    clipped = min(max(share, 1e-6), 1 - 1e-6)
    slope, offset = line
    return 1 / (1 + math.exp(-(slope * math.log(clipped / (1 - clipped)) + offset)))
