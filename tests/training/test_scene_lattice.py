"""Crops out of whole numbers."""

import numpy as np
import pytest

from inkread.core import Box
from inkread.training.scene_crops import NOT_A_DIGIT
from inkread.training.scene_lattice import draw_lattice
from inkread.training.scenes import Scene


@pytest.fixture(scope="module")
def drawn(digits):
    return draw_lattice(digits.train_images, digits.train_labels, 120, (1, 4))


def test_pictures_and_labels(drawn):
    """Crops are (n, 28, 28) bytes, none of them blank, with labels 0 … 10."""
    images = drawn.images
    assert images.shape == (120, 28, 28) and images.dtype == np.uint8 and drawn.labels.max() <= 10
    assert (images.reshape(120, -1).max(axis=1) > 100).all()


def test_half_are_digits(drawn):
    """About half of them are digits."""
    assert 0.35 < (drawn.labels == NOT_A_DIGIT).mean() < 0.6


def test_the_seed_decides(digits, drawn):
    """The same seed gives the same crops."""
    again = draw_lattice(digits.train_images, digits.train_labels, 120, (1, 4))
    assert np.array_equal(again.images, drawn.images)


def test_a_run_is_its_digit_when_it_holds_its_ink():
    """All of one digit's ink and no other is that digit; half of it, or two digits', is none."""
    from inkread.training.scene_lattice import _label

    blank = np.zeros((1, 1), np.uint8)
    scene = Scene(blank, "47", (Box(0, 0, 1, 1),) * 2, blank, False)
    all_of = np.array([200.0, 100.0])
    assert _label(np.array([3.0, 195, 0]), all_of, scene) == 4
    assert _label(np.array([0.0, 100, 0]), all_of, scene) == NOT_A_DIGIT
    assert _label(np.array([0.0, 200, 100]), all_of, scene) == NOT_A_DIGIT
    assert _label(np.array([0.0, 170, 0]), all_of, scene) is None
