"""Digits under a bad sky."""

import numpy as np
import pytest

from inkread.training.scene_damage import WAYS, damaged


@pytest.fixture
def ink(digits):
    return digits.train_images[3].astype(np.float32) / 255


@pytest.mark.parametrize("way", set(WAYS), ids=lambda way: way.__name__)
def test_each_way_changes_the_picture(way, ink, rng):
    """Every kind of damage changes a picture and keeps its shape, and leaves the original alone."""
    before = ink.copy()
    assert way(ink, rng).shape == (28, 28) and np.array_equal(ink, before)


def test_damaged_is_ink(ink, rng):
    """Damaged pictures are float32 ink in [0, 1]."""
    changed = np.stack([damaged(ink, rng) for _ in range(100)])
    assert changed.dtype == np.float32 and changed.min() >= 0 and changed.max() <= 1
