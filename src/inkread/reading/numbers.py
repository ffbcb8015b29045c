"""Reading lines of writing: every line's rival cuts, all classified together, the best path of each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Classifier, Probabilities
from inkread.core import CLASSES, SIDE, Box, around
from inkread.ink.clean import Line, Row, writing
from inkread.ink.normalise import Ink, normalise
from inkread.ink.sheet import Sheet
from inkread.reading.candidates import Candidate, Span, candidates_of, spans_of
from inkread.reading.decode import decode, replaced
from inkread.reading.frames import without_sides
from inkread.reading.line_opinion import ASKED, Recogniser, second_opinion
from inkread.reading.odds import Floats, boundaries, calibrated, shipped_odds
from inkread.reading.read_line import ReadLine
from inkread.reading.reasons import reason_for
from inkread.reading.result import Digit, Number, Reading, Rejection, Sight
from inkread.reading.rivals import likeliest
from inkread.reading.signs import signs_of
from inkread.reading.strays import LONE_STROKE, is_edge, is_stray
from inkread.reading.uprights import RULED_LINE, are_uprights

SURE = 0.98
"""A component that is a digit with this probability is not cut."""

MOST_CANDIDATES = 5_000
"""Candidates on one page at most; of more, those of the lines with the tallest digits."""

MOST_ASKED = 150
"""Numbers on one page about which a second opinion is heard."""

SURELY = 0.95
"""What is read with this probability is doubted less."""

DOUBTED, DENIED = -2.5, 0.0
"""On a page no number is what has more doubt than this, or, where it is surely read, than the second."""

LETTERS, STEEP = -3.5, 4.0
"""Around this doubt a page's numbers lose up to half of their confidence: few real ones have as much."""


def numbers_of(sheet: Sheet, lines: Sequence[ReadLine], *, one_line: bool) -> Reading:
    """All numbers in the ``lines`` of a sheet, in their order; with ``one_line`` all its digits are one."""
    numbers: list[Number] = []
    rejected: list[Rejection] = []
    for line in lines:
        for first, stop in _stretches(line, one_line=one_line):
            number = _number(sheet, line, first, stop)
            if number is None:
                continue
            doubts = np.array([-math.inf]) if one_line else line.doubts(first, stop)
            if doubts.mean() > (DENIED if number.confidence >= SURELY else DOUBTED):
                rejected.append(Rejection(number.box, "not a number"))
            else:
                numbers.append(replace(number, confidence=number.confidence * _believed(doubts)))
        rejected += _rejections(sheet, line)
    reasons = _reasons(sheet, numbers, one_line=one_line)
    rejected += [Rejection(n.box, reason) for n, reason in zip(numbers, reasons, strict=True) if reason]
    kept = [number for number, reason in zip(numbers, reasons, strict=True) if not reason]
    return Reading(None, tuple(kept), tuple(rejected))


def _reasons(sheet: Sheet, numbers: list[Number], *, one_line: bool) -> list[str | None]:
    """Why each of the numbers is none, or None."""
    strays = [is_edge(sheet, number) for number in numbers] if one_line else is_stray(sheet, numbers)
    uprights = are_uprights(sheet, numbers)
    return [
        LONE_STROKE if stray else RULED_LINE if upright else None
        for stray, upright in zip(strays, uprights, strict=True)
    ]


def _believed(doubts: npt.NDArray[np.float64]) -> float:
    """What is left of a number's confidence where its digits may well be letters or signs: half, at least.

    Half it is where the first or the last is likelier none: it may be a sign beside the number.
    """
    if max(doubts[0], doubts[-1]) > 0:
        return 0.5
    return 1 - 0.5 / (1 + math.exp(min(STEEP * (LETTERS - float(doubts.mean())), 50.0)))


def read_lines(
    sheet: Sheet, classifier: Classifier, *, one_line: bool, recogniser: Recogniser | None = None
) -> list[ReadLine]:
    """Every line of writing with its candidates, classified in two batches, and its best path.

    The ``recogniser`` is asked about the numbers that the lattice is not sure of.
    """
    rows = [without_sides(row) for row in writing(sheet.ink, sheet.contrast, one_line=one_line)]
    glimpsed = _seen(rows, classifier, one_line=one_line)
    none: frozenset[Box] = frozenset()
    signs = [none if one_line else signs_of(row, own) for row, own in zip(rows, glimpsed, strict=True)]
    seen = [_of_doubtful(row, own) for row, own in zip(rows, glimpsed, strict=True)]
    cut = _cut(rows, seen, signs)
    candidates = [
        candidates_of(one.line.pieces, None, seen[one.row], one.spans, signs[one.row]) for one in cut
    ]
    read = []
    for one, found, own in zip(cut, candidates, _classified(candidates, classifier), strict=True):
        decoded = decode(found, own, one.boundary)
        read.append(ReadLine(one.line, found, own, likeliest(found, decoded)))
    return read if recogniser is None else _all_asked(read, recogniser, one_line=one_line)


