"""Test-time shifts."""

import numpy as np
import pytest

from inkread.classifier.shifted import Shifted
from inkread.errors import ModelError


def first_pixel(images):
    """A classifier whose probability of 0 is the pixel at row 5, column 5, and of 1 the rest."""
    answers = np.zeros((len(images), 10), np.float32)
    answers[:, 0] = images[:, 5, 5]
    answers[:, 1] = 1 - answers[:, 0]
    return answers


def test_every_offset_counts_once():
    """One inked pixel is seen at the same place in exactly one of the nine views."""
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 6, 4] = 1
    assert Shifted(first_pixel, 1)(image)[0, 0] == pytest.approx(1 / 9)


def test_shifts_by_nothing_change_nothing():
    """Zero pixels give the classifier's own answers."""
    images = np.random.default_rng(0).random((3, 28, 28), np.float32)
    np.testing.assert_array_equal(Shifted(first_pixel, 0)(images), first_pixel(images))


def test_ink_does_not_come_back_on_the_other_side():
    """Ink moved over the edge is gone."""
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 0, 0] = 1
    seen = []

    def watching(images):
        seen.append(images.sum())
        return first_pixel(images)

    Shifted(watching, 1)(image)
    assert sorted(seen) == [0] * 5 + [1] * 4


def test_no_pictures_have_no_answers():
    """Nothing in, nothing out."""
    assert Shifted(first_pixel, 1)(np.zeros((0, 28, 28), np.float32)).shape == (0, 10)


def test_a_shift_beyond_the_picture_is_refused():
    """The error names the rule and the value."""
    with pytest.raises(ModelError, match="0 to 27 pixels, got 28"):
        Shifted(first_pixel, 28)
