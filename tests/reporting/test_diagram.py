"""The picture of a network."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from inkread.errors import OutputError
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import find_recipe
from inkread.reporting.diagram import draw_diagram, save_diagram
from inkread.reporting.style import png


def words(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in figure.axes[0].texts)


def test_every_layer_stands_in_the_picture(any_recipe, diagram):
    """Each layer's name, and its stride, are written in the diagram of every recipe."""
    shown = words(diagram)
    layers = any_recipe.layers if isinstance(any_recipe, Recipe) else ()
    parts = [part for layer in layers for part in str(layer).partition(" (")[0].split(", ")]
    assert [part for part in parts if part not in shown] == []


def test_names_take_two_lines_at_most(diagram):
    """A third would reach into what stands above."""
    assert max(text.get_text().count("\n") for text in diagram.axes[0].texts) <= 1


def test_no_text_is_clipped(diagram, outside):
    """Every text of every diagram lies inside the picture."""
    assert outside(diagram) == []


def test_no_text_covers_another(diagram, overlapping):
    """No two texts of any diagram overlap."""
    assert overlapping(diagram) == []


def test_shapes_and_parameters_are_written():
    """A convolution says its output shape and its parameters."""
    shown = words(draw_diagram(find_recipe("cnn-30-15")))
    assert "24×24×30" in shown and "780 parameters" in shown


def test_names_are_no_formulas():
    """A dollar sign in a person's recipe name is shown, not set as mathematics."""
    recipe = replace(find_recipe("mlp-1000"), name="for $5 or $_x^{")
    assert np.asarray(Image.open(io.BytesIO(png(draw_diagram(recipe))))).std() > 5


def test_foreign_scripts_are_drawn_without_a_warning():
    """A name in letters that the font lacks does not disturb."""
    assert png(draw_diagram(replace(find_recipe("mlp-1000"), name="数字"))).startswith(b"\x89PNG")


def test_save_writes_a_picture(tmp_path):
    """The diagram is written as PNG, and its path returned."""
    path = save_diagram(find_recipe("forest"), tmp_path / "forest.png")
    with Image.open(path) as picture:
        assert picture.format == "PNG"


def test_save_says_where_it_cannot(tmp_path):
    """A file where a folder is needed is a one-line error."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="Cannot write"):
        save_diagram(find_recipe("forest"), tmp_path / "file" / "forest.png")
