"""Digits joined and digits cut."""

import numpy as np

from inkread.training.scene_parts import bulge, lain, may_be_one, pair, piece


def test_a_pair_is_wider_than_its_digits(digits, rng):
    """Two digits side by side are wider than either."""
    left, right = (image.astype(np.float32) / 255 for image in digits.train_images[[1, 8]])
    assert np.ptp(np.flatnonzero(pair(left, right, rng).any(axis=0))) > 20


def test_a_piece_has_less_ink(digits, rng):
    """A piece of a digit has clearly less ink than the digit."""
    ink = digits.train_images[3].astype(np.float32) / 255
    assert all(piece(ink, rng).sum() < 0.95 * ink.sum() for _ in range(20))


def test_an_upright_bar_may_be_a_one():
    """A bar that stands may be a 1, lying down it may not."""
    bar = np.zeros((30, 30), np.float32)
    bar[4:26, 14:17] = 1
    assert may_be_one(bar) and not may_be_one(bar.T)


def test_bulge_of_a_bracket():
    """A bracket bulges by its depth over its height, a bar by nothing."""
    y, x = np.mgrid[:41, :41]
    bracket = (np.abs(x - 10 - 10 * ((y - 20) / 20) ** 2) <= 1).astype(np.float32)
    assert abs(bulge(bracket) - 0.25) < 0.02 and bulge((np.abs(x - 20) <= 1).astype(np.float32)) < 1e-6


def test_a_digit_laid_down(rng):
    """A 4 on its side or in a mirror is no digit; a 0 stays one and has no such way."""
    ink = np.tri(28, dtype=np.float32)
    made = [lain(ink, 4, rng) for _ in range(20)]
    assert all(each is not None and not np.array_equal(each, ink) for each in made)
    assert lain(ink, 0, rng) is None
