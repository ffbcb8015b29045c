"""Claims about the ways in which numbers are spoiled and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "spoiled_numbers.py"))

INK = np.zeros((60, 160), np.float32)
INK[15:45, 30:34] = INK[15:45, 120:126] = 1
SHOWN = np.rint(250 * (1 - INK)).astype(np.uint8)


@pytest.mark.parametrize("name", SCRIPT["WAYS"])
def test_pictures(name):
    """Every way is the same from one seed, another picture than before, and still has light and dark."""
    spoil = SCRIPT["WAYS"][name]
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
    shares = SCRIPT["measure"](SimpleNamespace(read=read), SCRIPT["WAYS"][name], drawn)
    assert shares == {"line": 0.5, "page": 0.5}
