"""The conditional random field over segments, against small differences and all paths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkread.training.field import Lattice, fit_curve, fit_weights, likelihood


@pytest.fixture
def lattice(rng):
    """Four pieces, joined up to three at a time, with made-up evidence; the truth has two digits."""
    spans = [(i, j) for i in range(4) for j in range(i + 1, min(i + 3, 4) + 1)]
    n = len(spans)
    said = np.log(rng.dirichlet(np.ones(11), n))
    firsts, stops = np.array(spans).T
    evidence = [rng.normal(size=(n, columns)) for columns in (2, 1, 3)]
    return Lattice(said, firsts, stops, *evidence, np.array([4, 7]))


def test_gradient(lattice, rng):
    """The gradient is what small differences of the likelihood say."""
    row = rng.normal(size=8)
    _, slope = likelihood(lattice, row)
    steps = 1e-5 * np.eye(8)
    differences = [likelihood(lattice, row + s)[0] - likelihood(lattice, row - s)[0] for s in steps]
    assert slope == pytest.approx(np.array(differences) / 2e-5, abs=1e-5)


def test_strings_share_one_whole(lattice):
    """On one piece the likelihoods of its eleven strings add up to one."""
    one = replace(
        lattice,
        **{name: getattr(lattice, name)[:1] for name in ("said", "firsts", "stops", "digit", "other", "end")},
    )
    texts = [np.zeros(0, np.int64), *np.arange(10)[:, None]]
    masses = [likelihood(replace(one, truth=text), np.ones(8))[0] for text in texts]
    assert np.exp(masses).sum() == pytest.approx(1)


def test_fitting_raises_the_likelihood(lattice):
    """After fitting the truth is likelier than before."""
    start = np.concatenate([[1.0, 1.0], np.zeros(6)])
    fitted = fit_weights([lattice], start, np.eye(8), most_steps=10)
    assert likelihood(lattice, fitted)[0] > likelihood(lattice, start)[0]


def test_tied_weights_stay_tied(lattice):
    """Weights that follow from one free one are still alike after fitting."""
    ties = np.eye(8)[:, 1:]
    ties[0, 0] = 1
    fitted = fit_weights([lattice], np.concatenate([[1.0], np.zeros(6)]), ties, most_steps=10)
    assert fitted[0] == fitted[1] != 1


def test_what_no_path_says(lattice):
    """More digits than pieces have no likelihood."""
    assert likelihood(replace(lattice, truth=np.arange(5)), np.ones(8)) is None


def test_the_curve_finds_over_confidence():
    """Shares of 99% that are right in 9 of 10 cases become about 90%."""
    right = [i % 10 > 0 for i in range(200)] + [i % 2 > 0 for i in range(100)]
    slope, offset = fit_curve([0.99] * 200 + [0.6] * 100, right)
    probability = 1 / (1 + np.exp(-(slope * np.log(99) + offset)))
    assert probability == pytest.approx(0.9, abs=0.03)
