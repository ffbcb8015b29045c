"""Digits the way other people write them."""

import numpy as np
import pytest

from inkread.training.scene_styles import HABITS, restyled


def of_digit(digits, digit):
    chosen = np.flatnonzero(digits.train_labels == digit)[:12]
    return [digits.train_images[i].astype(np.float32) / 255 for i in chosen]


@pytest.mark.parametrize("digit", sorted(HABITS))
def test_stays_ink(digit, digits, rng):
    """A digit with a habit stays float32 ink in [0, 1]."""
    made = [restyled(ink, digit, rng) for ink in of_digit(digits, digit)]
    assert all(each.dtype == np.float32 and each.min() >= 0 and 0.5 < each.max() <= 1 for each in made)


def test_a_seven_is_crossed(rng):
    """A 7's bar reaches beyond its leg on both sides."""
    ink = np.zeros((28, 28), np.float32)
    ink[4:6, 6:22], ink[4:24, 15:18] = 1, 1
    crossed = restyled(ink, 7, rng)
    rows = (crossed[len(crossed) // 3 : 3 * len(crossed) // 4] > 0.5).sum(axis=1)
    assert rows.max() > 1.8 * np.median(rows)


def test_others_are_left_alone(digits, rng):
    """A digit without such a habit comes back as it is."""
    ink = of_digit(digits, 5)[0]
    assert restyled(ink, 5, rng) is ink