class _Cut(NamedTuple):
    """The row of this number in pieces, the odds of their boundaries, and which may be one digit."""

    row: int
    line: Line
    boundary: Floats
    spans: list[Span]


def _cut(rows: list[Row], seen: list[dict[Box, Sight]], signs: list[frozenset[Box]]) -> list[_Cut]:
    """The rows in pieces; the tallest, where they have too many candidates."""
    cut: list[_Cut] = []
    count = 0
    for number in sorted(range(len(rows)), key=lambda number: -rows[number].height_px):
        line = rows[number].cut(_surely_whole(rows[number], seen[number], signs[number]))
        boundary = boundaries(line.pieces)
        spans = spans_of(line.pieces, boundary)
        count += len(spans)
        if cut and count > MOST_CANDIDATES:
            break
        cut.append(_Cut(number, line, boundary, spans))
    return sorted(cut, key=itemgetter(0))


def _all_asked(lines: list[ReadLine], recogniser: Recogniser, *, one_line: bool) -> list[ReadLine]:
    """The lines as the recogniser, too, reads their numbers in doubt: the first ``MOST_ASKED`` of them."""
    asked: list[ReadLine] = []
    count = 0
    for line in lines:
        asked.append(_asked(line, recogniser, one_line=one_line) if count < MOST_ASKED else line)
        count += len(asked[-1].opinions)
    return asked


def _asked(line: ReadLine, recogniser: Recogniser, *, one_line: bool) -> ReadLine:
    """The line as the recogniser, too, reads those of its numbers that are in doubt."""
    decoded, opinions = line.decoded, {}
    for first, stop in reversed(_stretches(line, one_line=one_line)):
        if decoded.confidence(first, stop) >= ASKED:
            continue
        ends = decoded.ends(first, stop)
        opinion = second_opinion(recogniser, line.pieces, line.candidates, decoded, *ends)
        if opinion is None:
            continue
        other = replace(line, decoded=replaced(decoded, first, stop, opinion.steps))
        after = first + len(opinion.steps)
        numbers = [(first, after)] if one_line else other.numbers(first, after)
        # On a page a number that falls apart stays as it was.
        if len(numbers) == 1:
            decoded = other.decoded
            opinions[decoded.ends(*numbers[0])] = opinion.probability
    return replace(line, decoded=decoded, opinions=opinions)


def _seen(rows: list[Row], classifier: Classifier, *, one_line: bool) -> list[dict[Box, Sight]]:
    """Of each row the components that might be one digit or two, or on a page a sign, as the classifier sees
    them whole."""
    found = [
        (number, index)
        for number, row in enumerate(rows)
        for index in (row.doubtful() if one_line else row.characters())
    ]
    images = [normalise(rows[number].alone(index)) for number, index in found]
    seen: list[dict[Box, Sight]] = [{} for _ in rows]
    for (number, index), image, said in zip(found, images, _said(images, classifier), strict=True):
        seen[number][rows[number].parts.boxes[index]] = Sight(image, said)
    return seen


def _of_doubtful(row: Row, seen: Mapping[Box, Sight]) -> dict[Box, Sight]:
    """What is ``seen`` of the components that might be one digit or two."""
    return {row.parts.boxes[index]: seen[row.parts.boxes[index]] for index in row.doubtful()}


def _surely_whole(row: Row, seen: Mapping[Box, Sight], signs: frozenset[Box]) -> frozenset[int]:
    """The signs, and the components that are so surely one digit that cutting them is wasted work."""
    sure = {box for box, sight in seen.items() if float(sight.probabilities.max()) >= SURE}
    return frozenset(index for index in row.members if row.parts.boxes[index] in sure | signs)


def _classified(candidates: list[list[Candidate]], classifier: Classifier) -> list[Probabilities]:
    """Each line's ``(n, 10)`` probabilities; what was classified before is not classified again."""
    said = iter(_said([c.image for found in candidates for c in found if c.said is None], classifier))
    rows = [[next(said) if c.said is None else c.said for c in found] for found in candidates]
    return [np.array(own, np.float32).reshape(len(own), len(CLASSES)) for own in rows]


def _said(images: Sequence[Ink], classifier: Classifier) -> Probabilities:
    """``(n, 10)`` probabilities of ``n`` pictures, which may be none."""
    return classifier(np.stack(images) if images else np.zeros((0, SIDE, SIDE), np.float32))


def _stretches(line: ReadLine, *, one_line: bool) -> list[tuple[int, int]]:
    """The stretches of steps that are numbers: first and one past the last step of each."""
    return [(0, len(line.decoded.steps))] if one_line else line.numbers()


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
