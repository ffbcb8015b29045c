"""Characters drawn as pen strokes."""

import numpy as np
import pytest

from inkread.training.scene_strokes import WAYS, draw_character, draw_digit, draw_scribble, smooth


@pytest.mark.parametrize("digit", range(10))
def test_digits_are_ink(digit, rng):
    """A drawn digit is float32 ink in [0, 1], about as high as asked, with a blank margin."""
    ink = draw_digit(digit, rng, 40)
    assert ink.dtype == np.float32 and ink.max() == 1 and not ink[0].any() and 40 <= ink.shape[0] <= 68


def test_every_digit_has_a_way():
    """All ten digits can be drawn, 1, 4 and 7 in the European ways too."""
    assert sorted(WAYS) == list(range(10)) and min(len(WAYS[digit]) for digit in (1, 4, 7)) >= 4


@pytest.mark.parametrize("draw", [draw_character, draw_scribble])
def test_other_strokes_are_ink(draw, rng):
    """Made-up characters and scribbles are ink as well."""
    assert all(draw(rng, 40).max() > 0 for _ in range(20))


def test_same_random_state_same_drawing():
    """What is drawn depends on the random numbers alone."""
    drawn = [draw_digit(4, np.random.default_rng(5), 40) for _ in range(2)]
    assert np.array_equal(*drawn)


def test_curves_pass_through_their_points():
    """A smooth curve goes through the points it was given."""
    points = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]])
    assert all(np.isclose(smooth(points), point).all(axis=1).any() for point in points)
