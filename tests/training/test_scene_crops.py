"""Training crops as the reader's front end hands them over."""

import numpy as np
import pytest

from inkread.training.scene_crops import (
    NOT_A_DIGIT,
    SHARES,
    WRITING,
    draw_crops,
    draw_halves,
    draw_rough,
    draw_writing,
)


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
    """The shares of all kinds add up to 1, and those of other writing."""
    assert sum(SHARES.values()) == pytest.approx(1) == sum(WRITING.values())


def test_not_digits_are_a_quarter(crops):
    """About a quarter of the crops is not one digit."""
    assert 0.18 < (crops.labels == NOT_A_DIGIT).mean() < 0.35


def test_halves_are_no_digits(digits):
    """Halves of digits come in the number asked, all of class 10."""
    halves = draw_halves(digits.train_images, digits.train_labels, 30, (1, 3))
    assert halves.images.shape == (30, 28, 28) and (halves.labels == NOT_A_DIGIT).all()


def test_writing_is_no_digit(digits):
    """What is written beside numbers comes in the number asked, all of class 10, the same from one seed."""
    first, again = (draw_writing(digits.train_images, digits.train_labels, 40, (1, 5)) for _ in range(2))
    assert first.images.shape == (40, 28, 28) and (first.labels == NOT_A_DIGIT).all()
    assert np.array_equal(first.images, again.images)


def test_rough_digits_stay_digits(digits):
    """Digits in chalk keep their labels, and are not blank."""
    rough = draw_rough(digits.train_images, digits.train_labels, 40, (1, 6))
    assert rough.images.shape == (40, 28, 28) and set(rough.labels.tolist()) <= set(range(10))
    assert (rough.images.reshape(40, -1).max(axis=1) > 50).all()
