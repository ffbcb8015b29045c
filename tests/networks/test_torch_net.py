"""Claims about recipes built in PyTorch."""

import pytest
import torch

from inkread.networks.torch_net import Unroll, build_torch, load_weights, weights_of
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import RECIPES

NETWORKS = [recipe for recipe in RECIPES.values() if isinstance(recipe, Recipe)]
DEEP = Recipe(
    name="deep",
    source="test",
    layers=(
        Conv(4, 3),
        ReLU(),
        MaxPool(2),
        Residual((Conv(4, 3, padding=1, bias=False), BatchNorm(), ReLU())),
        Flatten(),
        Dense(10),
    ),
    epochs=1,
)


@pytest.mark.parametrize("recipe", [*NETWORKS, DEEP], ids=lambda recipe: recipe.name)
def test_ten_scores_come_out(recipe):
    """Any number of pictures gives ten scores for each."""
    assert build_torch(recipe).eval()(torch.rand(3, 1, 28, 28)).shape == (3, 10)


@pytest.mark.parametrize("recipe", [*NETWORKS, DEEP], ids=lambda recipe: recipe.name)
def test_weights_are_carried_across(recipe):
    """A network with another's weights gives its answers to the last bit."""
    one, two = build_torch(recipe, 1).eval(), build_torch(recipe, 2).eval()
    load_weights(two, weights_of(one))
    images = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert torch.equal(one(images), two(images))


def test_weights_are_named_by_their_layer():
    """The names are the layers' places in the recipe, inside a residual too."""
    assert list(weights_of(build_torch(DEEP))) == [
        "0.weight",
        "0.bias",
        "3.0.weight",
        "3.1.weight",
        "3.1.bias",
        "3.1.running_mean",
        "3.1.running_var",
        "5.weight",
        "5.bias",
    ]


def test_pooling_first_changes_no_answer():
    """ReLU after pooling gives what the recipe's order gives."""
    layers = build_torch(DEEP).eval()
    images = torch.rand(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    as_written = torch.nn.functional.max_pool2d(torch.relu(layers[0](images)), 2)
    assert torch.equal(layers[2](layers[1](layers[0](images))), as_written)


def test_a_seed_is_a_start():
    """The same seed gives the same weights, another one others."""
    first = [weights_of(build_torch(DEEP, seed))["0.weight"] for seed in (1, 1, 2)]
    assert (first[0] == first[1]).all() and (first[0] != first[2]).any()


def test_the_gradient_of_flatten_is_channels_last():
    """What stood channels-last before Flatten gets its gradient in the same layout."""
    pictures = torch.rand(2, 3, 4, 4).contiguous(memory_format=torch.channels_last).requires_grad_()
    seen = []
    before = pictures * 1
    row = Unroll()(before)
    before.register_hook(seen.append)
    row.square().sum().backward()
    assert seen[0].is_contiguous(memory_format=torch.channels_last)
