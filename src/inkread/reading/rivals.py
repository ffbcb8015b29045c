"""The numbers that a stretch of a line may say, likeliest first, and how each of them is best cut.

::

    4 | 1a | 1b | 7      "417"  0.96    all its cuts together: 4·1a1b·7 and 4·1a·1b(no digit)·7 …
                         "4117" 0.03    4·1a·1b·7
                         "47"   0.01

A number's share is the sum over all paths that spell it, so two ways to cut the same digits do not
compete. Strings are built from left to right and the likeliest kept at every point between pieces.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from inkread.reading.candidates import Candidate
from inkread.reading.decode import OTHER, Decoded, Step, log_sum, replaced, step_of

Floats = npt.NDArray[np.float64]

KEPT = 3
"""Strings kept at each point between pieces for each one that is asked for, and five more."""

FAR = 12.0
"""Steps that fewer than one in e to this many of all paths take are not tried, nor strings that are as
much less likely than the likeliest at the same point."""


@dataclass(frozen=True, slots=True)
class Rival:
    """One thing a stretch may say; ``log_p``, at most 0, is the log of its share in all readings."""

    text: str
    log_p: float


def rivals(decoded: Decoded, start: int, end: int, most: int = 8) -> list[Rival]:
    """The ``most`` likeliest strings of the pieces ``start … end - 1``; the empty one is no digit at all."""
    beams: list[dict[str, float]] = [{} for _ in range(end - start + 1)]
    beams[0][""] = 0.0
    taken, kept = _taken(decoded, start, end), KEPT * most + 5
    for place in range(start, end):
        here = _likeliest(beams[place - start], kept)
        least = here[0][1] + float(decoded.backward[place]) - FAR if here else 0.0
        for stop, ending, score in taken.get(place, ()):
            beam = beams[stop - start]
            enough = least - score - float(decoded.backward[stop])
            for text, before in here:
                if before < enough:
                    break
                longer, value = text + ending, before + score
                other = beam.get(longer)
                beam[longer] = value if other is None else log_sum(other, value)
    outside = float(decoded.forward[start] + decoded.backward[end]) - decoded.total
    return [Rival(text, min(score + outside, 0.0)) for text, score in _likeliest(beams[-1], most)]


def text_shares(decoded: Decoded, start: int, end: int, texts: Sequence[str]) -> Floats:
    """``(n,)``: the log share in all readings of the paths that spell each of ``n`` texts.

    The paths run through the pieces ``start … end - 1``. −∞ where none spells a text.
    """
    longest = max((len(text) for text in texts), default=0)
    digits = np.zeros((len(texts), longest), np.int64)
    for row, text in zip(digits, texts, strict=True):
        row[: len(text)] = [int(digit) for digit in text]
    reached = np.full((end - start + 1, len(texts), longest + 1), -np.inf)
    reached[0, :, 0] = 0.0
    inside = np.flatnonzero((decoded.firsts >= start) & (decoded.stops <= end))
    for index in inside[np.argsort(decoded.stops[inside], kind="stable")]:
        scores = decoded.table[index]
        before, after = reached[decoded.firsts[index] - start], reached[decoded.stops[index] - start]
        np.logaddexp(after, before + scores[OTHER], out=after)
        np.logaddexp(after[:, 1:], before[:, :-1] + scores[digits], out=after[:, 1:])
    outside = float(decoded.forward[start] + decoded.backward[end]) - decoded.total
    ends = [len(text) for text in texts]
    return np.asarray(reached[-1, np.arange(len(texts)), ends] + outside, np.float64)


def text_share(decoded: Decoded, start: int, end: int, text: str) -> float:
    """As ``text_shares`` of one text, at most 0; where a number is short in a quarter of the time."""
    said = [int(digit) for digit in text]
    reached = [[-math.inf] * (len(said) + 1) for _ in range(end - start + 1)]
    reached[0][0] = 0.0
    spans = list(zip(decoded.stops.tolist(), decoded.firsts.tolist(), decoded.table.tolist(), strict=True))
    for stop, first, scores in sorted(spans, key=itemgetter(0)):
        if first < start or stop > end:
            continue
        before, after = reached[first - start], reached[stop - start]
        for place, sure in enumerate(before):
            if sure == -math.inf:
                continue
            after[place] = log_sum(after[place], sure + scores[OTHER])
            if place < len(said):
                after[place + 1] = log_sum(after[place + 1], sure + scores[said[place]])
    outside = float(decoded.forward[start] + decoded.backward[end]) - decoded.total
    return min(reached[-1][-1] + outside, 0.0)


def spelt(
    candidates: Sequence[Candidate], decoded: Decoded, start: int, end: int, text: str
) -> list[Step] | None:
    """The best path through the pieces ``start … end - 1`` that says ``text``; None where no path does."""
    best: dict[tuple[int, int], tuple[float, int, int]] = {(start, 0): (0.0, -1, -1)}
    leaving = _leaving(candidates, start, end)
    for place in range(start, end):
        for said in range(len(text) + 1):
            if (place, said) not in best:
                continue
            before = best[place, said][0]
            for index in leaving.get(place, ()):
                stop = candidates[index].stop
                ways = [(OTHER, said)] + ([(int(text[said]), said + 1)] if said < len(text) else [])
                for number, then in ways:
                    score = before + float(decoded.table[index, number])
                    if score > best.get((stop, then), (-np.inf,))[0]:
                        best[stop, then] = (score, index, number)
    return _followed(candidates, decoded, best, (start, end), len(text))


def likeliest(candidates: Sequence[Candidate], decoded: Decoded) -> Decoded:
    """The same line with the best path that says its likeliest string, which need not be the best path."""
    if decoded.confidence(0, len(decoded.steps)) > 0.5:
        return decoded
    end = len(decoded.forward) - 1
    text = rivals(decoded, 0, end, 1)[0].text
    if text == "".join(str(step.digit) for step in decoded.steps if step.digit is not None):
        return decoded
    steps = spelt(candidates, decoded, 0, end, text)
    if steps is None:
        return decoded
    return replaced(decoded, 0, len(decoded.steps), steps)


def _followed(
    candidates: Sequence[Candidate],
    decoded: Decoded,
    best: dict[tuple[int, int], tuple[float, int, int]],
    ends: tuple[int, int],
    said: int,
) -> list[Step] | None:
    """The path back from the end of the stretch."""
    start, place = ends
    if (place, said) not in best:
        return None
    steps: list[Step] = []
    while place > start:
        _, index, number = best[place, said]
        steps.append(step_of(decoded, index, number))
        place, said = candidates[index].first, said - (number != OTHER)
    return steps[::-1]


def _leaving(candidates: Sequence[Candidate], start: int, end: int) -> dict[int, list[int]]:
    """The candidates within the stretch by the piece they begin with."""
    found: dict[int, list[int]] = {}
    for index, candidate in enumerate(candidates):
        if start <= candidate.first and candidate.stop <= end:
            found.setdefault(candidate.first, []).append(index)
    return found


def _taken(decoded: Decoded, start: int, end: int) -> dict[int, list[tuple[int, str, float]]]:
    """The steps worth trying within the stretch, by the piece they begin with: end, digit or none, score."""
    before, after = decoded.forward[decoded.firsts], decoded.backward[decoded.stops]
    likely = before[:, None] + decoded.table + after[:, None] - decoded.total > -FAR
    likely &= ((decoded.firsts >= start) & (decoded.stops <= end))[:, None]
    found: dict[int, list[tuple[int, str, float]]] = {}
    for index, number in np.argwhere(likely).tolist():
        step = (
            int(decoded.stops[index]),
            "" if number == OTHER else str(number),
            float(decoded.table[index, number]),
        )
        found.setdefault(int(decoded.firsts[index]), []).append(step)
    return found


def _likeliest(beam: dict[str, float], most: int) -> list[tuple[str, float]]:
    return sorted(beam.items(), key=itemgetter(1), reverse=True)[:most]
