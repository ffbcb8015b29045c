"""Confidences are monotone, and what is accepted is sure enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inkread.core import Box
from inkread.reading.confidence import calibrated, split, threshold_for
from inkread.reading.result import Number


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_surer_path_is_the_surer_number(one, other):
    """The curve never turns two numbers round and stays inside [0, 1]."""
    assert 0 <= calibrated(min(one, other)) <= calibrated(max(one, other)) <= 1


def test_split():
    """Numbers below the threshold are to be checked, with what they were read as."""
    sure, unsure = (Number(text, p, Box(0, 0, 1, 1), ()) for text, p in (("12", 0.999), ("34", 0.9)))
    accepted, checked = split((sure, unsure), 0.01)
    assert accepted == (sure,) and checked[0].reason == "to be checked: read as 34 with 90.0%"


def test_stricter_rates_accept_less():
    """The lower the rate of errors, the higher the confidence asked for."""
    assert threshold_for(0.001) > threshold_for(0.01) > threshold_for(0.1)
