"""Claims about the drawn kinds of picture and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "read_kinds.py"))


class Parrot:
    """A reader that says the same of every picture."""

    def __init__(self, *texts: str):
        self.texts = texts

    def read(self, picture, way):
        numbers = [SimpleNamespace(text=text) for text in self.texts]
        return SimpleNamespace(numbers=numbers, text="\n".join(self.texts))


@pytest.fixture
def ink() -> np.ndarray:
    """A stroke across a sheet."""
    sheet = np.zeros((40, 120), np.float32)
    sheet[18:22, 20:100] = 1
    return sheet


@pytest.mark.parametrize("kind", SCRIPT["KINDS"] + SCRIPT["BLANK"], ids=lambda kind: kind.__name__)
def test_pictures(kind, ink):
    """Every kind is drawn in [0, 1] but for glare and grain, the same from one seed, and photographed."""
    first, second = (kind(ink, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second) and first.ndim == 3
    assert first.min() > -0.2 and first.max() < 1.6
    picture = SCRIPT["photographed"](first.astype(np.float32), np.random.default_rng(3))
    assert picture.shape == first.shape and picture.dtype == np.uint8


def test_measure(ink):
    """A number in two pieces is right as a line alone; where there is nothing to read, nothing is right."""
    drawn = [(ink, "12"), (ink, "3")]
    measure, kinds, blank = (SCRIPT[name] for name in ("measure", "KINDS", "BLANK"))
    assert measure(Parrot("1", "2"), kinds[0], drawn) == {"line": 0.5, "page": 0.0}
    assert measure(Parrot("3"), kinds[0], drawn) == {"line": 0.5, "page": 0.5}
    assert measure(Parrot("3"), blank[0], drawn) == {"page": 0.0}
    assert measure(Parrot(), blank[0], drawn) == {"page": 1.0}


def test_summed():
    """Kinds count alike; pictures with nothing to read count apart."""
    kinds = {"a": {"line": 1.0, "page": 0.5}, "b": {"line": 0.5, "page": 0.5}, "none": {"page": 0.25}}
    figures = SCRIPT["summed"](kinds, 4)
    assert (figures["line"], figures["page"], figures["blank_right"]) == (0.75, 0.5, 0.25)
    assert (figures["n"], figures["n_blank"]) == (8, 4)
