"""Tests of two classifiers on the same pictures.

Which pictures are hard is the same for both, so only the pictures on which they differ say anything: at
99.8% two accuracies need to lie 0.12 points apart to differ unpaired, and far less paired.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.evaluation.metrics import Bools

RESAMPLES = 10_000
"""Bootstrap samples: the smallest p-value they can show is 0.0002."""


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided exact p-value of McNemar 1947 from the pictures that only one of two classifiers gets right.

    Under equal accuracy each of these is a fair coin. The sum is in whole numbers, hence exact for any size,
    and needs no SciPy, which reading alone does not install.
    """
    n, fewer = only_first + only_second, min(only_first, only_second)
    if 2 * fewer == n:
        return 1.0
    ways, choices = 0, 1
    for taken in range(fewer + 1):
        ways += choices
        choices = choices * (n - taken) // (taken + 1)
    return float(min(1.0, 2 * ways / 2**n))


def paired_bootstrap(
    first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_], seed: int = 0
) -> tuple[float, tuple[float, float]]:
    """The p-value and 95% interval of a difference of mean accuracies, over resampled pictures.

    ``first (a, n)`` and ``second (b, n)`` say which of n pictures each of a and b seeds gets right; the
    difference is first − second. Pictures are drawn with all answers to them together, so what they share
    cancels (Efron & Tibshirani 1993, chapter 16). The seeds are taken as they are: other seeds would add
    their own spread, which the tables show as sd.
    """
    n = first.shape[1]
    # A picture counts only by how many seeds of each side are right: few kinds, many pictures of each.
    kinds, counts = np.unique(np.stack([first.sum(0), second.sum(0)]), axis=1, return_counts=True)
    gains = kinds[0] / len(first) - kinds[1] / len(second)
    draws = np.random.default_rng(seed).multinomial(n, counts / n, size=RESAMPLES)
    differences = draws @ gains / n
    # Sums of thirds and fifths that ought to cancel leave 1e-17 or so.
    differences[np.abs(differences) < 1e-12] = 0
    low, high = np.quantile(differences, [0.025, 0.975])
    smaller = min((differences <= 0).sum(), (differences >= 0).sum())
    return min(1.0, float(2 * (smaller + 1) / (RESAMPLES + 1))), (float(low), float(high))


def holm(p_values: list[float]) -> list[float]:
    """The p-values adjusted for being many (Holm 1979), in their own order."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, p_values[index] * (len(order) - rank)))
        adjusted[index] = largest
    return adjusted


def discordant(first: Bools, second: Bools) -> tuple[int, int]:
    """How many of n pictures only the first, and only the second, gets right; both ``(n,)``."""
    return int((first & ~second).sum()), int((second & ~first).sum())
