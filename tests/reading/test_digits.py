"""Pictures of one digit."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.reading.digits import read_digit


@pytest.fixture
def never():
    """A classifier for which nothing is a digit."""
    return lambda images: np.full((len(images), 10), 0.01, np.float32)


def test_one_digit(seven, photo):
    """The digit is read with its box, and what the classifier saw is kept."""
    reading = read_digit(sheet_of(load(photo("3"))), seven)
    (digit,) = reading.numbers[0].digits
    assert reading.text == "7" and digit.confidence == pytest.approx(0.985)
    assert digit.seen is not None and digit.seen.image.shape == (28, 28)


def test_no_ink(seven):
    """Blank paper has no number and nothing that is rejected."""
    reading = read_digit(sheet_of(load(np.full((80, 80), 240, np.uint8))), seven)
    assert reading.numbers == () and reading.rejected == ()


def test_not_a_digit(never, photo):
    """Ink that is more likely no digit is rejected with its reason."""
    reading = read_digit(sheet_of(load(photo("3"))), never)
    assert reading.numbers == () and reading.rejected[0].reason == "not a digit"


def test_cut_off(never):
    """Ink that runs out of the picture is said to be cut off."""
    sheet = np.full((80, 80), 240, np.uint8)
    sheet[20:, 30:52] = 20
    sheet[20:44, 20:60] = 20
    reading = read_digit(sheet_of(load(sheet)), never)
    assert [rejection.reason for rejection in reading.rejected] == ["cut off at the edge"]


def as_it_is(whole, ink, blank=0.0):
    """A classifier that sees a 3 as surely in a striped picture as a whole, and a 7 in its ink."""

    def classify(images):
        rows = np.full((len(images), 10), 0.001, np.float32)
        for row, image in zip(rows, images, strict=True):
            striped = image[:, :7].mean() > 0.5 and image[:, 21:].mean() > 0.5
            row[3 if striped else 7] = whole if striped else ink if image.any() else blank
        return rows

    return classify


def striped(side=28):
    """A stroke between two broad bars of ink."""
    sheet = np.zeros((28, 28), np.uint8)
    sheet[:, :7] = sheet[:, 21:] = sheet[5:23, 13:16] = 255
    return np.kron(sheet, np.ones((side // 28, side // 28), np.uint8))


@pytest.mark.parametrize(
    ("whole", "ink", "said"),
    [
        (0.8, 0.6, "3"),
        (0.5, 0.6, "7"),
        (0.98, 0.92, "3"),
        (0.998, 0.992, "7"),
        (0.95, 0.05, "3"),
        (0.8, 0.05, ""),
    ],
)
def test_a_picture_of_the_digits_own_size(whole, ink, said):
    """28×28 are read as they are where that is surer than the ink in them, or sure where that is refused."""
    sheet = sheet_of(load(striped()), light_ink=True)
    assert read_digit(sheet, as_it_is(whole, ink)).text == said


def test_a_larger_picture_is_read_by_its_ink():
    """Another size is no sign that a picture is a digit in MNIST's form."""
    sheet = sheet_of(load(striped(84)), light_ink=True)
    assert read_digit(sheet, as_it_is(0.99, 0.6)).text == "7"


def test_a_classifier_that_knows_no_blank_paper():
    """What sees a digit in blank paper is not asked about the picture as it is."""
    sheet = sheet_of(load(striped()), light_ink=True)
    assert read_digit(sheet, as_it_is(0.99, 0.6, blank=0.98)).text == "7"
