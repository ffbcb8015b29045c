"""Claims about the pages without a number and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from inkread.core import Box

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "read_nothing.py"))
DRAWN = [kind for kind in SCRIPT["KINDS"] if kind.__name__ != "characters"]


class Parrot:
    """A reader that says the same numbers of every page, as sure as it is told."""

    def __init__(self, *sure: float):
        self.numbers = tuple(SimpleNamespace(text="7", box=Box(0, 0, 1, 1), confidence=one) for one in sure)

    def read(self, picture, way):
        return SimpleNamespace(numbers=self.numbers)


@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
def test_pages(kind):
    """Every kind gives a page with ink on it, the same from one seed."""
    first, second = (SCRIPT["page"](kind, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second) and first.dtype == np.uint8 and first.shape == (640, 900, 3)
    assert first.min() < 120 < first.max()


def test_measure():
    """A page is left alone where no number is read; accepted are those that are sure enough."""
    signs = SCRIPT["signs"]
    nothing = {"alone": 1.0, "safe": 1.0, "numbers": 0.0, "accepted": 0.0}
    assert SCRIPT["measure"](Parrot(), signs, 2) == nothing
    doubtful = {"alone": 0.0, "safe": 1.0, "numbers": 2.0, "accepted": 0.0}
    assert SCRIPT["measure"](Parrot(0.2, 0.1), signs, 2) == doubtful
    sure = {"alone": 0.0, "safe": 0.0, "numbers": 2.0, "accepted": 1.0}
    assert SCRIPT["measure"](Parrot(0.2, 1.0), signs, 2) == sure
