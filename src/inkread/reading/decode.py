"""The most likely way to read a line: a path through its candidates, and how sure that path is.

Every path explains all pieces from left to right, each candidate on it as one digit or as no digit:

    score(path) = Σ log p(digit | candidate) + log prior(size)  +  Σ log p(boundary or none)

The best path is found by dynamic programming (Viterbi); the sum over all paths (forward and backward)
turns its score into a probability, and that of each of its digits likewise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Probabilities
from inkread.reading.candidates import Candidate
from inkread.reading.odds import Odds, shipped_odds

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Span = tuple[int, int]

OTHER = 10
"""The class of what is not one digit."""

SMALLEST = 1e-6
"""What stands for a probability of 0."""


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """One candidate on the path: ``digit`` is None where it is not read, ``confidence`` in [0, 1]."""

    candidate: int
    digit: int | None
    confidence: float


@dataclass(frozen=True, eq=False, slots=True)
class Decoded:
    """The best path, its steps' scores and spans of pieces, and what any probability is made of.

    ``table (n, 11)`` are the scores of every candidate as each class, ``firsts`` and ``stops (n,)`` their
    pieces; ``forward`` and ``backward (pieces + 1,)`` the log sums of all paths up to, and on from, each
    point between pieces.
    """

    steps: list[Step]
    total: float
    scores: Floats
    forward: Floats
    backward: Floats
    spans: list[Span]
    table: Floats
    firsts: Ints
    stops: Ints

    def agreement(self, candidate: int, number: int) -> float:
        """The share of all paths that read class ``number`` there: from this candidate or from one that has
        more than half of the pieces of both in common. No path takes two of these, so shares add up."""
        first, stop = int(self.firsts[candidate]), int(self.stops[candidate])
        if stop == first + 1:  # no other candidate has more than half of one piece
            path = self.forward[first] + self.table[candidate, number] + self.backward[stop]
            return math.exp(min(float(path) - self.total, 0.0))
        shared = np.minimum(self.stops, stop) - np.maximum(self.firsts, first)
        near = 2 * shared > np.maximum(self.stops, stop) - np.minimum(self.firsts, first)
        paths = self.forward[self.firsts[near]] + self.table[near, number] + self.backward[self.stops[near]]
        return float(np.exp(min(float(np.logaddexp.reduce(paths)) - self.total, 0.0)))

    def ends(self, first: int, stop: int) -> tuple[int, int]:
        """The first piece of the steps ``first … stop - 1``, and one past their last."""
        return self.spans[first][0], self.spans[stop - 1][1]

    def confidence(self, first: int, stop: int) -> float:
        """The probability that steps ``first … stop - 1`` are all right, against all rival readings."""
        inside = float(self.scores[first:stop].sum())
        start, end = self.ends(first, stop)
        return float(np.exp(min(self.forward[start] + inside + self.backward[end] - self.total, 0.0)))


def decode(
    candidates: list[Candidate],
    probabilities: Probabilities,
    boundary: Floats,
    odds: Odds | None = None,
) -> Decoded:
    """The best reading of a line's ``candidates`` from their ``(n, 10)`` probabilities.

    ``boundary (pieces - 1,)`` are the log odds of ``odds.boundaries``; ``odds`` weigh what the classifier
    says.
    """
    count = len(boundary) + 1
    firsts, stops = (np.array([getattr(c, end) for c in candidates], np.int64) for end in ("first", "stop"))
    log_p = _scores(candidates, probabilities, odds or shipped_odds())
    scores = log_p + _outer(firsts, stops, boundary)[:, None]
    spans = list(zip(firsts.tolist(), stops.tolist(), strict=True))
    sums = np.logaddexp.reduce(scores, axis=1).tolist()
    order = _best(spans, scores, count)
    forward, backward = _forwards(spans, sums, count), _backwards(spans, sums, count)
    chosen = np.array([scores[index, number] for index, number in order])
    path = [spans[index] for index, _ in order]
    decoded = Decoded([], float(forward[count]), chosen, forward, backward, path, scores, firsts, stops)
    return replace(decoded, steps=[step_of(decoded, index, number) for index, number in order])


def step_of(decoded: Decoded, candidate: int, number: int) -> Step:
    """The step that reads ``candidate`` as class ``number``."""
    digit = None if number == OTHER else number
    return Step(candidate, digit, decoded.agreement(candidate, number))


def replaced(decoded: Decoded, first: int, stop: int, steps: list[Step]) -> Decoded:
    """The same line with other steps in place of ``first … stop - 1``."""
    numbers = [OTHER if step.digit is None else step.digit for step in steps]
    scores = [decoded.table[step.candidate, number] for step, number in zip(steps, numbers, strict=True)]
    spans = [(int(decoded.firsts[step.candidate]), int(decoded.stops[step.candidate])) for step in steps]
    return replace(
        decoded,
        steps=[*decoded.steps[:first], *steps, *decoded.steps[stop:]],
        scores=np.concatenate([decoded.scores[:first], scores, decoded.scores[stop:]]),
        spans=[*decoded.spans[:first], *spans, *decoded.spans[stop:]],
    )


def log_classes(probabilities: Probabilities) -> Floats:
    """``(n, 11)`` log probabilities: the ten digits', and what is missing to 1, of not one digit."""
    digits = probabilities.astype(np.float64)
    other = np.minimum(np.maximum(1 - digits.sum(axis=1, keepdims=True), 0), 1)
    return np.asarray(np.log(np.maximum(np.concatenate([digits, other], axis=1), SMALLEST)), np.float64)


