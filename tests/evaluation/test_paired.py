"""Tests for a difference between two classifiers on the same pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.evaluation.paired import discordant, holm, mcnemar, paired_bootstrap


@given(st.integers(0, 300), st.integers(0, 300))
def test_mcnemar_is_scipys_binomial_test(only_first, only_second):
    """The exact p-value is that of a fair coin thrown for each picture on which the two differ."""
    from scipy.stats import binomtest

    n = only_first + only_second
    expected = binomtest(only_first, n).pvalue if n else 1.0
    assert mcnemar(only_first, only_second) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_survives_large_counts():
    """Thousands of differences one way give 0, not an overflow."""
    assert mcnemar(9000, 0) == pytest.approx(0, abs=1e-300)


def test_discordant_counts_what_one_alone_gets_right():
    """Pictures that both or neither get right say nothing."""
    first, second = np.array([[1, 1, 1, 0, 0], [1, 0, 0, 1, 0]], bool)
    assert discordant(first, second) == (2, 1)


def test_bootstrap_finds_no_difference_between_equals(rng):
    """A classifier does not differ from itself."""
    answers = rng.random((3, 1000)) < 0.9
    assert paired_bootstrap(answers, answers) == (1.0, (0.0, 0.0))


def test_bootstrap_interval_holds_the_difference(rng):
    """The interval lies around the observed difference."""
    first, second = rng.random((3, 2000)) < 0.95, rng.random((5, 2000)) < 0.90
    low, high = paired_bootstrap(first, second)[1]
    assert low < first.mean() - second.mean() < high


def test_bootstrap_agrees_with_mcnemar(rng):
    """On single classifiers both tests see about the same; the exact one is a little more careful."""
    hard = rng.random(5000) < 0.02
    first, second = ~hard | (rng.random(5000) < 0.5), ~hard | (rng.random(5000) < 0.3)
    p, _ = paired_bootstrap(first[None], second[None])
    assert p == pytest.approx(mcnemar(*discordant(first, second)), abs=0.06)


def test_bootstrap_p_values_are_honest():
    """Between equally good classifiers, 5% of the p-values lie below 0.05, give or take chance."""
    rng = np.random.default_rng(7)
    p_values = [
        paired_bootstrap(rng.random((2, 500)) < 0.9, rng.random((2, 500)) < 0.9)[0] for _ in range(100)
    ]
    assert 0.0 < np.mean(np.array(p_values) < 0.05) <= 0.12


def test_holm_by_hand():
    """The smallest of three p-values counts three times, the next twice, and none falls below it."""
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_p_value(p_values):
    """An adjusted p-value is at least the plain one and at most 1."""
    assert all(p <= adjusted <= 1 for p, adjusted in zip(p_values, holm(p_values), strict=True))
