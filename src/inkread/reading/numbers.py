"""Reading lines of writing: every line's rival cuts, all classified together, the best path of each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from inkread.classifier.base import Classifier, Probabilities
from inkread.core import CLASSES, SIDE, Box, around
from inkread.ink.clean import Line, Row, writing
from inkread.ink.normalise import Ink, normalise
from inkread.ink.pieces import Pieces
from inkread.ink.rank import median
from inkread.ink.sheet import Sheet
from inkread.reading.candidates import Candidate, Span, candidates_of, spans_of
from inkread.reading.decode import Decoded, Step, decode, log_classes, replaced
from inkread.reading.frames import without_sides
from inkread.reading.line_opinion import ASKED, Recogniser, second_opinion
from inkread.reading.odds import boundaries, calibrated, shipped_odds
from inkread.reading.reasons import reason_for
from inkread.reading.result import Digit, Number, Reading, Rejection, Sight
from inkread.reading.rivals import Rival, likeliest, rivals, text_shares

SURE = 0.98
"""A component that is a digit with this probability is not cut."""

MOST_CANDIDATES = 5_000
"""Candidates on one page at most; of more, those of the lines with the tallest digits."""

MOST_ASKED = 150
"""Numbers on one page about which a second opinion is heard."""

SPECK = 0.4
"""What is no digit and smaller than this share of the digits' height ends no number."""

WORD, SURELY = -2.5, 0.95
"""On a page no number is what is likelier than this to hold no digits, as a mean log ratio to the likeliest
ones, and not surely read."""

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
        return rivals(self.decoded, *self.decoded.ends(first, stop), most)

    def share(self, first: int, stop: int, text: str) -> float:
        """The share of all readings that say ``text`` at these steps, however they cut it; in [0, 1]."""
        share = text_shares(self.decoded, *self.decoded.ends(first, stop), [text])
        return math.exp(min(float(share[0]), 0.0))

    def sure(self, first: int, stop: int, text: str) -> float:
        """The probability that ``text`` is what these steps say: both opinions', or the lattice's alone."""
        ends = self.decoded.ends(first, stop)
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
            if number is None:
                continue
            if not one_line and number.confidence < SURELY and _is_word(line, first, stop):
                rejected.append(Rejection(number.box, "not a number"))
            else:
                numbers.append(number)
        rejected += _rejections(sheet, line)
    return Reading(None, tuple(numbers), tuple(rejected))


def read_lines(
    sheet: Sheet, classifier: Classifier, *, one_line: bool, recogniser: Recogniser | None = None
) -> list[ReadLine]:
    """Every line of writing with its candidates, classified in two batches, and its best path."""
    rows = [without_sides(row) for row in writing(sheet.ink, sheet.contrast, one_line=one_line)]
    seen = _seen(rows, classifier)
    cut = _cut(rows, seen)
    candidates = [candidates_of(line.pieces, None, seen[number], spans) for number, line, spans in cut]
    read = []
    for (_, line, _), found, own in zip(cut, candidates, _classified(candidates, classifier), strict=True):
        decoded = decode(found, own, boundaries(line.pieces))
        read.append(ReadLine(line, found, own, likeliest(found, decoded)))
    return read if recogniser is None else _all_asked(read, recogniser, one_line=one_line)


def _cut(rows: list[Row], seen: list[dict[Box, Sight]]) -> list[tuple[int, Line, list[Span]]]:
    """The rows in pieces, with their numbers and spans; the tallest, where they have too many candidates."""
    cut: list[tuple[int, Line, list[Span]]] = []
    count = 0
    for number in sorted(range(len(rows)), key=lambda number: -rows[number].height_px):
        line = rows[number].cut(_surely_whole(rows[number], seen[number]))
        spans = spans_of(line.pieces)
        count += len(spans)
        if cut and count > MOST_CANDIDATES:
            break
        cut.append((number, line, spans))
    return sorted(cut, key=lambda numbered: numbered[0])


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
        numbers = [(first, after)] if one_line else _stretches(other, one_line=False, within=(first, after))
        # On a page a number that falls apart stays as it was.
        if len(numbers) == 1:
            decoded = other.decoded
            opinions[decoded.ends(*numbers[0])] = opinion.probability
    return replace(line, decoded=decoded, opinions=opinions)


