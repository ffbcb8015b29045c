"""What was ruled or printed on a sheet goes, whatever it is; what was written stays, however straight."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.ink.ruling import unruled, usual_height
from inkread.ink.segment import components


def page(written, text: str = "2741", rows: int = 4) -> np.ndarray:
    """Rows of the same number on a page."""
    line = written(text)
    sheet = np.zeros((rows * 140 + 60, line.shape[1] + 300), np.float32)
    for row in range(rows):
        sheet[row * 140 + 40 : row * 140 + 140, 150 : 150 + line.shape[1]] = line
    return sheet


def kept(ink: np.ndarray, ruled: np.ndarray, **how: bool) -> tuple[float, float]:
    """Of the written ink and of the rest the share that is left."""
    found = unruled(ruled, **how)[0] >= 0.5
    writing, rest = ink >= 0.5, (ruled >= 0.5) & (ink < 0.5)
    return float(found[writing].mean()), float(found[rest].mean()) if rest.any() else 0.0


@pytest.mark.parametrize("one_line", [False, True])
@pytest.mark.parametrize("text", ["1", "14", "1111", "7171", "2751"])
def test_writing_alone_stays(text, one_line, written):
    """Long straight strokes are digits, not lines, also where they fill the picture."""
    ink = written(text)[25:80]
    assert unruled(ink, one_line=one_line)[0].sum() > 0.97 * ink.sum()


@given(st.integers(60, 160), st.integers(3, 9), st.floats(-0.25, 0.25))
def test_upright_strokes_stay(high, pen, lean):
    """Two upright strokes on a small sheet, of any height, pen and slant, are a number and stay whole."""
    ink = np.zeros((200, 300), np.float32)
    for x in (100, 200):
        cv2.line(ink, (x, 20), (round(x + lean * high), 20 + high), 1.0, pen)
    assert unruled(ink, one_line=False)[0].sum() > 0.97 * ink.sum()


def test_lined_paper(written):
    """Rules that the digits stand on go, and nineteen twentieths of the digits stay."""
    ink = page(written)
    ruled = ink.copy()
    for y in range(115, ink.shape[0], 140):
        cv2.line(ruled, (0, y), (ink.shape[1], y + 4), 1.0, 2)
    writing, rules = kept(ink, ruled, one_line=False)
    assert writing > 0.95 and rules < 0.1


def test_squared_paper(written):
    """A grid finer than the digits goes, both ways."""
    ink = page(written)
    ruled = ink.copy()
    for at in range(10, max(ink.shape), 35):
        cv2.line(ruled, (0, at), (ink.shape[1], at), 1.0, 1)
        cv2.line(ruled, (at, 0), (at, ink.shape[0]), 1.0, 1)
    writing, grid = kept(ink, ruled, one_line=False)
    assert writing > 0.9 and grid < 0.15


@pytest.mark.parametrize("turn", [0, 4, -8])
def test_boxes(turn, written):
    """Boxes around numbers go, also where they are turned by a few degrees."""
    ink = page(written)
    ruled = ink.copy()
    for row in range(4):
        x0, y0, x1, y1 = 140, row * 140 + 50, ink.shape[1] - 140, row * 140 + 130
        corners = np.array([(x0, y0), (x1, y0 + turn), (x1 - turn, y1 + turn), (x0 - turn, y1)])
        cv2.polylines(ruled, [corners], True, 1.0, 2)
    writing, boxes = kept(ink, ruled, one_line=False)
    assert writing > 0.95 and boxes < 0.1


def test_a_comb_of_cells(written):
    """The rungs between two lines go, though they are hardly longer than a digit."""
    ink = page(written)
    ruled = ink.copy()
    for row in range(4):
        y = row * 140 + 55
        cv2.rectangle(ruled, (155, y), (435, y + 75), 1.0, 2)
        for x in range(225, 435, 70):
            cv2.line(ruled, (x, y), (x, y + 75), 1.0, 2)
    writing, cells = kept(ink, ruled, one_line=False)
    assert writing > 0.95 and cells < 0.1


def test_a_stem_between_rules_is_no_rung():
    """A 1 that nearly fills the space between two thick rules is kept."""
    ink = np.zeros((300, 500), np.float32)
    cv2.line(ink, (200, 117), (203, 165), 1.0, 5)
    for x in (40, 80, 120):
        cv2.rectangle(ink, (x, 120), (x + 22, 160), 1.0, 4)
    ruled = ink.copy()
    for y in (40, 105, 177, 242):
        ruled[y - 3 : y + 4, 10:490] = 1
    writing, rules = kept(ink, ruled, one_line=False)
    assert writing > 0.95 and rules < 0.1


def test_the_usual_height_is_the_digits(written):
    """Rules, frames and specks do not change what counts as the digits' height."""
    ink = page(written)
    plain = usual_height(components(ink, smallest_px=12))
    cv2.rectangle(ink, (5, 5), (ink.shape[1] - 6, ink.shape[0] - 6), 1.0, 2)
    for x in range(20, 120, 12):
        cv2.circle(ink, (x, 300), 4, 1.0, -1)
    assert usual_height(components(ink, smallest_px=12)) == pytest.approx(plain, abs=2)
    assert usual_height(components(np.zeros((9, 9), np.float32))) is None


@pytest.mark.parametrize("cut_off", [np.s_[:, :50], np.s_[:, -40:], np.s_[300:, 130:180]])
def test_the_usual_height_is_not_what_the_edge_cuts_off(cut_off, written):
    """A spiral, a strip of table or a pen far taller than a few digits does not count for their height."""
    ink = np.pad(written("274"), ((150, 600), (60, 120)))
    plain = usual_height(components(ink, smallest_px=12))
    ink[cut_off] = 1
    assert usual_height(components(ink, smallest_px=12)) == plain


def test_a_speck_is_not_the_writing_beside_a_digit_at_the_edge(written):
    """A tall digit that the edge cuts off counts where a speck alone stands free."""
    ink = written("3")
    rows, columns = np.flatnonzero(ink.max(axis=1)), np.flatnonzero(ink.max(axis=0))
    ink = np.pad(ink[rows[0] :, columns[0] : columns[-1] + 1], ((0, 0), (30, 30)))
    tall = usual_height(components(ink, smallest_px=12))
    ink[20:30, 8:14] = 1
    assert usual_height(components(ink, smallest_px=12)) == tall


@pytest.mark.parametrize("one_line", [False, True])
@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 3), (150, 150)])
def test_degenerate(shape, level, one_line):
    """Blank and full sheets of any shape pass through."""
    assert unruled(np.full(shape, level, np.float32), one_line=one_line)[0].shape == shape


def test_a_row_of_feet_is_no_line(written):
    """Feet and bars that stand in a row across a number, with the gaps between its digits, stay."""
    ink = page(written, "222777222")
    assert unruled(ink, one_line=False)[0].sum() > 0.97 * ink.sum()
