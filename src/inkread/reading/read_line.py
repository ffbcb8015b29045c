"""A line of writing as it is read: its rival cuts, the best path, and where its numbers begin and end."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Probabilities
from inkread.core import Box
from inkread.ink.clean import Line
from inkread.ink.pieces import Pieces
from inkread.ink.rank import median
from inkread.reading.candidates import Candidate
from inkread.reading.decode import Decoded, log_classes
from inkread.reading.odds import calibrated, shipped_odds
from inkread.reading.rivals import Rival, rivals, text_share

SPECK = 0.4
"""What is no digit and smaller than this share of the digits' height ends no number."""

WIDE_GAP, FAR_GAP = 0.75, 1.2
"""On a page a gap of more digit heights than the first, and twice the usual one, ends a number; one of more
than the second does, however usual: digits in squares and boxes of their own are closer."""


@dataclass(frozen=True, eq=False, slots=True)
class ReadLine:
    """A line with everything that was considered for it.

    ``opinions`` are the probabilities of the numbers on which a second opinion was heard, by their pieces.
    """

    line: Line
    candidates: list[Candidate]
    probabilities: Probabilities
    decoded: Decoded
    opinions: Mapping[tuple[int, int], float] = field(default_factory=dict)

    @property
    def pieces(self) -> Pieces:
        return self.line.pieces

    def rivals(self, first: int, stop: int, most: int = 8) -> list[Rival]:
        """What the steps ``first … stop - 1`` of the best path may say instead, likeliest first."""
        return rivals(self.decoded, *self.decoded.ends(first, stop), most)

    def share(self, first: int, stop: int, text: str) -> float:
        """The share of all readings that say ``text`` at these steps, however they cut it; in [0, 1]."""
        return math.exp(text_share(self.decoded, *self.decoded.ends(first, stop), text))

    def sure(self, first: int, stop: int, text: str) -> float:
        """The probability that ``text`` is what these steps say: both opinions', or the lattice's alone."""
        ends = self.decoded.ends(first, stop)
        if ends in self.opinions:
            return self.opinions[ends]
        return calibrated(self.share(first, stop, text), shipped_odds().number)

    def numbers(self, first: int = 0, stop: int | None = None) -> list[tuple[int, int]]:
        """The first and one past the last step of each of a page's numbers among ``first … stop - 1``.

        A wide gap ends a number, and so does what is no digit, but for specks.
        """
        steps = self.decoded.steps
        among = range(first, len(steps) if stop is None else stop)
        kept = [i for i in among if steps[i].digit is not None or not self._is_speck(i)]
        groups: list[list[int]] = [[]]
        for index, ended in zip(kept, self._ends(kept), strict=True):
            if steps[index].digit is not None:
                groups[-1].append(index)
            if ended or steps[index].digit is None:
                groups.append([])
        return [(group[0], group[-1] + 1) for group in groups if group]

    def doubts(self, first: int, stop: int) -> npt.NDArray[np.float64]:
        """How much likelier each digit of these steps is to be none than to be a digit: log ratios."""
        digits = [step.candidate for step in self.decoded.steps[first:stop] if step.digit is not None]
        scores = log_classes(self.probabilities[digits])
        return np.asarray(scores[:, -1] - scores[:, :-1].max(axis=1), np.float64)

    def _box(self, index: int) -> Box:
        return self.candidates[self.decoded.steps[index].candidate].box

    def _is_speck(self, index: int) -> bool:
        box = self._box(index)
        return max(box.w, box.h) < SPECK * self.pieces.height_px

    def _ends(self, kept: list[int]) -> list[bool]:
        """After which of these steps the space is too wide for the next to belong to the same number."""
        boxes = [self._box(index) for index in kept]
        gaps = [there.x - here.right for here, there in itertools.pairwise(boxes)]
        if not gaps:
            return [False] * len(kept)
        height = self.pieces.height_px
        usual = max(median(np.array(gaps)), 0.1 * height)
        least = max(WIDE_GAP * height, min(2 * usual, FAR_GAP * height))
        return [*(gap > least for gap in gaps), False]
