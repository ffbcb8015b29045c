"""Validation is cut from the training set, the same way every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkread.data.dataset import make_dataset
from inkread.data.splits import draw_stratified, hold_out_writers, split
from inkread.errors import DataError


@pytest.fixture
def plain(arrays):
    """Sixty digits whose writers are not known."""
    return make_dataset(arrays, name="own", origin="here")


@pytest.fixture
def signed(plain):
    """The same digits by 24 writers."""
    return replace(plain, writers=(np.arange(60, dtype=np.int32) * 7) % 24)


def test_no_writer_is_on_both_sides(signed):
    """Whoever is validated on taught the network nothing."""
    held = hold_out_writers(signed.writers)
    assert set(signed.writers[held]).isdisjoint(signed.writers[~held])


def test_one_writer_in_twelve_is_held_out(signed):
    """Of 24 writers, 2 are held out with all their digits."""
    assert len(np.unique(signed.writers[hold_out_writers(signed.writers)])) == 2


def test_writers_decide_where_they_are_known(signed):
    """With writer ids the split is by writers, and it says so."""
    found = split(signed)
    assert (found.kind, "2 of 24 writers" in found.description) == ("writers", True)


def test_classes_decide_where_writers_are_not_known(plain):
    """Without writer ids the split keeps the share of each class."""
    found = split(plain, examples=None)
    assert found.kind == "stratified" and np.bincount(found.validation_labels).tolist() == [1] * 10


def test_nothing_is_lost(signed):
    """Training and validation together are the training set."""
    found = split(signed)
    together = np.concatenate([found.train_images, found.validation_images])
    assert sorted(map(bytes, together)) == sorted(map(bytes, signed.train_images))


def test_the_split_is_the_same_every_time(plain):
    """Two calls cut the same pictures."""
    np.testing.assert_array_equal(split(plain).validation_images, split(plain).validation_images)


def test_validating_on_the_test_set_is_said(plain):
    """As in many tutorials: all training pictures, the test set to validate, and the description owns up."""
    found = split(plain, on_test=True)
    assert (len(found.train_labels), found.kind, "on the test set" in found.description) == (60, "test", True)
    np.testing.assert_array_equal(found.validation_images, plain.test_images)


def test_fewer_examples_keep_their_classes(plain):
    """Even out of data sorted by class, every class stays."""
    order = np.argsort(plain.train_labels, kind="stable")
    data = replace(plain, train_images=plain.train_images[order], train_labels=plain.train_labels[order])
    found = split(data, examples=20)
    assert len(found.train_labels) == 20 and set(found.train_labels.tolist()) == set(range(10))


def test_fewer_examples_shorten_validation(plain):
    """Validation has at most a quarter as many pictures as training was asked for."""
    assert len(split(plain, examples=20, on_test=True).validation_labels) == 5


def test_more_examples_than_there_are_change_nothing(plain):
    """Asking for more than there is gives all there is."""
    assert len(split(plain, examples=10_000).train_labels) == len(split(plain).train_labels)


def test_no_examples_are_refused(plain):
    """At least one picture is needed to train."""
    with pytest.raises(DataError, match="at least 1, got 0"):
        split(plain, examples=0)


def test_one_writer_cannot_be_held_out(plain):
    """When all digits are by one person, nothing would be left to train on."""
    with pytest.raises(DataError, match="others to validate on, found 60 training pictures"):
        split(replace(plain, writers=np.zeros(60, np.int32)))


def test_stratified_leaves_one_of_each_class():
    """A class with a single picture stays in training; one with two gives one."""
    assert draw_stratified(np.array([3, 4, 4], np.uint8), 1 / 12).sum() == 1


def test_mnist_validates_on_about_5000_digits_of_45_writers(mnist):
    """One in 12 of MNIST's 539 writers is 45 people, who wrote about 5,000 of the 60,000 digits."""
    if mnist.writers is None:
        pytest.skip("QMNIST's label files are not beside MNIST")
    found = split(mnist)
    assert 4_500 < len(found.validation_labels) < 5_500 and "45 of 539 writers" in found.description


def test_it_shows_itself_as_a_table(plain):
    """In a notebook a split is a table of both sides."""
    assert "validation" in split(plain)._repr_html_()
