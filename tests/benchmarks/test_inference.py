"""Claims about the arithmetic that inference is measured against."""

import runpy
from pathlib import Path

import pytest

from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import find_recipe


@pytest.fixture(scope="module")
def network_multiply_adds():
    """The function of benchmarks/inference.py."""
    script = Path(__file__).parents[2] / "benchmarks" / "inference.py"
    return runpy.run_path(str(script))["network_multiply_adds"]


def test_a_perceptron_multiplies_once_for_each_weight(network_multiply_adds):
    """784-256-128-10 without biases: 784 × 256 + 256 × 128 + 128 × 10."""
    assert network_multiply_adds(find_recipe("mlp-256-128")) == 784 * 256 + 256 * 128 + 128 * 10


def test_a_convolution_multiplies_for_each_output(network_multiply_adds):
    """cnn-30-15: its kernels, at every place they are put, then its dense layers."""
    convolutions = 30 * 24 * 24 * 25 + 15 * 10 * 10 * 30 * 9
    dense = 375 * 128 + 128 * 50 + 50 * 10
    assert network_multiply_adds(find_recipe("cnn-30-15")) == convolutions + dense


def test_what_lies_in_a_residual_counts(network_multiply_adds):
    """The layers inside a Residual work too; norms and pools are no matrix products."""
    inside = Residual((Conv(4, 3, padding=1, bias=False), BatchNorm(), ReLU()))
    layers = (Conv(4, 5, stride=2, padding=2), inside, MaxPool(2), Flatten(), Dense(10))
    recipe = Recipe(name="r", source="test", layers=layers, epochs=1)
    assert network_multiply_adds(recipe) == 14 * 14 * (4 * 25 + 4 * 4 * 9) + 4 * 49 * 10
