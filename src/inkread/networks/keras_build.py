"""From the layers and weights read from a Keras file to a Keras model that answers."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

from inkread.errors import ModelError
from inkread.networks.keras_backend import import_keras
from inkread.networks.keras_config import KerasLayer, KerasNetwork

VALUES_LIMIT = 1_000_000
"""How many numbers a layer may make of one picture; the largest of a tutorial makes 50,000."""


def build_network(network: KerasNetwork, weights: dict[str, Any]) -> Any:
    """A ``keras.Model`` of the layers with the weights set; ``network.input_shape`` must be known.

    Raises ModelError when weights are missing or of another shape, and what Keras raises when layers do not
    fit each other. On PyTorch the layers are built without memory first, so that a file gets no more of it
    than its own weights take.
    """
    keras = import_keras()
    if keras.backend.backend() == "torch":
        with keras.device("meta"):
            list(_matches(network.layers, _model(network, network.input_shape)[1], weights))
    with keras.device("cpu"):
        model, made = _model(network, network.input_shape)
        for variable, array in _matches(network.layers, made, weights):
            variable.assign(array)
    return model


def _model(network: KerasNetwork, input_shape: Any) -> tuple[Any, dict[str, Any]]:
    keras = import_keras()
    first = keras.Input(input_shape)
    made: dict[str, Any] = {}
    run = _graph if network.output else _chain
    return keras.Model(first, run(network, first, made)), made


def _chain(network: KerasNetwork, value: Any, made: dict[str, Any]) -> Any:
    for layer in network.layers:
        if layer.kind != "InputLayer":
            value = _call(layer, [value], made)
    return value


def _graph(network: KerasNetwork, first: Any, made: dict[str, Any]) -> Any:
    values = {(layer.name, 0): first for layer in network.layers if layer.kind == "InputLayer"}
    waiting = [
        (layer, number, ends) for layer in network.layers for number, ends in enumerate(layer.calls) if ends
    ]
    while waiting:
        ready = [call for call in waiting if all(end in values for end in call[2])]
        if not ready:
            raise ModelError(f"The Keras graph never reaches the layer {waiting[0][0].name!r:.80}.")
        for layer, number, ends in ready:
            values[layer.name, number] = _call(layer, [values[end] for end in ends], made)
        waiting = [call for call in waiting if call not in ready]
    if network.output not in values:
        raise ModelError(f"The Keras graph has no layer for its output {network.output!r:.80}.")
    return values[network.output]


def _call(layer: KerasLayer, inputs: list[Any], made: dict[str, Any]) -> Any:
    """The layer's answer; a layer that is used again is the same one, with the same weights."""
    if layer.name not in made:
        made[layer.name] = _make(layer, inputs[0])
    answer = made[layer.name](inputs if len(inputs) > 1 else inputs[0])
    size = prod(answer.shape[1:])
    if size > VALUES_LIMIT:
        raise ModelError(f"The Keras layer {layer.name!r:.80} makes {size:,} numbers of a picture: too many.")
    return answer


def _make(layer: KerasLayer, value: Any) -> Any:
    if layer.inner is not None:
        model, parts = _model(layer.inner, layer.inner.input_shape or value.shape[1:])
        model.parts = parts
        return model
    made = getattr(import_keras().layers, layer.kind)(**layer.arguments)
    made.trainable = layer.trainable
    return made


def _matches(
    layers: tuple[KerasLayer, ...], made: dict[str, Any], weights: dict[str, Any]
) -> Iterator[tuple[Any, Any]]:
    """Each variable of the layers with its array from the file; the shapes are the same."""
    for layer in layers:
        target = made.get(layer.name)
        if target is None or not target.weights:
            continue
        found = weights.get(layer.name)
        if found is None:
            raise ModelError(f"The Keras file has no weights for its layer {layer.name!r:.80}.")
        if isinstance(found, dict) and layer.inner is not None:
            yield from _matches(layer.inner.layers, target.parts, found)
        else:
            yield from _pairs(layer, target, found)


def _pairs(layer: KerasLayer, target: Any, found: list[Any]) -> Iterator[tuple[Any, Any]]:
    # Of a network inside another, .h5 files list what is trained first and running figures last.
    variables = target.trainable_weights + target.non_trainable_weights
    have, want = [array.shape for array in found], [tuple(variable.shape) for variable in variables]
    if have != want:
        raise ModelError(
            f"The weights of the Keras layer {layer.name!r:.80} must have the shapes {want}, got {have}."
        )
    return zip(variables, found, strict=True)
