"""Training crops as the reader's front end hands them over."""

import numpy as np
import pytest

from inkread.ink.normalise import normalise
from inkread.training.scene_crops import NOT_A_DIGIT, SHARES, draw_crops, mark, pair, piece


@pytest.fixture(scope="module")
def crops(digits):
    return draw_crops(digits.train_images, digits.train_labels, 400, (1, 2))


def test_pictures_and_labels(crops):
    """Crops are (n, 28, 28) bytes with labels 0 … 10, and all eleven occur."""
    assert crops.images.shape == (400, 28, 28) and crops.images.dtype == np.uint8
    assert set(crops.labels.tolist()) == set(range(11))


def test_none_is_blank(crops):
    """No crop is blank."""
    assert (crops.images.reshape(400, -1).max(axis=1) > 50).all()


def test_the_seed_decides(digits, crops):
    """The same seed gives the same crops."""
    again = draw_crops(digits.train_images, digits.train_labels, 400, (1, 2))
    assert np.array_equal(again.images, crops.images)


def test_shares_are_a_whole():
    """The shares of all kinds add up to 1."""
    assert sum(SHARES.values()) == pytest.approx(1)


def test_not_digits_are_a_quarter(crops):
    """About a quarter of the crops is not one digit."""
    assert 0.18 < (crops.labels == NOT_A_DIGIT).mean() < 0.35


def test_a_pair_is_wider_than_its_digits(digits, rng):
    """Two digits side by side are wider than either."""
    left, right = (image.astype(np.float32) / 255 for image in digits.train_images[[1, 8]])
    assert np.ptp(np.flatnonzero(pair(left, right, rng).any(axis=0))) > 20


def test_a_piece_has_less_ink(digits, rng):
    """A piece of a digit has clearly less ink than the digit."""
    ink = digits.train_images[3].astype(np.float32) / 255
    assert all(piece(ink, rng).sum() < 0.95 * ink.sum() for _ in range(20))


def test_marks_are_ink(rng):
    """Every mark can be brought to MNIST's form."""
    assert all(normalise(mark(rng)).max() > 0.5 for _ in range(60))
