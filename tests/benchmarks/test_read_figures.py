"""Claims about the digits in plots and contact sheets."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "read_figures.py"))
DIGITS = np.zeros((25, 28, 28), np.uint8)
DIGITS[:, 4:24, 12:16] = 255


@pytest.mark.parametrize("kind", (*SCRIPT["ALONE"], *SCRIPT["MANY"]))
def test_figures_repeat(kind):
    """Every kind is a picture with contrast, the same one from the same digits and numbers."""
    digits = DIGITS[:1] if kind in SCRIPT["ALONE"] else DIGITS[:9]
    first, again = (kind(digits, np.random.default_rng(3)) for _ in range(2))
    assert first.dtype == np.uint8 and np.ptp(first) > 50
    assert np.array_equal(first, again)


def test_what_is_found(monkeypatch):
    """A reader that always says 7 finds the 7s, and is right as often as it says one that is there."""
    monkeypatch.setitem(
        SCRIPT["measure"].__globals__, "held_out_digits", lambda: (DIGITS, np.full(25, 7), None)
    )
    fake = SimpleNamespace(read=lambda picture, way="page": SimpleNamespace(text="7"))
    found = SCRIPT["measure"](fake, 2)
    assert found["canvas"] == {"digits": 2, "found": 1, "said_right": 1, "whole": 1, "as_digit": 1}
    assert found["grid"]["said_right"] == 1
    assert found["grid"]["found"] == 2 / found["grid"]["digits"] and found["grid"]["whole"] == 0
