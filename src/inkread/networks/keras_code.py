"""A recipe as a complete script that needs nothing of Inkread: the lesson in plain Keras or scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator

from inkread.core import CLASSES
from inkread.errors import RecipeError
from inkread.networks.code_templates import CLASSICAL, DATA, EXAMPLES, HEAD, KERAS
from inkread.networks.keras_optimiser import optimiser_settings
from inkread.recipes.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPool,
    PrincipalConv,
    ReLU,
    Residual,
    Shape,
    walk,
)
from inkread.recipes.recipe import AnyRecipe, ClassicalRecipe, Committee, Muon, Recipe

Step = tuple[Layer, Shape, Shape]


def keras_code(recipe: AnyRecipe) -> str:
    """The lesson as a Python script: data, model, training, curves, saving, loading, test, right and wrong.

    Networks become a script for Keras, classical models one for their own library. Its settings are constants
    at its top; ``DATA`` may be the path of an ``mnist.npz``. Raises RecipeError for a network with an
    eleventh class, whose pictures only Inkread makes, and for a committee.
    """
    if isinstance(recipe, Committee):
        raise RecipeError(f"A lesson has one model; '{recipe.name}' is the {recipe.description}. Name one.")
    if isinstance(recipe, ClassicalRecipe):
        return _classical(recipe)
    if recipe.classes != len(CLASSES):
        raise RecipeError(
            f"A lesson has {len(CLASSES)} classes; the recipe '{recipe.name}' has {recipe.classes}, and the "
            "pictures of the last are made while it trains. See its layers with: inkread recipes show"
        )
    return _network(recipe)


def _network(recipe: Recipe) -> str:
    name, settings = optimiser_settings(recipe.optimiser)
    arguments = ", ".join(f"{key}={value!r}" for key, value in settings.items())
    is_flat = isinstance(recipe.layers[0], Flatten)
    code = KERAS.substitute(
        shape="784" if is_flat else "28, 28, 1",
        comment="each picture unrolled into one row" if is_flat else "each picture with one channel",
        network=_sequential(recipe) if _is_chain(recipe) else _functional(recipe),
        optimiser=f"keras.optimizers.{name}({arguments})",
    )
    head = HEAD.substitute(
        title=_title(recipe),
        install="pip install keras matplotlib numpy torch",
        imports=_KERAS_IMPORTS,
        constants=f"EPOCHS = {max(1, round(recipe.epochs))}\nBATCH_SIZE = {recipe.batch_size}\n",
        data="None downloads it",
    )
    return head + DATA["keras"] + code + EXAMPLES


_KERAS_IMPORTS = """import os

