"""A conditional random field over the segments of a line: which weights make the truth likeliest.

A line's candidates are segments of its pieces; a path through them says a string. The log odds of a path are
a weighted sum of evidence, so the likelihood of the truth is concave enough to climb
(Sarawagi and Cohen 2004)::

    gradient = evidence expected on paths that say the truth - evidence expected on all paths
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PULL = 0.002
"""How strongly a weight is drawn to where it was: the precision of a Gaussian prior, for each line."""


@dataclass(frozen=True, eq=False, slots=True)
class Lattice:
    """One line as arrays: ``said (n, 11)`` log probabilities, ``firsts`` and ``stops (n,)``, and evidence.

    ``digit (n, d)`` counts where a candidate is read, ``other (n, o)`` where it is none, ``end (n, e)`` in
    either case. ``truth`` are the digits written.
    """

    said: Floats
    firsts: Ints
    stops: Ints
    digit: Floats
    other: Floats
    end: Floats
    truth: Ints


def fit_weights(lattices: Sequence[Lattice], start: Floats, ties: Floats, most_steps: int = 40) -> Floats:
    """The weights under which the truths are likeliest, drawn a little to ``ties @ start``.

    In the order said, unsaid, digit, other, end: ``ties (weights, free)`` says how each follows from the free
    ones. Lines that no path reads right are passed over.
    """

    def loss(free: Floats) -> tuple[float, Floats]:
        row = ties @ free
        found = [each for each in (likelihood(lattice, row) for lattice in lattices) if each is not None]
        value, slope = sum(each[0] for each in found), sum(each[1] for each in found)
        away = free - start
        pulled = PULL * float(away @ away) / 2 - value / len(lattices)
        return pulled, PULL * away - ties.T @ slope / len(lattices)

    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": most_steps})
    return np.asarray(ties @ best.x, dtype=np.float64)


def fit_curve(shares: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of the probability of being right on the log odds of a share (Platt 1999)."""
    p = np.clip(np.array(shares), 1e-6, 1 - 1e-6)
    x, y = np.log(p / (1 - p)), np.array(right, np.float64)

    def loss(line: Floats) -> float:
        z = line[0] * x + line[1]
        return float(np.mean(np.logaddexp(0, z) - y * z)) + 1e-3 * float((line[0] - 1) ** 2 + line[1] ** 2)

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(slope), 4), round(float(offset), 4)


def likelihood(lattice: Lattice, row: Floats) -> tuple[float, Floats] | None:
    """The log likelihood of the truth and its gradient; None where no path says the truth."""
    digit, other, end = np.split(row[2:], np.cumsum([lattice.digit.shape[1], lattice.other.shape[1]]))
    table = lattice.said * np.append(np.full(10, row[0]), row[1])
    table[:, :10] += (lattice.digit @ digit)[:, None]
    table[:, 10] += lattice.other @ other
    table += (lattice.end @ end)[:, None]
    bound = _bound(lattice, table)
    if bound is None:
        return None
    free = _free(lattice, table)
    return bound[0] - free[0], _evidence(lattice, bound[1]) - _evidence(lattice, free[1])


def _free(lattice: Lattice, table: Floats) -> tuple[float, Floats]:
    """The log sum of all paths, and each candidate's share as each class."""
    count, sums = int(lattice.stops.max()), np.logaddexp.reduce(table, axis=1)
    forward, backward = np.full(count + 1, -np.inf), np.full(count + 1, -np.inf)
    forward[0] = backward[count] = 0.0
    for i in np.argsort(lattice.stops, kind="stable"):
        first, stop = lattice.firsts[i], lattice.stops[i]
        forward[stop] = np.logaddexp(forward[stop], forward[first] + sums[i])
    for i in np.argsort(-lattice.firsts, kind="stable"):
        first, stop = lattice.firsts[i], lattice.stops[i]
        backward[first] = np.logaddexp(backward[first], backward[stop] + sums[i])
    total = forward[count]
    shares = np.exp(forward[lattice.firsts, None] + table + backward[lattice.stops, None] - total)
    return float(total), shares


def _bound(lattice: Lattice, table: Floats) -> tuple[float, Floats] | None:
    """As ``_free``, of the paths alone that say the truth."""
    count, n = int(lattice.stops.max()), len(lattice.truth)
    forward, backward = (np.full((count + 1, n + 1), -np.inf) for _ in range(2))
    forward[0, 0] = backward[count, n] = 0.0
    spoken, silent = table[:, lattice.truth], table[:, 10]
    for i in np.argsort(lattice.stops, kind="stable"):
        before, after = forward[lattice.firsts[i]], forward[lattice.stops[i]]
        np.logaddexp(after, before + silent[i], out=after)
        after[1:] = np.logaddexp(after[1:], before[:-1] + spoken[i])
    for i in np.argsort(-lattice.firsts, kind="stable"):
        before, after = backward[lattice.firsts[i]], backward[lattice.stops[i]]
        np.logaddexp(before, after + silent[i], out=before)
        before[:-1] = np.logaddexp(before[:-1], after[1:] + spoken[i])
    total = forward[count, n]
    if not np.isfinite(total):
        return None
    here, there = forward[lattice.firsts], backward[lattice.stops]
    said = np.exp(here[:, :-1] + spoken + there[:, 1:] - total)
    shares = np.zeros_like(table)
    np.add.at(shares.T, lattice.truth, said.T)
    shares[:, 10] = np.exp(np.logaddexp.reduce(here + there, axis=1) + silent - total)
    return float(total), shares


def _evidence(lattice: Lattice, shares: Floats) -> Floats:
    """The evidence of all candidates as all classes, weighed by ``shares``."""
    spoken, all_of = shares[:, :10].sum(axis=1), shares.sum(axis=1)
    said = np.array([(shares * lattice.said)[:, :10].sum(), shares[:, 10] @ lattice.said[:, 10]])
    rest = spoken @ lattice.digit, shares[:, 10] @ lattice.other, all_of @ lattice.end
    return np.concatenate([said, *rest])
