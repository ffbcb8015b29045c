"""The scripts that print a lesson can be run as they are."""

import ast
import os
import subprocess
import sys

import keras
import numpy as np
import pytest

from inkread.errors import RecipeError
from inkread.networks.keras_code import keras_code
from inkread.networks.keras_net import build_keras
from inkread.recipes.layers import Conv, Dense, Flatten
from inkread.recipes.recipe import Recipe
from inkread.recipes.registry import RECIPES


@pytest.fixture
def tiny_mnist(digits, tmp_path):
    """An ``mnist.npz`` of 300 embedded digits, under its own path."""
    path = tmp_path / "mnist.npz"
    images, labels = digits.train_images[:300], digits.train_labels[:300]
    np.savez(path, x_train=images, y_train=labels, x_test=images[:100], y_test=labels[:100])
    return path


def run(code, folder):
    """Run a script as a person would, without a screen."""
    (folder / "lesson.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "MPLBACKEND": "Agg", "KERAS_BACKEND": "torch", "KERAS_HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "lesson.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def shortened(code, data):
    """The script with one epoch over the data at ``data``: only the constants at its top are changed."""
    lines = [
        "EPOCHS = 1"
        if line.startswith("EPOCHS = ")
        else f"DATA = {str(data)!r}"
        if line.startswith("DATA = ")
        else line
        for line in code.splitlines()
    ]
    return "\n".join(lines)


def test_a_lesson_runs(tiny_mnist, tmp_path):
    """The Keras script of a convolutional lesson trains, tests and leaves its model and three figures."""
    done = run(shortened(keras_code(RECIPES["cnn-30-15"]), tiny_mnist), tmp_path)
    assert done.returncode == 0, done.stderr
    left = {path.name for path in tmp_path.iterdir()}
    assert left >= {"model.keras", "curves.png", "right.png", "wrong.png"}


def test_a_classical_lesson_runs(tiny_mnist, tmp_path):
    """The scikit-learn script prints its accuracy."""
    done = run(shortened(keras_code(RECIPES["forest"]), tiny_mnist), tmp_path)
    assert "test accuracy" in done.stdout, done.stderr


@pytest.mark.parametrize("name", RECIPES)
def test_every_lesson_is_python(name):
    """Every recipe's script compiles, and none of its lines is longer than 110 characters."""
    try:
        code = keras_code(RECIPES[name])
    except RecipeError:
        pytest.skip("only lessons of ten classes are printed")
    compile(code, name, "exec")
    assert max(map(len, code.splitlines())) <= 110


def test_the_printed_network_is_the_recipes(neural_recipe):
    """The network in the script has the recipe's parameters, also with residual layers."""
    code = keras_code(neural_recipe)
    lines = code[code.index("# The network.") : code.index("model.compile")]
    shape = build_keras(neural_recipe).input_shape
    names = {"keras": keras, "layers": keras.layers, "x_train": np.zeros((1, *shape[1:]))}
    exec(lines, names)  # noqa: S102 - the script of the recipe is what is tested
    trainable = sum(int(np.prod(weight.shape)) for weight in names["model"].trainable_weights)
    assert trainable == neural_recipe.parameters


def test_ones_own_words_stay_words():
    """Quotes and backslashes in a recipe's source, as in a path of Windows, leave the script what it is."""
    source = 'C:\\Users\\me, "lesson" """\\'
    recipe = Recipe("own", source, (Flatten(), Dense(10)), epochs=1)
    assert source in ast.get_docstring(ast.parse(keras_code(recipe)))


def test_settings():
    """Epochs, batch size and optimiser are the recipe's."""
    code = keras_code(RECIPES["mlp-512-rmsprop"])
    settings = ("EPOCHS = 4\n", "BATCH_SIZE = 128\n", "keras.optimizers.RMSprop(learning_rate=0.001, rho=0.9")
    assert [text for text in settings if text not in code] == []


def test_eleven_classes():
    """A recipe whose last class is "not one digit" has no lesson, and the error says so."""
    recipe = Recipe("eleven", "for tests", (Conv(2, 5), Flatten(), Dense(11)), epochs=1, classes=11)
    with pytest.raises(RecipeError, match=r"A lesson has 10 classes; the recipe 'eleven' has 11"):
        keras_code(recipe)
