"""Letters drawn as pen strokes."""

import numpy as np

from inkread.training.scene_letters import HANGUL, LETTERS, draw_letter, strokes_of


def test_shorthand_stands_for_strokes():
    """``094099 2676`` is two strokes of three and two points in a unit box."""
    strokes = strokes_of("094099 2676")
    assert [len(stroke) for stroke in strokes] == [3, 2]
    assert np.allclose(strokes[0][1] * 9, (4, 0))


def test_every_letter_is_well_formed():
    """Every shorthand has whole points within the box, straight or curved."""
    for shorthand in (*LETTERS, *HANGUL):
        assert all(len(part.lstrip("~")) % 2 == 0 for part in shorthand.split())
        assert max(float(stroke.max()) for stroke in strokes_of(shorthand)) < 1.3


def test_letters_are_ink(rng):
    """Drawn letters and syllables are ink in [0, 1] with a blank margin."""
    drawn = [draw_letter(rng, 40) for _ in range(60)]
    assert all(ink.max() == 1 and not ink[0].any() and not ink[:, -1].any() for ink in drawn)
