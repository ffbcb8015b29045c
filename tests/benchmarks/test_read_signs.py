"""Claims about the drawn pages of numbers with signs and how they are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from inkread.core import Box
from inkread.reading.result import Number

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "read_signs.py"))


@pytest.mark.parametrize("kind", SCRIPT["KINDS"], ids=lambda kind: kind.__name__)
def test_pages(kind, hand):
    """Every kind has numbers, all of them may be read, all ink lies within the page; one seed, one page."""
    for seed in range(6):
        first, second = (SCRIPT["page_of"](kind, hand, np.random.default_rng(seed)) for _ in range(2))
        assert first.numbers == second.numbers and np.array_equal(first.ink, second.ink)
        assert "".join(first.numbers).isdigit() and set(first.numbers) <= set(first.written)
        assert first.ink.max() > 0.9
        assert not first.ink[:, [0, -1]].any() and not first.ink[[0, -1]].any()


@pytest.mark.parametrize("sign", SCRIPT["SIGNS"])
def test_signs_leave_ink(sign, hand):
    """Every sign is drawn, to the right of where it begins."""
    page = SCRIPT["Page"](200, 200, hand, np.random.default_rng(1))
    end = page.put(sign, 60, 120, 40)
    assert page.ink.any() and end > 60


def test_measure(hand, monkeypatch):
    """Found are wanted numbers; of the accepted ones those that may be read are right."""

    def kind(page, place, x, foot, high):
        if place == 0:
            page.written += ["1"]
            page.wants("45", "6")

    box = Box(0, 0, 9, 9)
    said = tuple(Number(text, sure, box, ()) for text, sure in (("1", 1), ("45", 1), ("7", 1), ("9", 0.1)))
    tool = SimpleNamespace(read=lambda picture, way: SimpleNamespace(numbers=said))
    monkeypatch.setitem(SCRIPT["measure"].__globals__, "KINDS", (kind,))
    counts = SCRIPT["measure"](tool, kind, [hand], 2)
    assert counts == {"n": 4, "n_found": 2, "n_accepted": 6, "n_wrong": 2}
    assert SCRIPT["shares"](counts) == {"found": 0.5, "accepted_wrong": 1 / 3, **counts}
