"""Quantiles by rank: the value that a share of all values, or of their weight, stays at or below."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

MANY = 4_096
"""Of more values than so, only those near a rank are sorted."""


def quantile(values: npt.NDArray[Any], share: float) -> float:
    """The value of rank ``share · (n - 1)``, rounded, of ``values`` (any shape, at least one value).

    ``np.quantile`` interpolates between two ranks and takes 10 times as long on a small picture. Where many
    values are equal, as those of paper are, ``np.partition`` takes several times as long as sorting.
    """
    rank = round(share * (values.size - 1))
    if values.size > MANY and values.dtype == np.float32:
        values, rank = _near(values.ravel(), rank)
    return float(np.sort(values, axis=None)[rank])


def _near(values: npt.NDArray[np.float32], rank: int) -> tuple[npt.NDArray[np.float32], int]:
    """The values that have their upper bits in common with the one of this rank, and its rank among them."""
    bits = values.view(np.int32)
    # As whole numbers they are in the order of the values; below zero all bits but the sign are turned.
    upper = ((bits ^ (bits >> 31 & 0x7FFFFFFF)) >> 18) + 8_192
    upto = np.cumsum(np.bincount(upper))
    place = int(np.searchsorted(upto, rank, side="right"))
    return values[upper == place], rank - int(upto[place - 1] if place else 0)


def median(values: npt.NDArray[Any]) -> float:
    """The median of ``values`` (any shape, at least one value), as ``np.median`` has it.

    That one loads ``numpy.ma``, which a small picture waits for, and takes longer for few values.
    """
    ordered = np.sort(values, axis=None)
    return float((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)


def middle(values: npt.NDArray[Any], weights: npt.NDArray[Any]) -> float:
    """The value of ``(n,)`` below which half of the ``weights (n,)`` lie; n is at least 1."""
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(below, below[-1] / 2)]])
