"""Lines composed of digits, as ink."""

import numpy as np
import pytest

from inkread.training.line_compose import Digits, compose_strip
from inkread.training.line_dirt import Sheet, dirty


@pytest.fixture(scope="module")
def source(digits):
    """The embedded digits, each class by a writer of its own."""
    return Digits(digits.train_images, digits.train_labels, digits.train_labels.astype(np.int32))


@pytest.fixture(scope="module")
def strips(source):
    random = np.random.default_rng(0)
    return [compose_strip([source], [1.0], random) for _ in range(120)]


def test_one_writer_a_line(strips):
    """All digits of a line are by one writer."""
    assert all(len(set(strip.text)) <= 1 for strip in strips)


def test_none_to_twelve_digits(strips):
    """Lines hold 0 to 12 digits, and some hold none."""
    assert {len(strip.text) for strip in strips} == set(range(13))


def test_a_column_for_each_digit(strips):
    """Nearly every line is wide enough for its text: a column of four pixels for each digit."""
    enough = [strip.ink.shape[1] >= 4 * len(strip.text) for strip in strips]
    assert np.mean(enough) > 0.98


def test_ink_in_every_line(strips):
    """Lines are 32 rows of ink from 0 to 255, and none is blank."""
    assert all(strip.ink.shape[0] == 32 and strip.ink.dtype == np.uint8 for strip in strips)
    assert all(strip.ink.max() > 128 for strip in strips)


def test_the_seed_decides(source):
    """The same random numbers give the same line."""
    one, two = (compose_strip([source], [1.0], np.random.default_rng(5)) for _ in range(2))
    assert one.text == two.text and np.array_equal(one.ink, two.ink)


def test_writers_of_few_digits_are_left_out(digits):
    """A writer of fewer than ten digits writes no number."""
    writers = np.where(np.arange(len(digits.train_labels)) < 9, 1, 0).astype(np.int32)
    assert len(Digits(digits.train_images, digits.train_labels, writers).own) == 1


def test_dirt_stays_on_the_sheet(rng):
    """Dirt changes neither size nor range of the ink."""
    for _ in range(200):
        sheet = Sheet(rng.random((48, 90), dtype=np.float32), 36.0)
        ink = dirty(sheet, rng).ink
        assert ink.shape == (48, 90) and ink.min() >= 0 and ink.max() <= 1