os.environ.setdefault("KERAS_BACKEND", "torch")  # or "tensorflow" or "jax", whichever is installed

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
"""


def _title(recipe: AnyRecipe) -> str:
    lines = [f"Handwritten digits with the recipe {recipe.name}.", "", f"Source: {recipe.source}."]
    if recipe.published:
        lines.append(f"Published: {recipe.published.text}.")
    if isinstance(recipe, Recipe) and _is_more_than_keras(recipe):
        lines.append(f"Inkread trains it with more than this script does: inkread recipes show {recipe.name}")
    # A docstring holds these: a backslash or quote in a person's own words must not end it.
    return "\n".join(lines).replace("\\", "\\\\").replace('"', '\\"')


def _is_more_than_keras(recipe: Recipe) -> bool:
    plain = Recipe(recipe.name, "", recipe.layers, 1)
    extras = ("schedule", "augment", "label_smoothing", "average", "calibrate", "shifts")
    is_more = isinstance(recipe.optimiser, Muon) or isinstance(recipe.layers[0], PrincipalConv)
    return is_more or any(getattr(recipe, extra) != getattr(plain, extra) for extra in extras)


def _is_chain(recipe: Recipe) -> bool:
    return not any(isinstance(layer, Residual) for layer in recipe.layers)


def _sequential(recipe: Recipe) -> str:
    lines = [line for line, _ in _calls(recipe.shapes)]
    body = "".join(f"        {line},\n" for line in ("keras.Input(x_train.shape[1:])", *lines))
    return f"model = keras.Sequential(\n    [\n{body}    ]\n)"


def _functional(recipe: Recipe) -> str:
    lines = ["images = x = keras.Input(x_train.shape[1:])", *_statements(recipe.shapes, 1)]
    return "\n".join([*lines, "model = keras.Model(images, x)"])


def _statements(steps: list[Step], depth: int) -> Iterator[str]:
    for line, step in _calls(steps):
        match step:
            case (Residual(layers=inner), before, _):
                yield f"shortcut_{depth} = x"
                yield from _statements(walk(inner, before), depth + 1)
                yield f"x = layers.Add()([shortcut_{depth}, x])"
            case _:
                yield f"x = {line}(x)"


def _calls(steps: list[Step]) -> Iterator[tuple[str, Step | None]]:
    """Each Keras layer as it is written, with the recipe's step it stands for; the last has the softmax."""
    is_whole = steps[-1][2] == (len(CLASSES),)
    followers = [*steps[1:], None]
    for index, (step, follower) in enumerate(zip(steps, followers, strict=True)):
        layer = step[0]
        previous = steps[index - 1][0] if index else None
        if isinstance(layer, ReLU) and isinstance(previous, Conv | Dense):
            continue  # written as that layer's activation
        if isinstance(layer, Flatten) and index == 0:
            continue  # the pictures are unrolled already
        activation = _activation(layer, follower, is_whole)
        if isinstance(layer, Conv) and layer.padding:
            yield f"layers.ZeroPadding2D({layer.padding})", None
        yield _call(layer, activation), step


def _activation(layer: Layer, follower: Step | None, is_whole: bool) -> str:
    if follower is not None and isinstance(follower[0], ReLU):
        return ', activation="relu"'
    return ', activation="softmax"' if follower is None and is_whole and isinstance(layer, Dense) else ""


def _call(layer: Layer, activation: str) -> str:
    match layer:
        case Conv(filters=filters, kernel=kernel, stride=stride, bias=bias):
            strides = f", strides={stride}" if stride > 1 else ""
            return f"layers.Conv2D({filters}, {kernel}{strides}{_no_bias(bias)}{activation})"
        case Dense(units=units, bias=bias):
            return f"layers.Dense({units}{_no_bias(bias)}{activation})"
        case BatchNorm(momentum=momentum, scale=scale):
            unscaled = "" if scale else ", scale=False"
            return f"layers.BatchNormalization(momentum={1 - momentum:g}{unscaled})"
        case MaxPool(size=size):
            return f"layers.MaxPooling2D({size})"
        case Dropout(rate=rate):
            return f"layers.Dropout({rate:g})"
        case ReLU() | Flatten():
            return f"layers.{type(layer).__name__}()"
        case Residual():
            return ""
    raise RecipeError(f"The layer {layer} has no Keras counterpart here.")


def _no_bias(bias: bool) -> str:
    return "" if bias else ", use_bias=False"


def _classical(recipe: ClassicalRecipe) -> str:
    module, _, name = recipe.estimator.rpartition(".")
    settings = ", ".join(f"{key}={value!r}" for key, value in recipe.settings.items())
    library = "xgboost " if module.startswith("xgboost") else ""
    head = HEAD.substitute(
        title=_title(recipe),
        install=f"pip install matplotlib numpy scikit-learn {library}".strip(),
        imports=f"import matplotlib.pyplot as plt\nimport numpy as np\nfrom {module} import {name}\n",
        constants="EXAMPLES = 60_000\n",
        data="None downloads it from openml.org",
    )
    model = f"{name}({settings}, random_state=SEED)"
    return head + DATA["scikit-learn"] + CLASSICAL.substitute(model=model) + EXAMPLES
