"""The recipe of the shipped classifier."""

from inkread.recipes.reader import RECIPE
from inkread.recipes.serial import recipe_from_json, to_json


def test_small_enough_to_ship():
    """Its parameters are less than 2 MB of float32."""
    assert RECIPE.parameters * 4 < 2_000_000


def test_eleven_classes():
    """It ends in the ten digits and "not one digit"."""
    assert RECIPE.shapes[-1][2] == (11,)


def test_survives_json():
    """The recipe comes back from its JSON as it was."""
    assert recipe_from_json(to_json(RECIPE)) == RECIPE
