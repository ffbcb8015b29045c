"""Reduced ink shows the same strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkread.ink.handy import handy
from inkread.ink.segment import components


def test_small_ink_is_left_as_it_is(written):
    """What is small enough already comes back itself."""
    ink = written("3")
    assert handy(ink, 60, 120) == (ink, 1.0, 1.0)


@settings(max_examples=15)
@given(st.integers(1, 20), st.floats(1.1, 12), st.integers(0, 90))
def test_no_stroke_breaks(pen, shrink, turn):
    """A ring of any pen stays in one piece however far it is reduced."""
    ink = np.zeros((500, 600), np.float32)
    cv2.ellipse(ink, (300, 250), (200, 150), turn, 0, 360, 1.0, pen)
    small, across, down = handy(ink, 500, 500 / shrink)
    assert len(components(ink).boxes) == len(components(small, smallest_px=2).boxes) == 1
    assert small.shape[1] * across == pytest.approx(600) and small.shape[0] * down == pytest.approx(500)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (300, 300)])
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_degenerate(shape, level):
    """Blank and full sheets of any shape have at least one pixel left on each side."""
    small, _, _ = handy(np.full(shape, level, np.float32), max(shape), 10)
    assert min(small.shape) >= 1 and max(small.shape) <= 10
