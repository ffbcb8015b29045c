"""Quantiles by rank, and middles by weight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.ink.rank import middle, quantile


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
