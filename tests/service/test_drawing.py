import numpy as np
import pytest

from inkread.service.drawing import SHEET_PX, draw, sheet_of


def test_sheet_has_its_size_and_is_white():
    """A sheet without strokes is paper of the size asked for."""
    assert (draw([], 30, 20, 4) == np.full((20, 30), 255)).all()


def test_a_dot_is_as_wide_as_the_pen():
    """A lone point leaves a dot of the pen's width."""
    ink = draw([[(20, 20, 0.5)]], 40, 40, 10) < 128
    assert ink.any(axis=0).sum() == pytest.approx(10, abs=1)


def test_a_line_is_as_wide_as_the_pen():
    """A line is as wide as the pen at half pressure."""
    ink = draw([[(5, 20, 0.5), (35, 20, 0.5)]], 40, 40, 8) < 128
    assert ink[:, 20].sum() == pytest.approx(8, abs=1)


def test_pressure_widens():
    """The harder the pen is pressed, the wider the line."""
    widths = [(draw([[(5, 20, p), (35, 20, p)]], 40, 40, 8) < 128)[:, 20].sum() for p in (0, 0.5, 1)]
    assert widths == sorted(set(widths))


def test_outside_the_sheet():
    """Points off the sheet are no mistake: the pen may leave it."""
    assert draw([[(-500, -500, 0.5), (5000, 5000, 1)]], 30, 30, 5).min() == 0


def test_a_large_sheet_is_read_smaller():
    """A large sheet is drawn smaller, and still says how large it was."""
    picture = sheet_of([[(700, 400, 0.5)]], 720, 540, 20)
    assert (picture.pixels.shape[1], picture.width, picture.height) == (SHEET_PX, 720, 540)
    y, x = round(400 * SHEET_PX / 720), round(700 * SHEET_PX / 720)
    assert picture.pixels[y, x].max() == 0


def test_a_small_sheet_is_read_as_it_is():
    """A small one is not blown up."""
    assert sheet_of([], 28, 28, 2).pixels.shape == (28, 28, 3)