def _seen(rows: list[Row], classifier: Classifier) -> list[dict[Box, Sight]]:
    """Of each row the components that might be one digit or two, as the classifier sees them whole."""
    doubtful = [(number, index) for number, row in enumerate(rows) for index in row.doubtful()]
    images = [normalise(rows[number].alone(index)) for number, index in doubtful]
    seen: list[dict[Box, Sight]] = [{} for _ in rows]
    for (number, index), image, said in zip(doubtful, images, _said(images, classifier), strict=True):
        seen[number][rows[number].parts.boxes[index]] = Sight(image, said)
    return seen


def _surely_whole(row: Row, seen: Mapping[Box, Sight]) -> frozenset[int]:
    """The components that are so surely one digit that cutting them is wasted work."""
    sure = {box for box, sight in seen.items() if float(sight.probabilities.max()) >= SURE}
    return frozenset(index for index in row.members if row.parts.boxes[index] in sure)


def _classified(candidates: list[list[Candidate]], classifier: Classifier) -> list[Probabilities]:
    """Each line's ``(n, 10)`` probabilities; what was classified before is not classified again."""
    said = iter(_said([c.image for found in candidates for c in found if c.said is None], classifier))
    rows = [[next(said) if c.said is None else c.said for c in found] for found in candidates]
    return [np.array(own, np.float32).reshape(len(own), len(CLASSES)) for own in rows]


def _said(images: Sequence[Ink], classifier: Classifier) -> Probabilities:
    """``(n, 10)`` probabilities of ``n`` pictures, which may be none."""
    return classifier(np.stack(images) if images else np.zeros((0, SIDE, SIDE), np.float32))


def _stretches(
    line: ReadLine, *, one_line: bool, within: tuple[int, int] | None = None
) -> list[tuple[int, int]]:
    """The stretches of steps that are numbers: first and one past the last step of each.

    On a page a wide gap ends a number, and so does what is no digit, but for specks.
    """
    steps = line.decoded.steps
    first, stop = within or (0, len(steps))
    if one_line:
        return [(first, stop)]
    kept = [i for i in range(first, stop) if steps[i].digit is not None or not _is_speck(line, steps[i])]
    groups: list[list[int]] = [[]]
    for index, ended in zip(kept, _number_ends(line, kept), strict=True):
        if steps[index].digit is not None:
            groups[-1].append(index)
        if ended or steps[index].digit is None:
            groups.append([])
    return [(group[0], group[-1] + 1) for group in groups if group]


def _is_speck(line: ReadLine, step: Step) -> bool:
    """Whether a step is far smaller than a digit."""
    box = line.candidates[step.candidate].box
    return max(box.w, box.h) < SPECK * line.pieces.height_px


def _number_ends(line: ReadLine, kept: list[int]) -> list[bool]:
    """After which of the ``kept`` steps the space is too wide for the next to belong to the same number."""
    boxes = [line.candidates[line.decoded.steps[index].candidate].box for index in kept]
    gaps = np.array([there.x - here.right for here, there in itertools.pairwise(boxes)])
    if not len(gaps):
        return [False] * len(kept)
    height = line.pieces.height_px
    usual = max(median(gaps), 0.1 * height)
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


def _is_word(line: ReadLine, first: int, stop: int) -> bool:
    """Whether the digits of these steps are so little like digits that they are letters or scribble."""
    digits = [step.candidate for step in line.decoded.steps[first:stop] if step.digit is not None]
    scores = log_classes(line.probabilities[digits])
    return float((scores[:, -1] - scores[:, :-1].max(axis=1)).mean()) > WORD


def _rejections(sheet: Sheet, line: ReadLine) -> list[Rejection]:
    found = []
    for step in line.decoded.steps:
        candidate = line.candidates[step.candidate]
        if step.digit is None and candidate.box.h >= 0.35 * line.pieces.height_px:
            box = sheet.on_picture(candidate.box, line.line.back)
            found.append(Rejection(box, reason_for(candidate, line.pieces, sheet.ink.shape)))
    return found
