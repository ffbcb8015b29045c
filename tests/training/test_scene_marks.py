"""Marks that are no digits."""

from inkread.ink.normalise import normalise
from inkread.training.scene_marks import mark


def test_marks_are_ink(rng):
    """Every mark can be brought to MNIST's form."""
    assert all(normalise(mark(rng)).max() > 0.5 for _ in range(60))
