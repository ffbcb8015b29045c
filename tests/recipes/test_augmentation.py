"""Augmentations as values."""

import math
from dataclasses import replace

import pytest

from inkread.errors import RecipeError
from inkread.recipes import best
from inkread.recipes.augmentation import Background, Elastic, Noise, Rotate, Shift


def test_said_in_words():
    """An augmentation prints as its name and amounts."""
    assert str(Noise(0.1, share=0.5)) == "Noise (level 0.1, share 0.5)"


def test_equal_values_are_equal():
    """Two augmentations with the same amounts are one value."""
    assert Rotate(10) == Rotate(10.0) and hash(Rotate(10)) == hash(Rotate(10.0))


@pytest.mark.parametrize(
    "build",
    [
        lambda: Noise(0.1, share=1.5),
        lambda: Elastic(1, grid=1),
        lambda: Elastic(1, grid=4.5),
        lambda: Background(1.2),
        lambda: Shift(-1),
        lambda: Shift(math.nan),
        lambda: Rotate("10"),
    ],
)
def test_impossible_amounts(build):
    """A share above 1, a net of one node, paper blacker than ink, less than nothing and no number at all are
    refused."""
    with pytest.raises(RecipeError, match=r"needs .*got"):
        build()


def test_pictures_are_bent_once():
    """A recipe with two Elastic is refused, since one net of bends is laid over a picture."""
    with pytest.raises(RecipeError, match="may bend its pictures by one Elastic"):
        replace(best.RECIPE, augment=(Elastic(0.5), Elastic(2, grid=6)))
