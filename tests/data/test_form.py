"""MNIST's form: the centre of mass is in the middle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inkread.data.form import centre

boxes = hnp.arrays(
    np.float32, st.tuples(*[st.integers(1, 20)] * 2), elements=st.floats(0, 1, width=16)
).filter(lambda box: box.max() >= 0.5)


def centre_of_mass(picture):
    """Row and column, in pixels from the top left corner of the picture."""
    rows, columns = np.indices(picture.shape) + 0.5
    return (rows * picture).sum() / picture.sum(), (columns * picture).sum() / picture.sum()


def test_a_square_in_a_corner_comes_to_the_middle():
    """Ink at the edge of its box is moved until its centre of mass is at pixel 14."""
    ink = np.zeros((20, 20), np.float32)
    ink[:4, :4] = 1
    assert centre_of_mass(centre(ink)) == (14, 14)


@given(boxes)
def test_nothing_is_lost_at_the_edge(ink):
    """All ink of a box of at most 20 pixels is still there."""
    assert centre(ink).sum() == np.rint(ink * 255).sum()


@given(boxes)
def test_the_centre_is_within_half_a_pixel_or_the_ink_at_the_edge(ink):
    """The centre of mass is at most half a pixel off, unless the ink already touches the edge."""
    picture = centre(ink)
    for place, profile in zip(centre_of_mass(picture), (picture.sum(1), picture.sum(0)), strict=True):
        assert abs(place - 14) <= 0.5001 or profile[0] or profile[-1]


@pytest.mark.parametrize("shape", [(28, 28), (1, 1), (20, 1)])
def test_the_picture_is_28_by_28(shape):
    """Every box that fits gives 28 × 28 bytes with full ink where there was 1."""
    picture = centre(np.ones(shape, np.float32))
    assert (picture.shape, picture.dtype, picture.max()) == ((28, 28), np.uint8, 255)
