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
