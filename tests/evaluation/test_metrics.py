"""Figures against scikit-learn and SciPy, by their definitions, and on nothing at all."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from inkread.evaluation import metrics


@st.composite
def ranked_answers(draw):
    """Confidences with many ties, and which answers are right."""
    n = draw(st.integers(1, 40))
    confidence = draw(arrays.arrays(float, n, elements=st.sampled_from([0.2, 0.5, 0.9, 0.99, 1.0])))
    return confidence, draw(arrays.arrays(bool, n))


def test_confusion_is_scikit_learns(random_answers):
    """The confusion matrix has the truth in rows, as scikit-learn's."""
    from sklearn.metrics import confusion_matrix

    expected = confusion_matrix(random_answers.labels, random_answers.predictions, labels=range(10))
    found = metrics.confusion_matrix(random_answers.labels, random_answers.predictions)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("name", ["precision", "recall"])
def test_rates_are_scikit_learns(random_answers, name):
    """Precision and recall of each digit agree with scikit-learn."""
    import sklearn.metrics

    score = getattr(sklearn.metrics, f"{name}_score")
    expected = score(random_answers.labels, random_answers.predictions, labels=range(10), average=None)
    confusion = metrics.confusion_matrix(random_answers.labels, random_answers.predictions)
    np.testing.assert_allclose(getattr(metrics, name)(confusion), expected)


@pytest.mark.parametrize("name", ["precision", "recall"])
def test_rates_of_nothing_are_nan(name):
    """A digit that never occurs, or is never predicted, has no rate."""
    confusion = metrics.confusion_matrix(np.array([3, 3]), np.array([3, 3]))
    assert np.isnan(getattr(metrics, name)(confusion)).sum() == 9


def test_loss_is_scikit_learns(random_answers):
    """The loss is the log loss of scikit-learn."""
    from sklearn.metrics import log_loss

    found = metrics.negative_log_likelihood(random_answers.probabilities, random_answers.labels)
    assert found == pytest.approx(log_loss(random_answers.labels, random_answers.probabilities))


def test_loss_stays_finite():
    """A wrong answer with full confidence costs 16.1, not infinity."""
    sure = np.eye(10)[[3]]
    assert metrics.negative_log_likelihood(sure, np.array([5])) == pytest.approx(16.118, abs=1e-3)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (10, 10), (1, 3), (9833, 10_000), (0, 1)])
def test_interval_is_scipys(successes, n):
    """The interval is Wilson's as SciPy computes it."""
    from scipy.stats import binomtest

    expected = binomtest(successes, n).proportion_ci(0.95, method="wilson")
    assert metrics.wilson_interval(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_accuracy(counts):
    """The interval lies in [0, 1] around the accuracy."""
    low, high = metrics.wilson_interval(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


def test_calibration_error_by_hand():
    """Two bins of four answers: gaps of 0.15 and 0.3 weigh alike."""
    confidence = np.array([0.65, 0.65, 0.95, 0.95])
    correct = np.array([True, False, False, True])
    assert metrics.calibration_error(confidence, correct, bins=10) == pytest.approx((0.15 + 0.45) / 2)


def test_an_honest_classifier_is_calibrated(rng):
    """Answers as often right as they say have a calibration error near 0."""
    confidence = rng.uniform(0.1, 1, 200_000)
    assert metrics.calibration_error(confidence, rng.random(200_000) < confidence) < 0.01


@given(ranked_answers())
def test_bins_hold_every_answer(answers):
    """Each answer falls into one of the 15 bins, and the means put together are the accuracy."""
    bins = metrics.reliability(*answers)
    right = np.nansum(bins.accuracy * bins.counts)
    assert (bins.counts.sum(), right) == pytest.approx((len(answers[0]), answers[1].sum()))


def test_bins_close_at_their_upper_edge():
    """A confidence on an edge belongs to the bin below, and 0 to the first, as in Guo et al."""
    bins = metrics.reliability(np.array([0.0, 0.5, 1.0]), np.ones(3, bool), bins=2)
    assert bins.counts.tolist() == [2, 1]


def test_confidence_above_one_by_rounding_is_one():
    """A probability that float32 rounding lifted over 1 falls into the last bin."""
    bins = metrics.reliability(np.array([1.0000001]), np.array([True]))
    assert bins.counts[-1] == 1


@given(ranked_answers())
def test_full_coverage_is_accuracy(answers):
    """At full coverage nothing is left out."""
    assert metrics.accuracy_at_coverage(*answers, 1.0) == pytest.approx(answers[1].mean())


def test_accuracy_at_coverage_keeps_the_most_confident():
    """Half of four answers are the two most confident."""
    confidence, correct = np.array([0.2, 0.9, 0.8, 0.3]), np.array([False, True, True, False])
    assert metrics.accuracy_at_coverage(confidence, correct, 0.5) == 1


@given(ranked_answers(), st.randoms(use_true_random=False))
def test_ranking_ignores_the_order_of_pictures(answers, random):
    """Shuffled pictures have the same figures, ties included."""
    order = list(range(len(answers[0])))
    random.shuffle(order)
    shuffled = answers[0][order], answers[1][order]
    found = (metrics.accuracy_at_coverage(*shuffled, 0.7), metrics.coverage_at_risk(*shuffled, 0.2))
    expected = (metrics.accuracy_at_coverage(*answers, 0.7), metrics.coverage_at_risk(*answers, 0.2))
    assert found == expected


@given(ranked_answers(), st.sampled_from([0.0, 0.1, 0.3]))
def test_coverage_at_risk_is_the_best_threshold(answers, risk):
    """No threshold accepts more at this risk: all of them are tried."""
    confidence, correct = answers
    kept = [confidence >= threshold for threshold in confidence]
    possible = [mask.mean() for mask in kept if (~correct[mask]).sum() <= risk * mask.sum()]
    assert metrics.coverage_at_risk(confidence, correct, risk) == pytest.approx(max(possible, default=0))


def test_figures_of_nothing_are_nan():
    """Without pictures every figure is NaN, and nothing warns."""
    none = np.zeros(0)
    right = none.astype(bool)
    figures = (
        metrics.accuracy(right),
        metrics.calibration_error(none, right),
        metrics.accuracy_at_coverage(none, right, 0.9),
        metrics.coverage_at_risk(none, right, 0.1),
        metrics.negative_log_likelihood(np.zeros((0, 10)), none.astype(int)),
    )
    assert all(map(math.isnan, figures))
