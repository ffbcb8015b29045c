"""Colours count by how much ink and paper differ in them, and ink is told from paper."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.load import load
from inkread.ink.tone import darkness, grey, polarity


@pytest.mark.parametrize("ink", [(255, 140, 0), (30, 60, 220), (200, 30, 40), (20, 20, 20)])
def test_coloured_ink_is_dark(ink):
    """Orange, blue, red and black ink on white paper all stand out by at least half."""
    pixels = np.full((40, 40, 3), 250, np.uint8)
    pixels[10:30, 19:22] = ink
    dark = darkness(pixels)
    assert dark[20, 20] - dark[5, 5] > 0.5


@pytest.mark.parametrize("size", [16, 28, 100, 400])
def test_polarity_of_digits(digits, size):
    """Light digits on black and dark ones on white are told apart at any size, 39 of 40 at least."""
    images = [cv2.resize(image, (size, size)) for image in digits.train_images[:40]]
    light = [polarity(image.astype(np.float32) / 255) for image in images]
    dark = [polarity(1 - image.astype(np.float32) / 255) for image in images]
    assert sum(value < 0 for value in light) + sum(value > 0 for value in dark) >= 78


def test_grey_pictures(rng):
    """A picture loaded from one channel has the light that three equal ones have."""
    levels = rng.integers(0, 256, (40, 60), np.uint8)
    three = np.repeat(levels[..., None], 3, axis=2)
    np.testing.assert_array_equal(grey(load(levels).pixels), grey(load(three).pixels))


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (2, 2), (3, 3)])
def test_tiny_pictures(shape):
    """Pictures too small to judge still have a tone."""
    assert grey(np.zeros((*shape, 3), np.uint8)).shape == shape
    assert np.isfinite(polarity(np.zeros(shape, np.float32)))


@pytest.mark.parametrize("pitch", [13, 20, 30])
def test_fine_squares_are_dark_lines_on_light_paper(pitch):
    """Squared paper of a thousand pixels and up to 75 squares is dark on light, and its negative is not."""
    light = np.ones((1000, 750), np.float32)
    light[::pitch] = light[:, ::pitch] = 0.4
    assert polarity(light) > 0 > polarity(1 - light)
