"""Which runs of pieces may be one digit."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.ink.pieces import Pieces, pieces_of
from inkread.ink.segment import components
from inkread.reading.candidates import MOST_JOINED, candidates_of


def pieces_in(ink) -> Pieces:
    found = components(ink)
    members = sorted(range(len(found.boxes)), key=lambda i: found.boxes[i].x)
    return pieces_of(ink, found, members)


@pytest.fixture
def bars():
    """A function that draws upright bars 40 px high at some columns."""

    def draw(*columns):
        ink = np.zeros((60, max(columns) + 40), np.float32)
        for x in columns:
            ink[10:50, x : x + 6] = 1
        return ink

    return draw


def test_every_piece_alone_is_one(bars):
    """Every piece alone is a candidate, in MNIST's form, on its own box."""
    pieces = pieces_in(bars(10, 60, 110))
    alone = [c for c in candidates_of(pieces) if c.stop == c.first + 1]
    assert [c.box for c in alone] == pieces.boxes
    assert all(c.image.shape == (28, 28) and c.image.max() > 0.9 for c in alone)


def test_near_pieces_are_joined(bars):
    """Two strokes close together may be one digit, far ones not."""
    near, far = ({(c.first, c.stop) for c in candidates_of(pieces_in(bars(10, x)))} for x in (19, 90))
    assert (0, 2) in near and (0, 2) not in far


def test_candidates_are_no_wider_than_a_digit(bars):
    """No candidate of several pieces is clearly wider than its line is high, or has more than nine."""
    pieces = pieces_in(bars(*range(10, 200, 9)))
    found = candidates_of(pieces)
    assert all(c.box.w <= 1.35 * pieces.height_px and c.stop - c.first <= MOST_JOINED for c in found)


def test_a_candidate_holds_its_own_ink(bars):
    """The picture of a candidate has none of its neighbours' ink."""
    ink = bars(10, 60)
    ink[10:14, 60:90] = 1
    first = next(c for c in candidates_of(pieces_in(ink)) if (c.first, c.stop) == (0, 1))
    assert (first.image.max(axis=0) > 0.5).sum() < 8


def test_a_low_piece_is_less_of_a_digit(bars):
    """A dot beside digits has less of a prior as a digit, and more as something else."""
    ink = bars(10, 60)
    ink[44:50, 88:94] = 1
    alone = [c for c in candidates_of(pieces_in(ink)) if c.stop == c.first + 1]
    assert alone[-1].as_digit < alone[0].as_digit and alone[-1].as_other > alone[0].as_other


def test_a_sign_is_no_digit(bars):
    """A whole component that is a sign has odds against any digit that nothing seen outweighs."""
    pieces = pieces_in(bars(10, 40))
    sign, digit = candidates_of(pieces, signs=frozenset({pieces.boxes[0]}))[0], candidates_of(pieces)[0]
    assert sign.box == digit.box and sign.as_other - sign.as_digit > 50 > digit.as_other - digit.as_digit
