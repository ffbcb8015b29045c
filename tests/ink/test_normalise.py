"""MNIST's own form: 20-pixel box, centre of mass in the middle, strokes as wide as MNIST's."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.errors import BlankInkError
from inkread.ink.normalise import CENTRE, normalise, stroke_width


def centre_of_mass(ink):
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]] + 0.5
    return float((y * ink).sum() / ink.sum()), float((x * ink).sum() / ink.sum())


def longer_side(ink):
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return max(np.ptp(rows), np.ptp(columns)) + 1


def test_mnist_is_normal_already(mnist):
    """999 of 1,000 of MNIST's own digits are returned as they are."""
    images = mnist.train_images[:1000].astype(np.float32) / 255
    same = [np.array_equal(normalise(image), image) for image in images]
    assert sum(same) >= 999


@given(st.integers(0, 200), st.integers(20, 200), st.floats(0.5, 1.5))
def test_box_and_centre(digits, index, size, stretch):
    """A digit of any size ends in a 20-pixel box with its mass in the middle, to a pixel."""
    image = digits.train_images[index].astype(np.float32) / 255
    found = normalise(np.clip(cv2.resize(image, (int(size * stretch) + 1, size)), 0, 1))
    assert found.shape == (28, 28) and longer_side(found) == 20
    assert max(abs(value - CENTRE) for value in centre_of_mass(found)) <= 1


@given(st.integers(0, 200), st.integers(12, 150))
def test_twice_is_once(digits, index, size):
    """Normalising what is normal changes nothing."""
    image = digits.train_images[index].astype(np.float32) / 255
    once = normalise(np.clip(cv2.resize(image, (size, size)), 0, 1))
    np.testing.assert_allclose(normalise(once), once, atol=1e-6)


@given(st.integers(0, 200), st.integers(0, 60), st.integers(0, 60))
def test_place_does_not_matter(digits, index, down, right):
    """Moving ink on blank paper changes nothing."""
    image = digits.train_images[index].astype(np.float32) / 255
    moved = np.zeros((100, 100), np.float32)
    moved[down : down + 28, right : right + 28] = image
    still = np.zeros((100, 100), np.float32)
    still[:28, :28] = image
    np.testing.assert_array_equal(normalise(moved), normalise(still))


@pytest.mark.parametrize("width", [1, 2, 4, 8, 16, 30])
def test_strokes_are_evened(width):
    """Pens from 1 to 30 pixels on a 200-pixel digit come out about as wide as MNIST's: 1.5 to 5 pixels."""
    ink = np.zeros((240, 240), np.float32)
    cv2.ellipse(ink, (120, 120), (60, 90), 0, 0, 360, 1.0, width)
    found = normalise(ink)
    assert 1.5 <= float(found.sum()) / 50 <= 5


@pytest.mark.parametrize("width", [1, 3, 5, 9, 15])
def test_stroke_width(width):
    """The width of a long straight stroke is measured to a tenth."""
    ink = np.zeros((300, 60), np.float32)
    ink[20:280, 20 : 20 + width] = 1
    assert stroke_width(ink) == pytest.approx(width, rel=0.1)


@pytest.mark.parametrize("shape", [(1, 1), (3, 400), (28, 28), (0, 5)])
def test_no_ink(shape):
    """Paper without ink cannot be normalised."""
    with pytest.raises(BlankInkError):
        normalise(np.zeros(shape, np.float32))


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (3, 3), (300, 300)])
def test_all_ink(shape):
    """A dot, a line and a blot have a normal form too."""
    found = normalise(np.ones(shape, np.float32))
    assert found.shape == (28, 28) and found.max() > 0
