"""Lines of writing as the line recogniser takes them."""

import cv2
import numpy as np
import pytest

from inkread.errors import BlankInkError
from inkread.ink.strip import HIGH_PX, STEP_PX, WIDEST_PX, strip_of


def _line(height=60, digits=4, pen=6):
    """Upright strokes of this height, side by side."""
    ink = np.zeros((height + 20, digits * height), np.float32)
    for index in range(digits):
        ink[10 : 10 + height, index * height + 10 : index * height + 10 + pen] = 1
    return ink


def _rows(strip):
    return np.flatnonzero((strip >= 0.5).any(axis=1))


@pytest.mark.parametrize("height", [14, 30, 60, 130, 300])
def test_the_same_at_any_size(height):
    """Digits come out 24 pixels high from ink of any size, in a strip of 32 rows and whole steps."""
    strip = strip_of(_line(height, pen=max(height // 10, 1)), height)
    assert strip.shape[0] == HIGH_PX and strip.shape[1] % STEP_PX == 0
    assert strip.dtype == np.float32 and strip.min() >= 0 and strip.max() <= 1
    assert abs(np.ptp(_rows(strip)) + 1 - 24) <= 2


def test_thin_strokes_are_widened():
    """A stroke of one pixel in a hundred is as visible as a pen's."""
    strip = strip_of(_line(100, pen=1), 100)
    assert strip.max() > 0.9


def test_what_is_taller_is_reduced():
    """Ink a third taller than the line's digits still fits."""
    ink = np.zeros((100, 200), np.float32)
    ink[10:90, 20:26] = ink[30:90, 60:66] = ink[30:90, 100:106] = 1
    assert np.ptp(_rows(strip_of(ink, 60))) + 1 <= HIGH_PX


def test_a_flagpole_is_cut_off():
    """A stroke five times as high as the digits does not make these vanish."""
    ink = np.zeros((320, 200), np.float32)
    ink[10:310, 20:26] = ink[130:190, 60:66] = ink[130:190, 100:106] = 1
    columns = strip_of(ink, 60)[:, 20:]
    assert np.ptp(_rows(columns)) + 1 >= 12


def test_never_too_wide():
    """A line of three hundred digits is squeezed into the widest strip."""
    assert strip_of(_line(20, digits=300, pen=2), 20).shape[1] <= WIDEST_PX + 12


def test_moving_ink_changes_nothing():
    """Where the line lies on its sheet does not matter."""
    ink = _line()
    moved = np.pad(ink, ((7, 3), (11, 30)))
    assert np.array_equal(strip_of(ink, 60), strip_of(moved, 60))


def test_enlarged_ink_gives_nearly_the_same():
    """A line enlarged twice gives the same strip, to a few grey pixels at the edges."""
    ink = _line(60)
    twice = cv2.resize(ink, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    one, two = strip_of(ink, 60), strip_of(twice, 120)
    wide = min(one.shape[1], two.shape[1])
    assert np.abs(one[:, :wide] - two[:, :wide]).mean() < 0.05


def test_blank():
    """Without ink there is no strip."""
    with pytest.raises(BlankInkError, match="no ink"):
        strip_of(np.zeros((40, 100), np.float32), 30)
