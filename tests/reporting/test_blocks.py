"""What a network diagram shows."""

from inkread.recipes.layers import Residual
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import find_recipe
from inkread.reporting.blocks import MAX_COLUMNS, rows, shape_text


def blocks_of(recipe):
    return [block for row in rows(recipe) for block in row.blocks]


def names_of(layers):
    """The names of layers and of those inside residuals."""
    for layer in layers:
        if isinstance(layer, Residual):
            yield "Residual"
            yield from names_of(layer.layers)
        else:
            yield str(layer)


def test_every_layer_is_named(any_recipe):
    """Each layer of every recipe is the name of a block or one of its tags."""
    layers = any_recipe.layers if isinstance(any_recipe, Recipe) else ()
    shown = " ".join(", ".join((block.name, *block.tags)) for block in blocks_of(any_recipe))
    assert [name for name in names_of(layers) if name not in shown] == []


def test_a_stride_is_a_tag():
    """Names stay short enough for two lines: a stride stands below, with what else is done there."""
    first = blocks_of(find_recipe("fast"))[1]
    assert (first.name, first.tags) == ("Principal Conv 12 @ 5×5", ("stride 2", "ReLU"))


def test_parameters_add_up():
    """The blocks' parameters are all of the network's."""
    recipe = find_recipe("cnn-30-15")
    assert sum(block.parameters for block in blocks_of(recipe)) == recipe.parameters


def test_rows_are_short(any_recipe):
    """No row is wider than a slide."""
    assert max(len(row.blocks) for row in rows(any_recipe)) <= MAX_COLUMNS


def test_rows_are_even():
    """Nine blocks make rows of five and four, not of eight and one."""
    assert [len(row.blocks) for row in rows(find_recipe("cnn-30-15"))] == [5, 4]


def test_residual_stays_whole(deep):
    """Both bridges of a deep network end in the row they begin in."""
    bridges = [(row, bridge) for row in rows(deep) for bridge in row.bridges]
    assert [row.blocks[bridge.last].kind for row, bridge in bridges] == ["sum", "sum"]


def test_nested_bridges_have_depths(nested):
    """The bridge of an inner residual lies below that of the outer one."""
    assert sorted(bridge.depth for row in rows(nested) for bridge in row.bridges) == [0, 1]


def test_activation_after_residual_belongs_to_the_sum(deep):
    """A ReLU behind a residual acts on the sum, not on the last layer inside."""
    assert [block.tags for block in blocks_of(deep) if block.kind == "sum"] == [("ReLU",), ("ReLU",)]


def test_softmax_is_shown():
    """The softmax that is always added is the last block's tag."""
    assert blocks_of(find_recipe("mlp-1000"))[-1].tags == ("Softmax",)


def test_forest_counts_its_trees():
    """A forest is drawn as what it is."""
    assert "100 trees" in [block.name for block in blocks_of(find_recipe("forest"))]


def test_shapes_are_written_height_width_channels():
    """Channels come last for people."""
    assert shape_text((30, 24, 20)) == "24×20×30"
