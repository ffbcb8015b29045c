"""A classifier that always says 7, and pictures that the tests write themselves."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from inkread.core import Box
from inkread.reading.candidates import Candidate
from inkread.reading.odds import Odds
from inkread.reading.reader import Reader


def always_seven(images: np.ndarray) -> np.ndarray:
    probabilities = np.full((len(images), 10), 0.001, np.float32)
    probabilities[:, 7] = (
        0.985  # as sure as a whole digit: what is less sure is cut, and every cut is a 7 too
    )
    return probabilities


def photograph(text: str, gap: int = 60, height: int = 100) -> np.ndarray:
    """``text`` in dark strokes on light paper, as ``(H, W) uint8``."""
    sheet = np.full((height, gap * len(text) + 60), 235, np.uint8)
    for place, character in enumerate(text):
        cv2.putText(
            sheet,
            character,
            (30 + gap * place, height - 28),
            cv2.FONT_HERSHEY_SIMPLEX,
            1.8,
            30,
            4,
            cv2.LINE_AA,
        )
    return sheet


@pytest.fixture
def seven():
    """The classifier that always says 7."""
    return always_seven


@pytest.fixture
def sevens():
    """A reader whose every digit is 7."""
    return Reader(always_seven)


@pytest.fixture
def photo():
    """The function that makes a picture of a text."""
    return photograph


def _candidate(first, stop):
    return Candidate(
        first, stop, Box(10 * first, 0, 10 * (stop - first), 20), np.zeros((28, 28), np.float32), 0.0, -3.0
    )


def _random_line(rng, pieces):
    found = [_candidate(i, j) for i in range(pieces) for j in range(i + 1, min(i + 3, pieces) + 1)]
    probabilities = rng.dirichlet(np.full(11, 0.2), len(found))[:, :10].astype(np.float32)
    return found, probabilities, rng.normal(0, 2, pieces - 1)


def _all_paths(found, probabilities, boundary):
    """Every path and its score, by listing them all."""
    pieces = len(boundary) + 1
    index = {(c.first, c.stop): i for i, c in enumerate(found)}
    used, unused = -np.logaddexp(0, -boundary), -np.logaddexp(0, boundary)
    scored = {}
    for ends in itertools.chain.from_iterable(
        itertools.combinations(range(1, pieces), k) for k in range(pieces)
    ):
        cuts = [0, *ends, pieces]
        spans = list(itertools.pairwise(cuts))
        if any(span not in index for span in spans):
            continue
        outer = sum(used[i - 1] if i in ends else unused[i - 1] for i in range(1, pieces))
        rows = []
        for span in spans:
            row = probabilities[index[span]].astype(float)
            other = np.clip(1 - row.sum(), 0, 1)
            rows.append(np.append(np.log(np.maximum(row, 1e-6)), np.log(max(other, 1e-6)) - 3.0))
        for classes in itertools.product(range(11), repeat=len(spans)) if len(spans) <= 3 else []:
            scored[tuple(spans), classes] = outer + sum(row[c] for row, c in zip(rows, classes, strict=True))
    return scored


@pytest.fixture(scope="session")
def lattice():
    """Small lattices at random: a ``candidate``, a ``line`` of them, all its ``paths``, plain ``odds``."""
    odds = Odds(1.0, 1.0, (0,) * 5, (0,) * 3, (0,) * 4, (0,) * 4, (1.0, 0.0), (1.0, 0.0))
    return SimpleNamespace(candidate=_candidate, line=_random_line, paths=_all_paths, odds=odds)
