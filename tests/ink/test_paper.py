"""What a photograph shows beside the sheet of paper."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.ink.paper import strewn, without_dark, without_dots
from inkread.ink.segment import components


@pytest.fixture
def page(written) -> np.ndarray:
    """Three rows of digits 100 px high with wide margins."""
    rows = np.concatenate([written("2741"), written("3908"), written("5166")])
    return np.pad(rows, 200)


@pytest.mark.parametrize("side", ["left", "top", "all"])
def test_a_dark_table_goes(page, side):
    """Dark areas along the edges go and every digit stays as it is."""
    sides = {"left": np.s_[:, :80], "top": np.s_[:90], "all": np.s_[:]}
    photograph = page.copy()
    photograph[sides[side]] = 1
    if side == "all":
        photograph[100:-100, 100:-100] = page[100:-100, 100:-100]
    assert np.array_equal(without_dark(photograph), page)


def test_a_narrow_strip_of_table_goes(page):
    """A dark strip along an edge goes where it is thick beside the strokes on the paper."""
    photograph = page.copy()
    photograph[:, :50] = 1
    photograph[:50] = 1
    assert np.array_equal(without_dark(photograph), page)


def test_a_strip_of_table_that_runs_out_goes(page):
    """Nothing is left of a strip that grows thinner along the edge of the picture."""
    photograph = page.copy()
    for y in range(len(page)):
        photograph[y, 60 * y // len(page) - 61 :] = 1
    assert np.array_equal(without_dark(photograph), page)


def test_without_surroundings_nothing_changes(page):
    """Of a page that fills the picture nothing is taken: the same object comes back."""
    assert without_dark(page) is page


@pytest.mark.parametrize("text", ["1", "7", "0"])
def test_a_digit_at_the_edge_stays(text, written):
    """A digit that a tight crop cuts is no dark area, however thick its stroke."""
    ink = written(text, thickness=18)
    rows, columns = np.flatnonzero(ink.max(axis=1)), np.flatnonzero(ink.max(axis=0))
    crop = np.ascontiguousarray(ink[rows[3] : rows[-3], columns[3] : columns[-3]])
    assert without_dark(crop) is crop


def test_cloth_is_strewn(page, rng):
    """An area of specks beside the writing is found for the most part, and no writing in it."""
    cloth = page.copy()
    cloth[:, :150] = np.kron(rng.random((len(page) // 5 + 1, 30)) < 0.25, np.ones((5, 5)))[: len(page)]
    found = strewn(components(cloth, 4))
    assert found is not None
    assert found[:, :100].mean() > 0.7
    assert not (found & (page > 0)).any()


def test_writing_is_not_strewn(page):
    """Digits alone, and digits with a few specks between, are paper."""
    assert strewn(components(page, 4)) is None
    page[40:44, 40:44] = page[300:303, 60:63] = 1
    assert strewn(components(page, 4)) is None


@pytest.mark.parametrize("lines", [1, 2])
def test_small_print_is_not_strewn(lines, page):
    """The small letters of a caption beside large digits are no cloth."""
    printed = page.copy()
    for y in range(150, 150 + 20 * lines, 20):
        for x in range(200, 365, 11):
            printed[y : y + 12, x : x + 8] = 1
    assert strewn(components(printed, 4)) is None


def test_dotted_paper_is_not_strewn(page):
    """The dots of dotted paper go, the digits stay, and none of it is cloth."""
    dotted = page.copy()
    for y in range(10, len(page), 30):
        for x in range(10, page.shape[1], 30):
            dotted[y : y + 5, x : x + 5] = 1
    found = components(dotted, 4)
    digits = without_dots(found)
    assert strewn(found) is not None and strewn(digits) is None
    assert min(max(box.w, box.h) for box in digits.boxes) > 30


def test_specks_at_random_are_no_dots(page, rng):
    """Specks that stand anyhow, as those of cloth, are left for what tells cloth."""
    cloth = page.copy()
    cloth[:, :150] = np.kron(rng.random((len(page) // 5 + 1, 30)) < 0.25, np.ones((5, 5)))[: len(page)]
    found = components(cloth, 4)
    assert without_dots(found) is found


@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (3, 3), (500, 450)])
def test_degenerate(shape, level):
    """Blank, black, tiny and narrow pictures keep their shape."""
    ink = np.full(shape, level, np.float32)
    assert without_dark(ink).shape == shape
    found = strewn(components(ink, 4))
    assert found is None or found.shape == shape
