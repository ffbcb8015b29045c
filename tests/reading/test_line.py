"""Texts out of the line recogniser's columns, against all ways of spelling them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkread.reading.line import BLANK, likeliest, log_likelihoods


def _columns(seed, n):
    return np.log(np.random.default_rng(seed).dirichlet(np.full(11, 0.3), n) + 1e-12)


def _all_texts(columns):
    """Every text and its log probability, by listing all paths through the columns."""
    found = {}
    for path in itertools.product(range(11), repeat=len(columns)):
        merged = [number for number, _ in itertools.groupby(path)]
        text = "".join(str(number) for number in merged if number != BLANK)
        score = sum(column[number] for column, number in zip(columns, path, strict=True))
        found[text] = np.logaddexp(found.get(text, -np.inf), score)
    return found


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_sum_of_all_ways(seed):
    """A text's likelihood is the sum over all ways of spelling it, repeated digits included."""
    columns = _columns(seed, 3)
    listed = _all_texts(columns)
    texts = ["", "7", "77", "123", *list(listed)[:50]]
    expected = [listed.get(text, -np.inf) for text in texts]
    assert np.allclose(log_likelihoods(columns, texts), expected)


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_likeliest_text(seed):
    """The search finds the likeliest of all texts."""
    columns = _columns(seed, 3)
    listed = _all_texts(columns)
    assert likeliest(columns, 200)[0] == max(listed, key=lambda text: listed[text])


def test_too_long_a_text():
    """A text that needs more columns than there are is impossible: a repeated digit needs one between."""
    assert np.isneginf(log_likelihoods(_columns(0, 2), ["77", "123"])).all()


def test_nothing_to_read():
    """Columns that are all blank spell the empty text."""
    columns = np.full((5, 11), -20.0)
    columns[:, BLANK] = 0
    assert likeliest(columns, 4)[0] == ""
    assert log_likelihoods(columns, [""])[0] == pytest.approx(0)
