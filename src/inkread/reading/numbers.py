"""Reading lines of writing: every line's rival cuts, all classified together, the best path of each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from inkread.classifier.base import Classifier, Probabilities
from inkread.core import around
from inkread.ink.clean import Line, Row, writing
from inkread.ink.normalise import normalise
from inkread.ink.pieces import Pieces
from inkread.ink.sheet import Sheet
from inkread.reading.candidates import Candidate, candidates_of
from inkread.reading.decode import Decoded, decode, replaced
from inkread.reading.frames import without_sides
from inkread.reading.line_opinion import Recogniser, second_opinion
from inkread.reading.odds import boundaries, calibrated, shipped_odds
from inkread.reading.reasons import reason_for
from inkread.reading.result import Digit, Number, Reading, Rejection, Sight
from inkread.reading.rivals import Rival, likeliest, rivals

SURE = 0.98
"""A component that is a digit with this probability is not cut."""

WIDE_GAP = 0.75
"""On a page a gap of more than this many digit heights, and twice the usual one, ends a number."""


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
        start, end = self.decoded.spans[first][0], self.decoded.spans[stop - 1][1]
        return rivals(self.decoded, start, end, most)

    def share(self, first: int, stop: int, text: str) -> float:
        """The share of all readings that say ``text`` at these steps, however they cut it; in [0, 1]."""
        same = (rival.log_p for rival in self.rivals(first, stop) if rival.text == text)
        return math.exp(max(same, default=-math.inf))

    def sure(self, first: int, stop: int, text: str) -> float:
        """The probability that ``text`` is what these steps say: both opinions', or the lattice's alone."""
        ends = self.decoded.spans[first][0], self.decoded.spans[stop - 1][1]
        if ends in self.opinions:
            return self.opinions[ends]
        return calibrated(self.share(first, stop, text), shipped_odds().number)


def read_numbers(
    sheet: Sheet, classifier: Classifier, *, one_line: bool, recogniser: Recogniser | None = None
) -> Reading:
    """All numbers on the sheet in reading order; with ``one_line`` all its digits are one number.

    The ``recogniser`` is asked about those that the lattice is not sure of.
    """
    numbers: list[Number] = []
    rejected: list[Rejection] = []
    for line in read_lines(sheet, classifier, one_line=one_line, recogniser=recogniser):
        for first, stop in _stretches(line, one_line=one_line):
            number = _number(sheet, line, first, stop)
            if number is not None:
                numbers.append(number)
        rejected += _rejections(sheet, line)
    return Reading(None, tuple(numbers), tuple(rejected))


def read_lines(
    sheet: Sheet, classifier: Classifier, *, one_line: bool, recogniser: Recogniser | None = None
) -> list[ReadLine]:
    """Every line of writing with its candidates, classified in one batch, and its best path."""
    rows = [without_sides(row) for row in writing(sheet.ink, sheet.contrast, one_line=one_line)]
    lines = [row.cut(whole) for row, whole in zip(rows, _surely_whole(rows, classifier), strict=True)]
    candidates = [candidates_of(line.pieces) for line in lines]
    images = [candidate.image for found in candidates for candidate in found]
    probabilities = classifier(np.stack(images) if images else np.zeros((0, 28, 28), np.float32))
    read, start = [], 0
    for line, found in zip(lines, candidates, strict=True):
        own = probabilities[start : start + len(found)]
        start += len(found)
        decoded = decode(found, own, boundaries(line.pieces))
        read.append(ReadLine(line, found, own, likeliest(found, decoded)))
    return read if recogniser is None else [_asked(line, recogniser, one_line=one_line) for line in read]


def _asked(line: ReadLine, recogniser: Recogniser, *, one_line: bool) -> ReadLine:
    """The line as the recogniser, too, reads those of its numbers that are in doubt."""
    decoded, opinions = line.decoded, {}
    for first, stop in reversed(_stretches(line, one_line=one_line)):
        ends = decoded.spans[first][0], decoded.spans[stop - 1][1]
        opinion = second_opinion(recogniser, line.pieces, line.candidates, decoded, *ends)
        # On a page a number that falls apart stays as it was.
        if opinion is not None and (one_line or all(step.digit is not None for step in opinion.steps)):
            decoded, opinions[ends] = replaced(decoded, first, stop, opinion.steps), opinion.probability
    return replace(line, decoded=decoded, opinions=opinions)


def _surely_whole(rows: list[Row], classifier: Classifier) -> list[frozenset[int]]:
    """Of each row the components that are so surely one digit that cutting them is wasted work."""
    doubtful = [(number, index) for number, row in enumerate(rows) for index in row.doubtful()]
    if not doubtful:
        return [frozenset()] * len(rows)
    images = np.stack([normalise(rows[number].alone(index)) for number, index in doubtful])
    sure = classifier(images).max(axis=1) >= SURE
    settled = [place for place, certain in zip(doubtful, sure, strict=True) if certain]
    return [frozenset(index for at, index in settled if at == number) for number in range(len(rows))]


def _stretches(line: ReadLine, *, one_line: bool) -> list[tuple[int, int]]:
    """The stretches of steps that are numbers: first and one past the last step of each."""
    steps = line.decoded.steps
    if one_line:
        return [(0, len(steps))]
    ends = _number_ends(line)
    stretches, first = [], None
    for index, step in enumerate(steps):
        if step.digit is None:
            if first is not None:
                stretches.append((first, index))
            first = None
            continue
        if first is None:
            first = index
        if ends[index]:
            stretches.append((first, index + 1))
            first = None
    if first is not None:
        stretches.append((first, len(steps)))
    return stretches


def _number_ends(line: ReadLine) -> list[bool]:
    """After which steps the space is too wide for the next to belong to the same number."""
    boxes = [line.candidates[step.candidate].box for step in line.decoded.steps]
    gaps = np.array([there.x - here.right for here, there in itertools.pairwise(boxes)])
    if not len(gaps):
        return [False]
    height = line.pieces.height_px
    usual = max(float(np.median(gaps)), 0.1 * height)
    return [bool(gap > WIDE_GAP * height and gap > 2 * usual) for gap in gaps] + [False]


def _number(sheet: Sheet, line: ReadLine, first: int, stop: int) -> Number | None:
    digits, odds = [], shipped_odds()
    for step in line.decoded.steps[first:stop]:
        if step.digit is not None:
            candidate = line.candidates[step.candidate]
            box = sheet.on_picture(candidate.box, line.line.back)
            seen = Sight(candidate.image, line.probabilities[step.candidate])
            sure = calibrated(step.confidence, odds.one)
            digits.append(Digit(step.digit, sure, box, seen))
    if not digits:
        return None
    text = "".join(str(digit.digit) for digit in digits)
    box = around(digit.box for digit in digits)
    return Number(text, line.sure(first, stop, text), box, tuple(digits))


def _rejections(sheet: Sheet, line: ReadLine) -> list[Rejection]:
    found = []
    for step in line.decoded.steps:
        candidate = line.candidates[step.candidate]
        if step.digit is None and candidate.box.h >= 0.35 * line.pieces.height_px:
            box = sheet.on_picture(candidate.box, line.line.back)
            found.append(Rejection(box, reason_for(candidate, line.pieces, sheet.ink.shape)))
    return found
