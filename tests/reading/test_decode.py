"""The best path, and how sure it is, against all paths spelt out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.core import Box
from inkread.reading.candidates import Candidate
from inkread.reading.decode import decode


def candidate(first, stop):
    return Candidate(
        first, stop, Box(10 * first, 0, 10 * (stop - first), 20), np.zeros((28, 28), np.float32), 0.0, -3.0
    )


def random_line(rng, pieces):
    found = [candidate(i, j) for i in range(pieces) for j in range(i + 1, min(i + 3, pieces) + 1)]
    probabilities = rng.dirichlet(np.full(11, 0.2), len(found))[:, :10].astype(np.float32)
    return found, probabilities, rng.normal(0, 2, pieces - 1)


def all_paths(found, probabilities, boundary):
    """Every path and its score, by listing them all."""
    pieces = len(boundary) + 1
    index = {(c.first, c.stop): i for i, c in enumerate(found)}
    used, unused = -np.logaddexp(0, -boundary), -np.logaddexp(0, boundary)
    scored = {}
    for ends in itertools.chain.from_iterable(
        itertools.combinations(range(1, pieces), k) for k in range(pieces)
    ):
        cuts = [0, *ends, pieces]
        spans = list(itertools.pairwise(cuts))
        if any(span not in index for span in spans):
            continue
        outer = sum(used[i - 1] if i in ends else unused[i - 1] for i in range(1, pieces))
        rows = []
        for span in spans:
            row = probabilities[index[span]].astype(float)
            other = np.clip(1 - row.sum(), 0, 1)
            rows.append(np.append(np.log(np.maximum(row, 1e-6)), np.log(max(other, 1e-6)) - 3.0))
        for classes in itertools.product(range(11), repeat=len(spans)) if len(spans) <= 3 else []:
            scored[tuple(spans), classes] = outer + sum(row[c] for row, c in zip(rows, classes, strict=True))
    return scored


@given(st.integers(0, 2**32 - 1))
def test_the_best_of_all_paths(seed):
    """The path found is the best of all, and its confidence is its share in the sum of all."""
    found, probabilities, boundary = random_line(np.random.default_rng(seed), 3)
    scored = all_paths(found, probabilities, boundary)
    (spans, classes), best = max(scored.items(), key=lambda item: item[1])
    decoded = decode(found, probabilities, boundary, temperature=1.0)
    assert [(found[s.candidate].first, found[s.candidate].stop) for s in decoded.steps] == list(spans)
    assert [10 if s.digit is None else s.digit for s in decoded.steps] == list(classes)
    total = np.logaddexp.reduce(list(scored.values()))
    assert decoded.confidence(0, len(decoded.steps)) == pytest.approx(float(np.exp(best - total)), rel=1e-6)


def test_a_digit_is_as_sure_as_all_paths_with_it():
    """A digit's confidence sums the paths through it, so it is at least the number's."""
    found, probabilities, boundary = random_line(np.random.default_rng(1), 6)
    decoded = decode(found, probabilities, boundary, temperature=1.0)
    whole = decoded.confidence(0, len(decoded.steps))
    assert all(step.confidence >= whole - 1e-9 for step in decoded.steps)


def test_one_piece():
    """A line of one piece is one digit."""
    probabilities = np.full((1, 10), 0.01, np.float32)
    probabilities[0, 3] = 0.9
    assert [step.digit for step in decode([candidate(0, 1)], probabilities, np.zeros(0)).steps] == [3]
