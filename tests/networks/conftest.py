"""Networks with lively weights: a fresh BatchNorm does nothing and would hide a mistake."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from inkread.networks.torch_net import build_torch, weights_of
from inkread.recipes.layers import BatchNorm, Conv, Dense, Dropout, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import RECIPES

EVERY_LAYER = Recipe(
    name="every-layer",
    source="for tests",
    layers=(
        Conv(8, 5, stride=2, padding=1, bias=False),
        BatchNorm(),
        ReLU(),
        MaxPool(2),
        BatchNorm(scale=False),
        Residual(
            (Conv(8, 3, padding=1, bias=False), BatchNorm(), ReLU(), Residual((Conv(8, 1), ReLU()))),
        ),
        Dropout(0.5),
        Flatten(),
        BatchNorm(),
        Dense(20, bias=False),
        BatchNorm(),
        ReLU(),
        Dense(10),
    ),
    epochs=1,
)
"""Every kind of layer, each BatchNorm after another kind, and a Residual in a Residual."""


NEURAL = [recipe for recipe in RECIPES.values() if isinstance(recipe, Recipe)]


@pytest.fixture
def every_layer():
    """A recipe with every kind of layer."""
    return EVERY_LAYER


@pytest.fixture(params=[*NEURAL, EVERY_LAYER], ids=lambda recipe: recipe.name)
def neural_recipe(request):
    """Each recipe of a network in turn, and the one with every kind of layer."""
    return request.param


@pytest.fixture
def lively():
    """A function from a recipe to its PyTorch network, with no weight left at its start, and its weights."""

    def build(recipe):
        network = build_torch(recipe, seed=1).eval()
        random = torch.Generator().manual_seed(2)
        for name, value in network.state_dict().items():
            if name.endswith(("bias", "running_mean")):
                value.copy_(torch.randn(value.shape, generator=random) / 5)
            if name.endswith("running_var"):
                value.copy_(0.5 + torch.rand(value.shape, generator=random))
        return network, weights_of(network)

    return build


@pytest.fixture
def pictures(rng):
    """Five pictures of noise, ``(5, 28, 28) float32``."""
    return rng.random((5, 28, 28), dtype=np.float32)


@pytest.fixture
def answers():
    """A function from a PyTorch network and pictures to probabilities: what every export must give too."""

    def run(network, pictures):
        with torch.no_grad():
            return network(torch.from_numpy(pictures)[:, None]).softmax(1).numpy()

    return run
