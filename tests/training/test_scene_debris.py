"""What else is on the paper."""

from inkread.training.scene_debris import struck_out, with_debris
from inkread.training.scene_strokes import draw_digit


def test_the_digit_stays_the_largest_thing(rng):
    """Debris adds or takes less than half of the digit's ink."""
    for _ in range(60):
        ink, neighbour = draw_digit(5, rng, 40), draw_digit(8, rng, 40)
        assert 0.5 < with_debris(ink, neighbour, rng).sum() / ink.sum() < 1.5


def test_struck_out(rng):
    """Striking out adds ink and keeps what was there."""
    ink = draw_digit(5, rng, 40)
    struck = struck_out(ink, rng)
    assert struck.sum() > ink.sum() and (struck >= ink).all()