def _scores(candidates: list[Candidate], probabilities: Probabilities, odds: Odds) -> Floats:
    """``(n, 11)`` log scores: ten digits and not one digit, each with its prior."""
    scores = log_classes(probabilities)
    scores[:, :OTHER] *= odds.said
    scores[:, OTHER] *= odds.unsaid
    scores[:, :OTHER] += np.array([candidate.as_digit for candidate in candidates])[:, None]
    scores[:, OTHER] += np.array([candidate.as_other for candidate in candidates])
    return scores


def _outer(firsts: Ints, stops: Ints, boundary: Floats) -> Floats:
    """What a candidate says of the boundaries: none inside it, one at its right end."""
    used, unused = -np.logaddexp(0, -boundary), -np.logaddexp(0, boundary)
    inside = np.concatenate([[0.0], np.cumsum(unused)])
    ends = np.concatenate([used, [0.0]])
    return np.asarray(inside[stops - 1] - inside[firsts] + ends[stops - 1], np.float64)


def _best(spans: list[Span], scores: Floats, count: int) -> list[tuple[int, int]]:
    """The candidates and classes of the best path, from left to right."""
    tops, highest = scores.argmax(axis=1).tolist(), scores.max(axis=1).tolist()
    best, via = [0.0] + [-math.inf] * count, [(-1, -1)] * (count + 1)
    for index in sorted(range(len(spans)), key=lambda i: spans[i][1]):
        first, stop = spans[index]
        score = best[first] + highest[index]
        if score > best[stop]:
            best[stop], via[stop] = score, (index, tops[index])
    order, where = list[tuple[int, int]](), count
    while where > 0:
        order.append(via[where])
        where = spans[via[where][0]][0]
    return order[::-1]


def _forwards(spans: list[Span], sums: list[float], count: int) -> Floats:
    """Log sums of all paths to each point between pieces; ``sums`` are those of each candidate's classes."""
    total = [0.0] + [-math.inf] * count
    for index in sorted(range(len(spans)), key=lambda i: spans[i][1]):
        first, stop = spans[index]
        total[stop] = log_sum(total[stop], total[first] + sums[index])
    return np.array(total)


def _backwards(spans: list[Span], sums: list[float], count: int) -> Floats:
    """Log sums of all paths on from each point."""
    total = [-math.inf] * count + [0.0]
    for index in sorted(range(len(spans)), key=lambda i: -spans[i][0]):
        first, stop = spans[index]
        total[first] = log_sum(total[first], total[stop] + sums[index])
    return np.array(total)


def log_sum(one: float, other: float) -> float:
    """The log of the sum of what these are logs of; ``np.logaddexp`` takes ten times as long for a pair."""
    low, high = (one, other) if one < other else (other, one)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))
