"""Claims about the drawn single digits and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "digit_kinds.py"))

DIGIT = np.zeros((28, 28), np.uint8)
DIGIT[5:23, 12:16] = 255


@pytest.mark.parametrize("kind", SCRIPT["KINDS"], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_pictures(kind, seed):
    """Every kind is drawn the same from one seed, in colour, square, with darker ink than paper."""
    first, second = (kind(DIGIT, np.random.default_rng(seed)) for _ in range(2))
    assert np.array_equal(first, second) and first.shape == (len(first), len(first), 3)
    assert 60 <= len(first) <= 240 and first.min() < 0.6 * np.median(first)


def test_measure():
    """The share that is read as the digit, each way."""
    says = {"digit": "1", "page": ""}
    tool = SimpleNamespace(read=lambda picture, way: SimpleNamespace(text=says[way]))
    digits, labels = np.stack([DIGIT, DIGIT]), np.array([1, 7], np.uint8)
    assert SCRIPT["measure"](tool, SCRIPT["ruled"], digits, labels) == {"digit": 0.5, "page": 0.0}
