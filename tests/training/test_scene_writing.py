"""Words, signs, signatures and doodles as pen strokes."""

import numpy as np
import pytest

from inkread.training.scene_letters import strokes_of
from inkread.training.scene_writing import (
    SIGNS,
    draw_doodle,
    draw_sign,
    draw_signature,
    draw_word_part,
)


def test_every_sign_is_well_formed():
    """Every sign is made of strokes of whole points within the box."""
    for shorthand in SIGNS:
        assert all(len(part.lstrip("~")) % 2 == 0 for part in shorthand.split())
        assert max(float(stroke.max()) for stroke in strokes_of(shorthand)) < 1.3


@pytest.mark.parametrize("drawing", [draw_word_part, draw_sign, draw_signature, draw_doodle])
def test_drawn_ink(drawing, rng):
    """What is drawn is ink in [0, 1] with a blank margin, and never a blot."""
    drawn = [drawing(rng, 48) for _ in range(60)]
    assert all(ink.max() == 1 and not ink[0].any() and not ink[:, -1].any() for ink in drawn)
    assert np.mean([ink.mean() for ink in drawn]) < 0.4


def test_a_part_of_a_word_is_wide(rng):
    """Two or three letters are wider than one digit: most are nearly as wide as high, or wider."""
    shapes = [draw_word_part(rng, 48).shape for _ in range(100)]
    assert np.mean([wide > 0.8 * high for high, wide in shapes]) > 0.9
