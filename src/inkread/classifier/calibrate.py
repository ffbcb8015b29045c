"""Confidences that mean what they say, and thresholds that keep a promise; both fitted on held-out pictures.

A temperature T divides the scores before the softmax (Guo et al. 2017, "On Calibration of Modern Neural
Networks"): one number, which changes confidences and never predictions. A threshold on confidence bounds the
rate of wrong among what it accepts ("Learn then Test", Angelopoulos et al. 2021). Both want pictures that
trained nothing.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Probabilities

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.integer[Any]]

COLDEST, HOTTEST = 0.05, 20.0
"""The temperatures that are searched: 0.05 sharpens 20-fold, 20 flattens 20-fold."""

SMALLEST_PROBABILITY = 1e-30
"""What stands for a probability of 0, whose logarithm is −∞."""

SMALLEST_REMAINDER = 1e-5
"""What float32 rounding can leave between a row's sum and 1; a larger remainder is "not one digit"."""


def log_probabilities(probabilities: Floats) -> npt.NDArray[np.float64]:
    """Natural logarithms, good as the scores of ``fit_temperature``; 0 becomes ``SMALLEST_PROBABILITY``."""
    return np.log(np.maximum(probabilities.astype(np.float64), SMALLEST_PROBABILITY))


def fit_temperature(scores: Floats, labels: Integers) -> float:
    """The temperature that gives held-out pictures the lowest negative log-likelihood.

    ``scores`` are logits ``(n, k)``, or log-probabilities, which are logits too; ``labels (n,)`` the true
    columns. The result lies in [0.05, 20]: 0.05 when every answer is right, 1 when there are no pictures.
    """
    if not len(labels):
        return 1.0
    scores = scores.astype(np.float64)
    scores = scores - scores[np.arange(len(labels)), labels][:, None]
    # The likelihood is convex in 1/T, so the sign of its slope says on which side of T the best one lies.
    low, high = math.log(COLDEST), math.log(HOTTEST)
    for _ in range(50):
        middle = (low + high) / 2
        if _slope(scores, math.exp(-middle)) > 0:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def _slope(scores: npt.NDArray[np.float64], sharpness: float) -> float:
    """The slope of the negative log-likelihood in 1/T, with scores measured from that of the truth."""
    scaled = scores * sharpness
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return float(np.mean((weights * scores).sum(axis=1) / weights.sum(axis=1)))


def apply_temperature(probabilities: Floats, temperature: float) -> Probabilities:
    """``(n, k) float32`` probabilities at ``temperature``: p^(1/T), scaled to sum to 1 again.

    What is missing from a row to 1, the probability of "not one digit", is tempered as a class of its own, so
    such a row keeps a sum below 1. Raises ValueError unless the temperature is above 0.
    """
    if not temperature > 0:
        raise ValueError(f"A temperature must be above 0, got {temperature}.")
    remainder = 1 - probabilities.sum(axis=1, keepdims=True, dtype=np.float64)
    remainder[remainder < SMALLEST_REMAINDER] = 0
    scores = log_probabilities(np.hstack([probabilities, remainder])) / temperature
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights[:, -1:][remainder == 0] = 0
    tempered = weights / weights.sum(axis=1, keepdims=True)
    answers: Probabilities = tempered[:, :-1].astype(np.float32)
    return answers


def fit_threshold(
    confidence: Floats, correct: npt.NDArray[np.bool_], max_error: float, doubt: float = 0.1
) -> float | None:
    """The lowest confidence to accept so that at most ``max_error`` of the accepted are wrong, or None.

    ``confidence (n,)`` and ``correct (n,)`` are of pictures that trained nothing. With probability
    1 − ``doubt`` over them, the rate of wrong among new pictures like them that reach the threshold is at
    most ``max_error``. None: they are too few, or too often wrong, to promise that. With ``max_error`` 0.001
    and ``doubt`` 0.1 it takes 2,302 right answers without a wrong one; with 0.01, 230.

    Thresholds are tested from strict to loose, each with an exact binomial test, and the walk ends with the
    first that fails, so testing many costs nothing (fixed-sequence testing, Angelopoulos et al. 2021). It
    begins with the most confident half, or with more where half are too few; the order depends on the
    confidences alone, given which the binomial tail is a bound (Hoeffding 1956).
    """
    if not 0 < max_error < 1 or not 0 < doubt < 1:
        raise ValueError(f"Error rate and doubt must lie between 0 and 1, got {max_error} and {doubt}.")
    order = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum(~correct[order])
    threshold = None
    for last in _walk(confidence[order], max_error, doubt):
        if binomial_tail(int(wrong[last]), last + 1, max_error) > doubt:
            break
        threshold = float(confidence[order][last])
    return threshold


def _walk(descending: Floats, max_error: float, doubt: float) -> list[int]:
    """Where to test: indices in about 200 steps from the first half, each the last of equal confidences."""
    n = len(descending)
    fewest = math.ceil(math.log(doubt) / math.log1p(-max_error))
    if n < fewest:
        return []
    steps = np.unique(np.linspace(max(fewest, n // 2), n, 201).astype(int))
    # Equal confidences are accepted together: move each step to the end of its run.
    ends = {int(np.searchsorted(-descending, -descending[step - 1], side="right")) for step in steps}
    return sorted(end - 1 for end in ends)


def binomial_tail(k: int, n: int, p: float) -> float:
    """The probability of at most ``k`` successes in ``n`` trials of probability ``p``, 0 < p < 1."""
    log_choices = math.lgamma(n + 1)
    return math.fsum(
        math.exp(
            log_choices
            - math.lgamma(i + 1)
            - math.lgamma(n - i + 1)
            + i * math.log(p)
            + (n - i) * math.log1p(-p)
        )
        for i in range(k + 1)
    )
