"""The sheet of a recipe's augmentation: what its rows say and hold."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from inkread.errors import DataError, RecipeError
from inkread.recipes.augmentation import Noise, Scale, Shift
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import find_recipe
from inkread.reporting.augment_figures import (
    augment_figure,
    augmentations_of,
    draw_augmentations,
    row_name,
    write_augment_figure,
)
from inkread.training.examples import changed_copies


def recipe(*steps):
    """A recipe with these augmentations."""
    return Recipe(name="mine", source="test", layers=(Flatten(), Dense(10)), epochs=1, augment=steps)


def texts(figure):
    """Everything written on the figure's only axes."""
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_first_picture_is_the_original(digits):
    """Before the changed copies stands the picture as it is."""
    sheet = changed_copies(digits.train_images[3], (Shift(3),), 5, seed=0)
    np.testing.assert_allclose(sheet[0], digits.train_images[3] / 255, atol=1e-6)


def test_the_copies_are_changed_and_repeatable(digits):
    """Every copy differs from the original, and the same seed gives the same copies."""
    first, again = (changed_copies(digits.train_images[3], (Noise(0.5, share=1),), 4, seed=7) for _ in "ab")
    assert np.array_equal(first, again) and (np.abs(first[1:] - first[0]).max(axis=(1, 2)) > 0).all()


def test_rows_are_named_after_their_change_and_amounts(digits):
    """Each change has its name and amounts; the last row is all of them together."""
    found = texts(augment_figure(recipe(Shift(2), Scale(12, stretch=8)), digits.train_images[0]))
    assert found == [
        *("Shift", "px 2", "Scale", "percent 12, stretch 8"),
        *("all together", "2 changes"),
    ]


def test_a_single_change_has_a_single_row(digits):
    """With one change there is nothing to put together."""
    assert texts(augment_figure(recipe(Shift(2)), digits.train_images[0])) == ["Shift", "px 2"]


def test_amounts_without_digits_after_the_point():
    """Whole amounts are written as whole numbers."""
    assert row_name((Shift(1.0),)) == ("Shift", "px 1")


def test_cells_are_where_they_belong():
    """The pixel of row 1, column 2 is drawn in that cell, 2 pixels of paper around each."""
    sheet = np.zeros((2, 3, 28, 28), np.float32)
    sheet[1, 2, 0, 0] = 1
    ax = Figure().subplots()
    draw_augmentations(sheet, [("a", "b"), ("c", "d")], ax)
    drawn = ax.images[0].get_array()
    assert (drawn.shape, np.argwhere(drawn).tolist()) == ((64, 96), [[34, 66]])


@pytest.mark.parametrize("name", ["mlp-512", "forest", "committee"])
def test_recipes_that_change_nothing_are_refused(name):
    """Networks without augmentation, classical models and committees have no sheet."""
    with pytest.raises(RecipeError, match=f"'{name}' changes no pictures"):
        augmentations_of(find_recipe(name))


def test_the_sheet_is_written(digits, tmp_path):
    """The file is named after the recipe."""
    assert write_augment_figure(recipe(Shift(2)), digits, tmp_path, 5).name == "augment-mine.png"


def test_an_index_beyond_the_set_is_refused(digits, tmp_path):
    """There is no digit to change."""
    with pytest.raises(DataError, match="expected 0 to"):
        write_augment_figure(recipe(Shift(2)), digits, tmp_path, 99_999)
