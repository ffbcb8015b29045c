"""The evidence for one way to cut a line, and its weights."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inkread.core import Box
from inkread.ink.pieces import Pieces
from inkread.reading.odds import boundaries, calibrated, digit_size, other_size, shipped_odds


def pieces_at(boxes, cost, gap_px):
    blank = np.zeros((1, 1))
    return Pieces(blank, blank.astype(np.int32), boxes, cost, gap_px, 20.0, blank > 0, Box(0, 0, 1, 1))


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_larger_share_is_the_surer_number(one, other):
    """The curve never turns two numbers round and stays inside [0, 1]."""
    low, high = (calibrated(share, shipped_odds().number) for share in sorted((one, other)))
    assert 0 <= low <= high <= 1


def test_a_usual_digit_has_nothing_against_it():
    """A box as high as its line and half as wide has only the constant of its evidence."""
    assert digit_size(Box(0, 0, 10, 20), 20.0) == (1, 0, 0, 0, 0)
    assert other_size(Box(0, 0, 10, 20), 20.0, whole=True) == (1, 0, 0)


def test_far_is_likelier_an_end_than_near():
    """The wider a gap, the likelier a digit ends there; a cut through more ink is less likely one."""
    boxes = [Box(0, 0, 10, 20), Box(12, 0, 10, 20)], [Box(0, 0, 10, 20), Box(18, 0, 10, 20)]
    near, far = (boundaries(pieces_at(two, [None], [gap]))[0] for two, gap in zip(boxes, (2, 8), strict=True))
    thin, thick = (boundaries(pieces_at(boxes[0], [cost], [0]))[0] for cost in (0.5, 3.0))
    assert far > near and thin > thick


def test_the_weights_fit_the_evidence():
    """There is a weight for each piece of evidence."""
    odds = shipped_odds()
    assert (len(odds.digit), len(odds.other), len(odds.cut), len(odds.gap)) == (5, 3, 4, 4)
    assert odds.number[0] > 0 and odds.one[0] > 0 and odds.said > 0
