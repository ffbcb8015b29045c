"""A recipe's layers in Keras, each with PyTorch's weights in Keras' layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.errors import ModelError, RecipeError
from inkread.networks.onnx_export import BATCHNORM_EPSILON
from inkread.recipes.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPool,
    ReLU,
    Residual,
    Shape,
    walk,
)

Weights = Mapping[str, npt.NDArray[np.float32]]
Step = tuple[Layer, Shape, Shape]


@dataclass(frozen=True)
class Part:
    """A Keras layer and the arrays that its weights are to be, in its own order; none for a new network."""

    layer: Any
    arrays: tuple[npt.NDArray[np.float32], ...] = ()

    def fill(self) -> None:
        """Set the weights, once the layer has been built."""
        want = [tuple(weight.shape) for weight in self.layer.weights]
        have = [array.shape for array in self.arrays]
        if want != have:
            raise ModelError(f"The weights of {self.layer.name} must have the shapes {want}, got {have}.")
        for weight, array in zip(self.layer.weights, self.arrays, strict=True):
            weight.assign(array)


@dataclass(frozen=True)
class Sum:
    """A Residual: its inner parts, and the layer that adds what they give to the input."""

    parts: tuple[Part | Sum, ...]
    layer: Any


class KerasLayers:
    """Turns layer after layer of a recipe into parts.

    PyTorch unrolls a picture as channels, rows, columns and Keras as rows, columns, channels. From a Flatten
    to the next Dense, number i of Keras is number ``_order[i]`` of PyTorch.
    """

    def __init__(self, keras: Any, weights: Weights | None) -> None:
        self._layers = keras.layers
        self._weights = weights
        self._numbers: Counter[str] = Counter()
        self._order: npt.NDArray[np.int64] | None = None

    def parts(self, steps: list[Step], prefix: str = "") -> Iterator[Part | Sum]:
        """The layers of ``steps``; a ReLU becomes the activation of the Conv or Dense before it."""
        merged = {
            index + 1
            for index, ((layer, _, _), (follower, _, _)) in enumerate(pairwise(steps))
            if isinstance(layer, Conv | Dense) and isinstance(follower, ReLU)
        }
        for index, (layer, before, _) in enumerate(steps):
            if index not in merged:
                activation = "relu" if index + 1 in merged else None
                yield from self._part(layer, before, f"{prefix}{index}.", activation)

    def softmax(self) -> Part:
        """The last layer, which makes probabilities of the scores."""
        return Part(self._layers.Softmax(name="probabilities"))

    def _part(self, layer: Layer, before: Shape, name: str, activation: str | None) -> Iterator[Part | Sum]:
        match layer:
            case Conv():
                yield from self._conv(layer, name, activation)
            case Dense():
                yield self._dense(layer, name, activation)
            case MaxPool(size=size):
                yield Part(self._layers.MaxPooling2D(size, name=self._name("pool")))
            case BatchNorm():
                yield self._norm(layer, name)
            case Residual():
                yield self._residual(layer, before, name)
            case ReLU():
                yield Part(self._layers.ReLU(name=self._name("relu")))
            case Dropout(rate=rate):
                yield Part(self._layers.Dropout(rate, name=self._name("dropout")))
            case Flatten():
                yield self._flatten(before)
            case _:
                raise RecipeError(f"The layer {layer} has no Keras counterpart here.")

    def _conv(self, layer: Conv, name: str, activation: str | None) -> Iterator[Part]:
        if layer.padding:
            # Keras' padding="same" is uneven with a stride, so the padding is a layer of its own.
            yield Part(self._layers.ZeroPadding2D(layer.padding, name=self._name("padding")))
        made = self._layers.Conv2D(
            layer.filters,
            layer.kernel,
            strides=layer.stride,
            use_bias=layer.bias,
            activation=activation,
            name=self._name("conv"),
        )
        yield Part(made, self._arrays(name, layer.bias, lambda kernel: kernel.transpose(2, 3, 1, 0)))

    def _dense(self, layer: Dense, name: str, activation: str | None) -> Part:
        made = self._layers.Dense(
            layer.units, use_bias=layer.bias, activation=activation, name=self._name("dense")
        )
        part = Part(made, self._arrays(name, layer.bias, lambda matrix: self._reorder(matrix.T)))
        self._order = None
        return part

    def _norm(self, layer: BatchNorm, name: str) -> Part:
        made = self._layers.BatchNormalization(
            momentum=1 - layer.momentum,
            epsilon=BATCHNORM_EPSILON,
            scale=layer.scale,
            name=self._name("norm"),
        )
        keys = ("weight", "bias", "running_mean", "running_var")[0 if layer.scale else 1 :]
        return Part(made, tuple(self._reorder(self._weight(name + key)) for key in keys if self._weights))

    def _residual(self, layer: Residual, before: Shape, name: str) -> Sum:
        if self._order is not None:
            raise RecipeError(
                f"{layer} between Flatten and Dense has no Keras counterpart. Put it elsewhere."
            )
        parts = tuple(self.parts(walk(layer.layers, before), name))
        return Sum(parts, self._layers.Add(name=self._name("sum")))

    def _flatten(self, before: Shape) -> Part:
        if len(before) == 3:
            self._order = np.arange(np.prod(before)).reshape(before).transpose(1, 2, 0).ravel()
        return Part(self._layers.Flatten(name=self._name("flatten")))

    def _arrays(self, name: str, bias: bool, kernel: Any) -> tuple[npt.NDArray[np.float32], ...]:
        if self._weights is None:
            return ()
        arrays = (kernel(self._weight(f"{name}weight")),)
        return (*arrays, self._weight(f"{name}bias")) if bias else arrays

    def _weight(self, name: str) -> npt.NDArray[np.float32]:
        if self._weights is None or name not in self._weights:
            raise ModelError(f"The weights lack '{name}'. Are they of another recipe?")
        return self._weights[name]

    def _reorder(self, array: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return array if self._order is None else array[self._order]

    def _name(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}_{self._numbers[kind]}"
