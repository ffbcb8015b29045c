"""The figures of an evaluation, each a function of plain arrays.

``correct`` is ``(n,) bool``; ``confidence`` is ``(n,)``, the probability of the predicted class in [0, 1].
Accuracies, risks and coverages are fractions in [0, 1]. A figure over nothing is NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.core import CLASSES

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]
Float64s = npt.NDArray[np.float64]

Z_95 = 1.959963984540054
"""The standard normal's 97.5% quantile."""

SMALLEST_PROBABILITY = 1e-7
"""Where a probability is cut before its logarithm, as Keras does: one wrong answer costs at most 16.1."""

RELIABILITY_BINS = 15
"""Bins of equal width over [0, 1], the number of Guo et al. 2017."""


def accuracy(correct: Bools) -> float:
    """The fraction of right answers."""
    return float(correct.mean()) if correct.size else math.nan


def wilson_interval(successes: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The interval of Wilson 1927 for the probability behind ``successes`` of ``n``; 95% by default.

    It stays inside [0, 1] and keeps its coverage near 0 and 1, where the textbook's ± 2 standard errors
    does not (Brown, Cai & DasGupta 2001).
    """
    if n == 0:
        return (0.0, 1.0)
    share, spread = successes / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    low = 0.0 if successes == 0 else centre - half
    return (low, 1.0 if successes == n else centre + half)


def confusion_matrix(labels: Integers, predictions: Integers) -> npt.NDArray[np.int64]:
    """``(10, 10)`` counts: row = truth, column = prediction."""
    size = len(CLASSES)
    pairs = labels.astype(np.int64) * size + predictions.astype(np.int64)
    return np.bincount(pairs, minlength=size * size).reshape(size, size)


def recall(confusion: npt.NDArray[np.int64]) -> Float64s:
    """``(10,)``: of each digit's pictures, the fraction recognised; NaN where there is no picture."""
    return _ratio(confusion.diagonal(), confusion.sum(axis=1))


def precision(confusion: npt.NDArray[np.int64]) -> Float64s:
    """``(10,)``: of the pictures taken for each digit, the fraction that are; NaN where there is none."""
    return _ratio(confusion.diagonal(), confusion.sum(axis=0))


def _ratio(parts: Integers | Float64s, wholes: Integers) -> Float64s:
    ratios = np.full(len(parts), np.nan)
    np.divide(parts, wholes, out=ratios, where=wholes > 0)
    return ratios


def negative_log_likelihood(probabilities: Floats, labels: Integers) -> float:
    """Categorical cross-entropy in nats: the mean of −ln of the true class's probability, of ``(n, 10)``."""
    if not len(labels):
        return math.nan
    of_truth = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.log(np.clip(of_truth, SMALLEST_PROBABILITY, 1)).mean())


@dataclass(frozen=True, eq=False)
class Reliability:
    """Confidence against accuracy in bins of equal width; NaN means in empty bins.

    ``edges (bins + 1,)``, and ``(bins,)`` each: ``counts``, ``confidence`` (mean), ``accuracy``.
    """

    edges: Float64s
    counts: npt.NDArray[np.int64]
    confidence: Float64s
    accuracy: Float64s

    @property
    def calibration_error(self) -> float:
        """Mean gap between confidence and accuracy, weighted by the bins' counts (ECE, Guo et al. 2017)."""
        if not self.counts.sum():
            return math.nan
        gaps = np.abs(self.confidence - self.accuracy)
        return float(np.nansum(gaps * self.counts) / self.counts.sum())


def reliability(confidence: Floats, correct: Bools, bins: int = RELIABILITY_BINS) -> Reliability:
    """Confidence and accuracy in ``bins`` bins ``(low, high]`` of equal width; 0 falls into the first."""
    confidence = np.clip(confidence.astype(np.float64), 0, 1)
    edges = np.linspace(0, 1, bins + 1)
    which = np.maximum(np.searchsorted(edges, confidence, side="left") - 1, 0)
    counts = np.bincount(which, minlength=bins)
    sums = [np.bincount(which, values, minlength=bins) for values in (confidence, correct)]
    return Reliability(edges, counts, _ratio(sums[0], counts), _ratio(sums[1], counts))


def calibration_error(confidence: Floats, correct: Bools, bins: int = RELIABILITY_BINS) -> float:
    """Expected calibration error of the predicted class over ``bins`` bins of equal width."""
    return reliability(confidence, correct, bins).calibration_error


def accuracy_at_coverage(confidence: Floats, correct: Bools, coverage: float) -> float:
    """The accuracy on the most confident ``coverage`` of the pictures, rounded up to whole pictures.

    Among equal confidences the wrong answers count as kept first: the figure is a lower bound.
    """
    ordered = correct[np.lexsort((correct, -confidence))]
    # 0.07 × 100 is 7.000000000000001 in binary: an honest ceiling needs this much slack.
    kept = math.ceil(coverage * len(correct) - 1e-9)
    return accuracy(ordered[:kept])


def coverage_at_risk(confidence: Floats, correct: Bools, risk: float) -> float:
    """The largest fraction that one threshold on confidence can accept with at most ``risk`` of it wrong.

    The threshold is chosen on these very answers, so this describes a ranking; it promises nothing for new
    pictures. ``inkread.classifier.calibrate.fit_threshold`` does.
    """
    if not len(correct):
        return math.nan
    order = np.argsort(-confidence, kind="stable")
    kept = np.arange(1, len(order) + 1)
    risks = np.cumsum(~correct[order]) / kept
    # A threshold accepts equal confidences together or not at all.
    is_last_of_equals = np.append(np.diff(confidence[order]) != 0, True)
    possible = kept[is_last_of_equals & (risks <= risk)]
    return float(possible.max(initial=0) / len(order))
