"""What a stretch may say, against all paths spelt out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.reading.decode import decode
from inkread.reading.rivals import rivals, spelt, text_share, text_shares


def said(classes):
    return "".join(str(number) for number in classes if number != 10)


@given(st.integers(0, 2**32 - 1))
def test_shares_sum_all_paths(lattice, seed):
    """A string's share is the sum over all paths that spell it, and the likeliest comes first."""
    found, probabilities, boundary = lattice.line(np.random.default_rng(seed), 3)
    masses: dict[str, list[float]] = {}
    for (_, classes), score in lattice.paths(found, probabilities, boundary).items():
        masses.setdefault(said(classes), []).append(score)
    total = np.logaddexp.reduce([score for scores in masses.values() for score in scores])
    sums = {text: np.logaddexp.reduce(scores) - total for text, scores in masses.items()}
    decoded = decode(found, probabilities, boundary, lattice.odds)
    first = rivals(decoded, 0, 3, most=3)[0]
    assert first.log_p == pytest.approx(max(sums.values()), abs=0.05)
    assert first.log_p == pytest.approx(sums[first.text], abs=0.05)


def test_the_best_path_is_spelt(lattice):
    """The best path of all is the best one that says what it says."""
    found, probabilities, boundary = lattice.line(np.random.default_rng(5), 6)
    decoded = decode(found, probabilities, boundary, lattice.odds)
    text = "".join(str(step.digit) for step in decoded.steps if step.digit is not None)
    steps = spelt(found, decoded, 0, 6, text)
    assert steps is not None
    assert [(s.candidate, s.digit) for s in steps] == [(s.candidate, s.digit) for s in decoded.steps]
    assert [s.confidence for s in steps] == pytest.approx([s.confidence for s in decoded.steps])


def test_what_no_path_says(lattice):
    """More digits than pieces are said by no path."""
    found, probabilities, boundary = lattice.line(np.random.default_rng(2), 2)
    assert spelt(found, decode(found, probabilities, boundary), 0, 2, "123") is None


@given(st.integers(0, 2**32 - 1))
def test_the_shares_of_rivals(lattice, seed):
    """A text's share is what ``rivals`` finds, for texts that are likely enough not to be pruned."""
    decoded = decode(*lattice.line(np.random.default_rng(seed), 3))
    best = [rival for rival in rivals(decoded, 0, 3, most=3) if rival.log_p > -5]
    shares = text_shares(decoded, 0, 3, [rival.text for rival in best])
    assert np.allclose(shares, [rival.log_p for rival in best], atol=0.02)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["", "1", "25", "704", "1234"]))
def test_the_share_of_one_text(lattice, seed, text):
    """Asked for one text alone, its share is the same as among others."""
    decoded = decode(*lattice.line(np.random.default_rng(seed), 4))
    for start, end in (0, 4), (1, 3):
        (among_others, _) = text_shares(decoded, start, end, [text, "8"])
        assert text_share(decoded, start, end, text) == pytest.approx(min(among_others, 0.0), abs=1e-9)


def test_more_digits_than_pieces(lattice):
    """A text with more digits than there are pieces has no share."""
    decoded = decode(*lattice.line(np.random.default_rng(0), 3))
    assert np.isneginf(text_shares(decoded, 0, 3, ["1234"])).all()
