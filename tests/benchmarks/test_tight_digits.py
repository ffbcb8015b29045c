"""Claims about digits that fill their pictures and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "tight_digits.py"))


@pytest.fixture
def digit() -> np.ndarray:
    """A 1 in the middle of MNIST's square."""
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 12:17] = 255
    return image


@pytest.mark.parametrize(
    ("kind", "shape", "inked"),
    [("tight", (20, 5), 1.0), ("postal", (16, 16), 0.25), ("two_level", (16, 16), 1.0)],
)
def test_kinds(kind, shape, inked, digit):
    """A tight crop is the ink alone; postal digits keep their shape; two-level ones fill the square."""
    picture = SCRIPT[kind](digit)
    assert picture.shape == shape and (picture > 127).mean() == pytest.approx(inked)


def test_every_other_is_dark_on_light(digit):
    """Every other picture is dark on light."""
    first, second = SCRIPT["pictures"](SCRIPT["postal"], np.stack([digit, digit]))
    assert np.array_equal(first, 255 - second)


def test_measure(digit):
    """The shares are of right answers, for each way and kind, and their means."""
    ones = SimpleNamespace(read=lambda picture, way: SimpleNamespace(text="1" if way == "digit" else ""))
    figures = SCRIPT["measure"](ones, np.stack([digit, digit]), np.array([1, 7], np.uint8))
    assert (figures["digit"], figures["page"], figures["n"]) == (0.5, 0.0, 6)
    assert figures["kinds"]["tight"] == {"digit": 0.5, "page": 0.0}
