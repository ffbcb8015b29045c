"""A recipe's network in Keras answers as it does in PyTorch, also after a trip through a file."""

import keras
import numpy as np
import pytest

from inkread.errors import ModelError, OutputError
from inkread.networks.keras_net import build_keras, save_keras
from inkread.networks.load import load_classifier
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Adadelta, Adam, Recipe, RMSprop
from inkread.recipes.registry import RECIPES

# Keras' variables lack an argument that NumPy 2 asks of arrays; only its own predict comes across it.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def fed(model, pictures):
    """The pictures in the shape the model takes."""
    return pictures.reshape(-1, *model.input_shape[1:])


def test_answers_are_pytorchs(neural_recipe, lively, pictures, answers):
    """Every recipe's Keras model gives PyTorch's probabilities to 1e-5."""
    network, weights = lively(neural_recipe)
    model = build_keras(neural_recipe, weights)
    given = model.predict(fed(model, pictures), verbose=0)
    np.testing.assert_allclose(given, answers(network, pictures), atol=1e-5)


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_saved_answers_are_pytorchs(neural_recipe, suffix, lively, pictures, answers, tmp_path):
    """Every recipe's file, opened by Inkread, gives PyTorch's probabilities to 1e-5."""
    network, weights = lively(neural_recipe)
    path = save_keras(neural_recipe, weights, tmp_path / f"model{suffix}")
    classifier = load_classifier(path).classifier
    np.testing.assert_allclose(classifier(pictures), answers(network, pictures), atol=1e-5)


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_keras_opens_the_file(suffix, lively, pictures, answers, tmp_path):
    """Keras itself opens an exported file and gives the same answers."""
    recipe = RECIPES["cnn-30-15"]
    network, weights = lively(recipe)
    model = keras.models.load_model(save_keras(recipe, weights, tmp_path / f"model{suffix}"))
    given = model.predict(fed(model, pictures), verbose=0)
    np.testing.assert_allclose(given, answers(network, pictures), atol=1e-5)


def test_parameters(neural_recipe):
    """Keras counts the trainable parameters that the recipe counts."""
    model = build_keras(neural_recipe)
    assert sum(int(np.prod(weight.shape)) for weight in model.trainable_weights) == neural_recipe.parameters


def test_tutorial_form():
    """A perceptron takes 784 numbers and is a Sequential, as in the tutorials."""
    model = build_keras(RECIPES["mlp-512"])
    assert (type(model), model.input_shape) == (keras.Sequential, (None, 784))


@pytest.mark.parametrize("optimiser", [Adam(2e-3), RMSprop(2e-3), Adadelta(2e-3)])
def test_compiled(optimiser):
    """The model is compiled with the recipe's optimiser, so that a person can go on training."""
    recipe = Recipe("own", "for tests", (Flatten(), Dense(10)), epochs=1, optimiser=optimiser)
    made = build_keras(recipe).optimizer
    assert (type(made).__name__, round(float(made.learning_rate.value), 6)) == (
        type(optimiser).__name__,
        2e-3,
    )


def test_weights_of_another_recipe(lively):
    """Weights of another recipe are refused by name and shape."""
    _, weights = lively(RECIPES["mlp-256-128"])
    with pytest.raises(ModelError, match=r"dense_1 must have the shapes \[\(784, 512\)"):
        build_keras(RECIPES["mlp-512"], weights)


def test_other_ending(lively, tmp_path):
    """Another ending than .keras and .h5 is refused."""
    recipe = RECIPES["mlp-256-128"]
    with pytest.raises(OutputError, match=r"ends in \.keras or \.h5, got model\.pb"):
        save_keras(recipe, lively(recipe)[1], tmp_path / "model.pb")
