"""Digits that more strokes make into none, and what comes nearest to a digit."""

import numpy as np
import pytest

from inkread.training.scene_overdrawn import draw_dotted, draw_ringed, in_parts, overdrawn, takes_strokes
from inkread.training.scene_strokes import draw_digit


def test_habits_are_left_alone(rng):
    """No stroke is added to a 0, 1, 2 or 7, which people cross, slash and flag themselves."""
    assert not any(takes_strokes(draw_digit(digit, rng, 20), digit) for digit in (0, 1, 2, 7))


@pytest.mark.parametrize("digit", [3, 4, 5, 6, 8, 9])
def test_strokes_stick_out(digit, rng):
    """A stroke is added where there was no ink, and reaches beyond the digit."""
    ink = np.pad(draw_digit(digit, rng, 20), 4)
    longer = overdrawn(ink, digit, rng)
    assert longer.sum() > 1.1 * 9 * ink.sum()


@pytest.mark.parametrize("drawing", [draw_ringed, draw_dotted])
def test_drawn_ink(drawing, rng):
    """Rings and stems are ink in [0, 1] with a blank margin."""
    drawn = [drawing(rng, 48) for _ in range(40)]
    assert all(ink.max() == 1 and not ink[0].any() and not ink[:, -1].any() for ink in drawn)


def test_dots_are_apart(rng):
    """What is dotted comes in two parts or more, nearly always; a ring with tails is one."""
    assert np.mean([in_parts(draw_dotted(rng, 48)) for _ in range(60)]) > 0.8
    assert np.mean([in_parts(draw_ringed(rng, 48)) for _ in range(60)]) < 0.1
