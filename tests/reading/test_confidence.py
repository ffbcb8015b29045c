"""Confidences are monotone, and what is accepted is sure enough."""

from __future__ import annotations

import pytest

from inkread.core import Box
from inkread.errors import InkreadError
from inkread.reading.confidence import split, threshold_for
from inkread.reading.result import Number


def test_split():
    """Numbers below the threshold are to be checked, with what they were read as."""
    sure, unsure = (Number(text, p, Box(0, 0, 1, 1), ()) for text, p in (("12", 0.999), ("34", 0.9)))
    accepted, checked = split((sure, unsure), 0.01)
    assert accepted == (sure,) and checked[0].reason == "to be checked: read as 34 with 90.0%"


def test_stricter_rates_accept_less():
    """The lower the rate of errors, the higher the confidence asked for."""
    assert threshold_for(0.001) > threshold_for(0.01) > threshold_for(0.1)


@pytest.mark.parametrize("rate", [-0.1, 2, float("nan")])
def test_rates_that_are_none(rate):
    """A rate of errors outside 0 to 1 is refused."""
    with pytest.raises(InkreadError, match="from 0 to 1"):
        threshold_for(rate)
