"""The best path, and how sure it is, against all paths spelt out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.reading.decode import decode


@given(st.integers(0, 2**32 - 1))
def test_the_best_of_all_paths(lattice, seed):
    """The path found is the best of all, and its confidence is its share in the sum of all."""
    found, probabilities, boundary = lattice.line(np.random.default_rng(seed), 3)
    scored = lattice.paths(found, probabilities, boundary)
    (spans, classes), best = max(scored.items(), key=lambda item: item[1])
    decoded = decode(found, probabilities, boundary, lattice.odds)
    assert [(found[s.candidate].first, found[s.candidate].stop) for s in decoded.steps] == list(spans)
    assert [10 if s.digit is None else s.digit for s in decoded.steps] == list(classes)
    total = np.logaddexp.reduce(list(scored.values()))
    assert decoded.confidence(0, len(decoded.steps)) == pytest.approx(float(np.exp(best - total)), rel=1e-6)


def test_a_digit_is_as_sure_as_all_paths_with_it(lattice):
    """A digit's confidence sums the paths through it, so it is at least the number's."""
    found, probabilities, boundary = lattice.line(np.random.default_rng(1), 6)
    decoded = decode(found, probabilities, boundary, lattice.odds)
    whole = decoded.confidence(0, len(decoded.steps))
    assert all(step.confidence >= whole - 1e-9 for step in decoded.steps)


@given(st.integers(0, 2**32 - 1))
def test_a_digit_of_one_piece(lattice, seed):
    """Where a digit is one piece, it is as sure as all paths together that read this piece alone as it."""
    found, probabilities, boundary = lattice.line(np.random.default_rng(seed), 3)
    scored = lattice.paths(found, probabilities, boundary)
    decoded = decode(found, probabilities, boundary, lattice.odds)
    total = np.logaddexp.reduce(list(scored.values()))
    for span, step in zip(decoded.spans, decoded.steps, strict=True):
        read = (span, 10 if step.digit is None else step.digit)
        with_it = [score for path, score in scored.items() if read in zip(*path, strict=True)]
        share = float(np.exp(np.logaddexp.reduce(with_it) - total))
        assert span[1] > span[0] + 1 or step.confidence == pytest.approx(share, rel=1e-6)


def test_one_piece(lattice):
    """A line of one piece is one digit."""
    probabilities = np.full((1, 10), 0.01, np.float32)
    probabilities[0, 3] = 0.9
    assert [step.digit for step in decode([lattice.candidate(0, 1)], probabilities, np.zeros(0)).steps] == [3]
