"""Fitting the weights of the reader's evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkread.reading.odds import shipped_odds
from inkread.workflow.reader_odds import make_odds, packed, unpacked


def test_packed_and_unpacked():
    """A row of weights stands for the odds it was made of."""
    odds = shipped_odds()
    assert unpacked(packed(odds), odds) == odds


def test_from_numbers_to_odds(digits):
    """A small fit gives weights for all evidence, both curves, and the share of numbers read right."""
    written = replace(digits, writers=(np.arange(len(digits.train_labels)) % 40).astype(np.int32))

    def tells(images):
        bright = images.reshape(len(images), -1).mean(axis=1)
        p = np.full((len(images), 10), 0.02)
        p[np.arange(len(images)), (bright * 50).astype(int) % 10] = 0.7
        return p.astype(np.float32)

    made = make_odds(written, tells, n=9)
    assert set(made["odds"]) >= {"said", "unsaid", "digit", "other", "cut", "gap", "number", "one"}
    assert made["n"] == 9 and 0 <= made["exact"] <= 1


def test_writers_are_needed(digits):
    """Without writer ids nothing is fitted, and the message says what is missing."""
    from inkread.errors import DataError

    with pytest.raises(DataError, match="QMNIST"):
        make_odds(replace(digits, writers=None), lambda images: images, n=3)
