"""Claims about the ways in which numbers are spoiled and how they are scored."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import spoiled_numbers

INK = np.zeros((60, 160), np.float32)
INK[15:45, 30:34] = INK[15:45, 120:126] = 1
SHOWN = np.rint(250 * (1 - INK)).astype(np.uint8)


@pytest.mark.parametrize("name", spoiled_numbers.WAYS)
def test_pictures(name):
    """Every way is the same from one seed, another picture than before, and still has light and dark."""
    spoil = spoiled_numbers.WAYS[name]
    first, second = (spoil(SHOWN, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second) and first.dtype == np.uint8 and first.ndim == 2
    assert (name == "as it is") == np.array_equal(first, SHOWN)
    assert np.ptp(first) > 20


@pytest.mark.parametrize(("name", "twice"), [("as it is", 1), ("slashed", 2)])
def test_measure(name, twice):
    """A page is right with each number on its own, a line with all digits together."""

    def read(picture, way):
        texts = ["11"] * twice
        return SimpleNamespace(numbers=[SimpleNamespace(text=text) for text in texts], text="\n".join(texts))

    drawn = [(INK, "11"), (INK, "17")]
    shares = spoiled_numbers.measure(SimpleNamespace(read=read), spoiled_numbers.WAYS[name], drawn)
    assert shares == {"line": 0.5, "page": 0.5}
