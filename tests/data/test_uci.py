"""The embedded digits are in MNIST's form and the same every time."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from inkread.data.uci import cubic_weights, load_digits, to_mnist_form
from inkread.errors import MissingExtraError


def test_all_1797_are_there(digits):
    """1,438 digits to train on and 359 to test on."""
    assert (len(digits.train_labels), len(digits.test_labels)) == (1438, 359)


def test_every_class_has_its_share(digits):
    """A fifth of each class is in the test set."""
    shares = np.divide(digits.test_counts, np.add(digits.train_counts, digits.test_counts))
    assert np.abs(shares - 1 / 5).max() < 0.01


def test_no_digit_is_on_both_sides(digits):
    """The test set shares no picture with the training set."""
    assert set(map(bytes, digits.train_images)).isdisjoint(map(bytes, digits.test_images))


def test_they_are_the_same_every_time(digits):
    """Loading again gives the same bytes in the same order."""
    assert load_digits().sha256 == digits.sha256


def test_they_have_as_much_ink_as_mnist(digits):
    """The mean pixel is near MNIST's 33.3 of 255."""
    assert digits.train_images.mean() == pytest.approx(33.3, rel=0.1)


def test_they_reach_from_paper_to_ink(digits):
    """Every digit has paper at its corners and dark ink in its strokes."""
    assert not digits.train_images[:, [0, 0, -1, -1], [0, -1, 0, -1]].any()
    assert digits.train_images.max(axis=(1, 2)).min() > 200


def test_they_lie_about_the_middle(digits):
    """The centre of mass of every digit is within a pixel of the middle."""
    mass = digits.train_images.sum(axis=(1, 2))
    rows = digits.train_images.sum(axis=2) @ (np.arange(28) + 0.5) / mass
    assert np.abs(rows - 14).max() < 1


def test_enlarging_keeps_an_even_area():
    """The weights of each new pixel sum to 1, so an area of one value keeps it."""
    np.testing.assert_allclose(cubic_weights(8, 20).sum(axis=1), 1)


def test_full_blocks_become_full_ink():
    """A block counted 16 of 16 is full ink, in a box of 20 pixels in the middle."""
    picture = to_mnist_form(np.full((1, 8, 8), 16.0))[0]
    assert (picture[4:24, 4:24] == 255).all() and picture.sum() == 400 * 255


def test_a_missing_library_gives_the_install_command(monkeypatch):
    """Without scikit-learn the message is how to install it."""
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'inkread\[train\]'"):
        load_digits()
