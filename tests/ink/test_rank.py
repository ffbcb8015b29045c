"""Quantiles by rank, and middles by weight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.ink.rank import median, middle, quantile


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 5)), min_size=1, max_size=20))
def test_a_weight_counts_as_so_many_values(pairs):
    """The middle by weight is the lower middle of the values, each repeated as often as it weighs."""
    values, weights = (np.array(column) for column in zip(*pairs, strict=True))
    repeated = np.sort(np.repeat(values, weights))
    assert middle(values, weights) == repeated[(len(repeated) - 1) // 2]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.95, 1.0])
def test_quantiles_are_numpys_nearest(share, rng):
    """A quantile is the value of the nearest rank, whatever the shape."""
    values = rng.integers(0, 50, (7, 13)).astype(np.float32)
    assert quantile(values, share) == np.sort(values.ravel())[round(share * 90)]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95, 1.0])
def test_of_many_values_too(share, rng):
    """The same of many values, however far apart, below zero or alike."""
    near, far, few = rng.normal(0, 1e-3, 9_000), np.exp(rng.normal(0, 9, 9_000)), rng.integers(-2, 3, 9_000)
    for values in (own.astype(np.float32) for own in (near, far, few)):
        assert quantile(values, share) == np.sort(values)[round(share * 8_999)]


@pytest.mark.parametrize("n", [1, 2, 7, 8])
def test_the_median_is_numpys(n):
    """Of odd and even counts, in float32 and float64, the median is NumPy's to the last bit."""
    values = np.random.default_rng(n).normal(size=n)
    for kind in (np.float32, np.float64, np.int32):
        assert median((100 * values).astype(kind)) == np.median((100 * values).astype(kind))
