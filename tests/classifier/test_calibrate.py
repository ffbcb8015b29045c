"""Temperatures and thresholds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.classifier.calibrate import (
    COLDEST,
    apply_temperature,
    binomial_tail,
    fit_temperature,
    fit_threshold,
    log_probabilities,
)
from inkread.evaluation.metrics import calibration_error


def softmax(scores):
    """The reference, row by row."""
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@pytest.fixture
def overconfident(rng):
    """``(scores, labels)`` of a classifier whose scores are three times too large."""
    scores = rng.normal(size=(20_000, 10)) * 2
    labels = (rng.random((20_000, 1)) < softmax(scores).cumsum(axis=1)).argmax(axis=1)
    return scores * 3, labels


def test_the_true_temperature_is_found(overconfident):
    """Scores that are three times too large have the temperature 3."""
    assert fit_temperature(*overconfident) == pytest.approx(3, rel=0.03)


def test_the_temperature_is_scipys_minimum(overconfident):
    """The slope's zero is where SciPy finds the lowest negative log-likelihood."""
    from scipy.optimize import minimize_scalar

    scores, labels = overconfident
    rows = np.arange(len(labels))

    def loss(temperature):
        return -np.log(softmax(scores / temperature)[rows, labels]).mean()

    assert fit_temperature(scores, labels) == pytest.approx(
        minimize_scalar(loss, bounds=(0.1, 10), method="bounded").x, rel=1e-4
    )


def test_log_probabilities_are_scores(overconfident):
    """A temperature can be fitted to probabilities, when the scores are gone."""
    scores, labels = overconfident
    of_probabilities = fit_temperature(log_probabilities(softmax(scores)), labels)
    assert of_probabilities == pytest.approx(fit_temperature(scores, labels), rel=1e-6)


def test_temperature_calibrates(overconfident):
    """The calibration error falls from a fifth to near nothing."""
    scores, labels = overconfident
    probabilities = softmax(scores)
    tempered = apply_temperature(probabilities, fit_temperature(scores, labels))
    errors = [calibration_error(p.max(1), p.argmax(1) == labels) for p in (probabilities, tempered)]
    assert errors[0] > 0.1
    assert errors[1] < 0.01


def test_no_mistakes_give_the_coldest():
    """Where every answer is right, more confidence is always better, down to the limit."""
    assert fit_temperature(np.eye(10) * 5, np.arange(10)) == pytest.approx(COLDEST)


def test_no_pictures_change_nothing():
    """Without held-out pictures the temperature is 1."""
    assert fit_temperature(np.zeros((0, 10)), np.zeros(0, int)) == 1


@given(st.floats(0.1, 10), st.integers(0, 2**32 - 1))
def test_temperature_is_division_of_scores(temperature, seed):
    """Tempered probabilities are the softmax of scores divided by the temperature."""
    scores = np.random.default_rng(seed).normal(size=(5, 10))
    found = apply_temperature(softmax(scores), temperature)
    np.testing.assert_allclose(found, softmax(scores / temperature), atol=1e-6)


@given(st.floats(0.1, 10), st.integers(0, 2**32 - 1))
def test_temperature_keeps_what_is_not_one_digit(temperature, seed):
    """What a row lacks to 1 is tempered like an eleventh class."""
    scores = np.random.default_rng(seed).normal(size=(5, 11))
    found = apply_temperature(softmax(scores)[:, :10], temperature)
    np.testing.assert_allclose(found, softmax(scores / temperature)[:, :10], atol=1e-5)


def test_heat_finds_no_remainder_in_rounding():
    """Rows that sum to 1 but for float32 rounding still do at a high temperature."""
    row = np.full((1, 10), 0.1, np.float32) * np.float32(0.9999999)
    assert apply_temperature(row, 20).sum() == pytest.approx(1, abs=1e-6)


def test_zero_probabilities_stay_finite():
    """A row of one 1 and nine 0 survives any temperature."""
    assert np.isfinite(apply_temperature(np.eye(10, dtype=np.float32), 20)).all()


def test_temperatures_are_positive():
    """A temperature of 0 is a mistake of the caller."""
    with pytest.raises(ValueError, match="above 0"):
        apply_temperature(np.eye(10, dtype=np.float32), 0)


@given(st.integers(0, 60), st.integers(60, 5000), st.floats(0.0005, 0.5))
def test_binomial_tail_is_scipys(k, n, p):
    """The exact tail agrees with SciPy's."""
    from scipy.stats import binom

    assert binomial_tail(k, n, p) == pytest.approx(binom.cdf(k, n, p), rel=1e-8, abs=1e-300)


def simulate(rng, n):
    """Confidences and answers of a classifier that is wrong as often as it says."""
    confidence = 1 - rng.beta(0.3, 10, n)
    return confidence, rng.random(n) < confidence


def test_a_threshold_keeps_its_promise():
    """Of 200 thresholds for 1%, no more are broken than chance allows when 10% may be."""
    from scipy.stats import binom

    rng = np.random.default_rng(3)
    confidence, _ = simulate(rng, 100_000)
    broken = 0
    for _ in range(200):
        threshold = fit_threshold(*simulate(rng, 3000), max_error=0.01)
        broken += threshold is not None and (1 - confidence[confidence >= threshold]).mean() > 0.01
    assert broken <= binom.ppf(0.999, 200, 0.1)


def test_a_threshold_accepts_most():
    """The price of the promise is small: 5,000 held-out answers accept nearly what hindsight would."""
    rng = np.random.default_rng(4)
    confidence, correct = simulate(rng, 5000)
    threshold = fit_threshold(confidence, correct, max_error=0.02)
    order = np.argsort(-confidence)
    in_hindsight = np.flatnonzero(np.cumsum(~correct[order]) <= 0.02 * np.arange(1, 5001)).max() / 5000
    assert (confidence >= threshold).mean() > 0.8 * in_hindsight


@pytest.mark.parametrize(("n", "possible"), [(229, False), (230, True)])
def test_fewest_pictures(n, possible):
    """Below 230 right answers nothing can be promised at 1%."""
    threshold = fit_threshold(np.linspace(0.5, 1, n), np.ones(n, bool), max_error=0.01)
    assert (threshold is not None) == possible


def test_perfect_answers_are_all_accepted():
    """Where nothing is wrong, the least confident answer sets the threshold."""
    confidence = np.linspace(0.5, 1, 1000)
    assert fit_threshold(confidence, np.ones(1000, bool), max_error=0.01) == 0.5


def test_equal_confidences_are_accepted_together():
    """A threshold cannot tell equals apart, so their mistakes count together."""
    confidence, correct = np.repeat([0.9, 0.5], 1000), np.arange(2000) < 1500
    assert fit_threshold(confidence, correct, max_error=0.01) == 0.9


def test_hopeless_answers_have_no_threshold():
    """A classifier that is wrong half the time, however sure, is never accepted."""
    correct = np.arange(4000) % 2 == 0
    assert fit_threshold(np.linspace(0, 1, 4000), correct, max_error=0.01) is None


@pytest.mark.parametrize("max_error", [0, 1, -0.1])
def test_error_rates_are_fractions(max_error):
    """A rate of 0 or 1 can be promised by nobody, or by anybody."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        fit_threshold(np.ones(10), np.ones(10, bool), max_error=max_error)
