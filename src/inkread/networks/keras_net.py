"""A recipe's network in Keras, with PyTorch's weights carried across.

It is what a Keras user would write: channels last, input ``(784,)`` for a perceptron and ``(28, 28, 1)`` for
everything else, a softmax at the end, compiled with the recipe's optimiser.
"""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from inkread.core import SIDE
from inkread.errors import OutputError
from inkread.files import write_whole
from inkread.networks.keras_backend import import_keras
from inkread.networks.keras_config import INK
from inkread.networks.keras_layers import KerasLayers, Part, Sum, Weights
from inkread.networks.keras_optimiser import optimiser_settings
from inkread.recipes.layers import Flatten
from inkread.recipes.recipe import Recipe

SUFFIXES = (".keras", ".h5")


def build_keras(recipe: Recipe, weights: Weights | None = None) -> Any:
    """The network of ``recipe``: a ``keras.Sequential``, or a ``keras.Model`` where it has a Residual.

    ``weights`` have the names and layout of PyTorch; without them the network starts as Keras starts one.
    Raises ModelError when a weight is missing or does not fit, MissingExtraError without the extra ``keras``.
    """
    keras = import_keras()
    layers = KerasLayers(keras, weights)
    steps = recipe.shapes
    is_flat = isinstance(recipe.layers[0], Flatten)
    parts = [*layers.parts(steps), layers.softmax()][1 if is_flat else 0 :]
    first = keras.Input((SIDE * SIDE,) if is_flat else (SIDE, SIDE, 1), name=INK)
    name = recipe.name.replace("-", "_")
    if any(isinstance(part, Sum) for part in parts):
        model = keras.Model(first, _connect(parts, first), name=name)
    else:
        model = keras.Sequential([first, *(part.layer for part in parts)], name=name)
    if weights is not None:
        _fill(parts)
    optimiser, settings = optimiser_settings(recipe.optimiser)
    optimiser = getattr(keras.optimizers, optimiser)(**settings)
    model.compile(loss="categorical_crossentropy", optimizer=optimiser, metrics=["accuracy"])
    return model


def save_keras(recipe: Recipe, weights: Weights, path: str | Path) -> Path:
    """Write the network with its weights as ``.keras`` or ``.h5``, as the name says, whole or not at all.

    Raises OutputError for another ending or a place that cannot be written, and as ``build_keras`` does.
    """
    path = Path(path)
    if path.suffix not in SUFFIXES:
        raise OutputError(f"A Keras file ends in .keras or .h5, got {path.name}.")
    model = build_keras(recipe, weights)
    model.optimizer.build(model.trainable_variables)  # else Keras warns of a missing state when it opens it
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        draft = Path(folder) / f"model{path.suffix}"
        logging.getLogger("absl").setLevel(logging.ERROR)  # Keras calls .h5 old; whoever asks for it knows
        warnings.simplefilter("ignore", DeprecationWarning)  # its arrays lack an argument new in NumPy 2
        model.save(draft)
        write_whole(path, draft.read_bytes())
    return path


def _connect(parts: Iterable[Part | Sum], value: Any) -> Any:
    for part in parts:
        if isinstance(part, Sum):
            value = part.layer([value, _connect(part.parts, value)])
        else:
            value = part.layer(value)
    return value


def _fill(parts: Iterable[Part | Sum]) -> None:
    for part in parts:
        if isinstance(part, Sum):
            _fill(part.parts)
        else:
            part.fill()
