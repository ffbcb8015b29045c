"""Claims about the drawn pages full of numbers and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "read_sheets.py"))


@pytest.mark.parametrize("kind", SCRIPT["KINDS"], ids=lambda kind: kind.__name__)
def test_pages(kind, hand):
    """Every kind has numbers, all of them within the page, and is the same from one seed."""
    first, second = (kind(hand, np.random.default_rng(3)) for _ in range(2))
    assert first.numbers == second.numbers and "".join(first.numbers).isdigit()
    boxes = 20 * 8 * len("".join(first.numbers))
    assert first.ink.sum() > boxes and not first.ink[:, -1].any() and not first.ink[-1].any()
    picture = first.photographed()
    assert picture.dtype == np.uint8 and picture.ndim == 3 and np.array_equal(picture, second.photographed())


def test_measure(hand):
    """Found is what is read as one number in its order; what is said beside it counts against it."""

    def addition(hand, random):
        sheet = SCRIPT["addition"](hand, random)
        sheet.numbers = ["12", "3", "45"]
        return sheet

    said = [SimpleNamespace(text=text) for text in ("12", "45", "3", "7")]
    tool = SimpleNamespace(read=lambda picture, way: SimpleNamespace(numbers=said))
    assert SCRIPT["measure"](tool, addition, [hand], 2) == {
        "found": 2 / 3,
        "said_right": 0.5,
        "lying": 2 / 3,
        "n": 6,
        "n_said": 8,
    }
