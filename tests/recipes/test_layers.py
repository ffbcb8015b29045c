"""Claims about layers: shapes, parameter counts, and what does not fit."""

import pytest
import torch

from inkread.errors import RecipeError
from inkread.networks.torch_net import build_torch
from inkread.recipes.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    MaxPool,
    PrincipalConv,
    ReLU,
    Residual,
)
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import RECIPES

NETWORKS = [recipe for recipe in RECIPES.values() if isinstance(recipe, Recipe)]


@pytest.mark.parametrize("recipe", NETWORKS, ids=lambda recipe: recipe.name)
def test_shapes_are_those_of_pytorch(recipe):
    """Every layer's stated output shape is the shape that PyTorch computes."""
    value, found = torch.zeros(2, 1, 28, 28), []
    for module in build_torch(recipe).eval():
        value = module(value)
        found.append(tuple(value.shape[1:]))
    stated = [after for _, _, after in recipe.shapes]
    # ReLU and pooling are built in the other order, which only the shape between them shows.
    swapped = [
        i
        for i, (layer, _, _) in enumerate(recipe.shapes[:-1])
        if isinstance(recipe.shapes[i + 1][0], MaxPool)
    ]
    assert [s for i, s in enumerate(found) if i not in swapped] == [
        s for i, s in enumerate(stated) if i not in swapped
    ]


@pytest.mark.parametrize("recipe", NETWORKS, ids=lambda recipe: recipe.name)
def test_parameters_are_those_of_pytorch(recipe):
    """The stated parameter count is the number of trainable values that PyTorch makes."""
    trainable = sum(p.numel() for p in build_torch(recipe).parameters() if p.requires_grad)
    assert recipe.parameters == trainable


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ((Dense(10),), "Put Flatten before it"),
        ((Flatten(), Conv(3, 3), Dense(10)), "Put it before Flatten"),
        ((Conv(3, 30), Flatten(), Dense(10)), "at least its kernel's size"),
        ((Conv(3, 27), MaxPool(4), Flatten(), Dense(10)), "at least its size"),
        ((Residual((Conv(3, 3),)), Flatten(), Dense(10)), "must keep the shape"),
        ((Flatten(), Dense(9)), "must end in 10 scores"),
        ((), "must end in 10 scores"),
        ((Flatten(), Dense(10), ReLU()), "must end in Dense, got ReLU; the softmax adds itself"),
    ],
)
def test_layers_that_do_not_fit_are_refused(layers, message):
    """A recipe that cannot be built says so when it is written down, with the layer and the shape."""
    with pytest.raises(RecipeError, match=message):
        Recipe(name="bad", source="", layers=layers, epochs=1)


@pytest.mark.parametrize(
    ("kind", "numbers", "message"),
    [
        (Conv, (0, 3), "Conv needs filters to be a whole number of at least 1, got 0"),
        (Conv, (3, 3, 0), "Conv needs stride to be a whole number of at least 1, got 0"),
        (Conv, (3, 3, 1, -1), "Conv needs padding to be a whole number of at least 0, got -1"),
        (PrincipalConv, (-2, 5), "PrincipalConv needs filters"),
        (Dense, (2.5,), "Dense needs units to be a whole number of at least 1, got 2.5"),
        (MaxPool, (0,), "MaxPool needs size"),
        (Dropout, (1,), "Dropout needs rate to be a number from 0 to 0.99, got 1"),
        (BatchNorm, (2,), "BatchNorm needs momentum"),
    ],
)
def test_numbers_that_make_no_layer_are_refused(kind, numbers, message):
    """A layer with impossible numbers says so when it is written down, not in the midst of a training."""
    with pytest.raises(RecipeError, match=message):
        kind(*numbers)


def test_a_layer_reads_well():
    """What people see in tables is words and numbers, not a dataclass."""
    assert [str(layer) for layer in (Conv(30, 5, stride=2), ReLU(), Residual((ReLU(),)))] == [
        "Conv 30 @ 5×5, stride 2",
        "ReLU",
        "Residual (ReLU)",
    ]
