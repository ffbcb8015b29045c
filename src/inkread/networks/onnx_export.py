"""A trained network as an ONNX file, built straight from the recipe's layers (see ``onnx_graph``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import helper

from inkread.core import SIDE
from inkread.errors import ModelError, RecipeError
from inkread.networks.onnx_graph import Graph
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
from inkread.recipes.recipe import Recipe

BATCHNORM_EPSILON = 1e-5
"""What PyTorch adds to the variance; every export must do the same."""

Weights = Mapping[str, npt.NDArray[np.float32]]
Vector = npt.NDArray[np.float64]


def export_onnx(recipe: Recipe, weights: Weights, path: str | Path, metadata: Mapping[str, Any]) -> Path:
    """Write the network of ``recipe`` with ``weights`` (names and layout of PyTorch) to ``path``.

    Dropout vanishes; a BatchNorm is folded into the Conv or Dense before it; test-time shifts are part of the
    file. An existing file is replaced only when the new one is whole. Raises ModelError when a weight is
    missing or has another shape.
    """
    network = _Network(weights)
    value = network.moved("images", recipe.shifts) if recipe.shifts else "images"
    if not isinstance(recipe.layers[0], Flatten):
        value = network.node("Unsqueeze", value, network.constant("channel_axis", np.array([1], np.int64)))
    scores = network.chain(value, recipe.shapes)
    if recipe.shifts:
        network.mean_of(network.node("Softmax", scores, axis=1), (2 * recipe.shifts + 1) ** 2)
    else:
        network.node("Softmax", scores, axis=1, output="probabilities")
    return network.save(path, metadata, units=recipe.shapes[-1][2][0])


@dataclass(frozen=True)
class _Step:
    """A layer with its input shape, the beginning of its weights' names, and the BatchNorm folded into it."""

    layer: Layer
    shape: Shape
    name: str
    norm: str | None


class _Network(Graph):
    """A graph that knows each layer's nodes; weights are float64 here, so that folding loses nothing."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights

    def chain(self, value: str, steps: list[tuple[Layer, Shape, Shape]], prefix: str = "") -> str:
        """The layers one after the other; returns the name of what the last one gives."""
        for step in _fold([(layer, shape) for layer, shape, _ in steps], prefix):
            value = self._layer(value, step)
        return value

    def moved(self, images: str, px: int) -> str:
        """The pictures moved by every offset of up to ``px`` pixels, one batch after the other.

        Paper comes in at the edges.
        """
        around = self.constant("around", np.array([0, px, px] * 2, np.int64))
        wide = self.node("Pad", images, around)
        axes = self.constant("rows_and_columns", np.array([1, 2], np.int64))
        views = []
        for i, (y, x) in enumerate(np.ndindex(2 * px + 1, 2 * px + 1)):
            start = np.array([y, x], np.int64)
            ends = self.constant(f"from_{i}", start), self.constant(f"to_{i}", start + SIDE)
            views.append(self.node("Slice", wide, *ends, axes))
        return self.node("Concat", *views, axis=0)

    def mean_of(self, answers: str, views: int) -> None:
        """The output: the mean of the answers to ``views`` views that stand one below the other."""
        parts = [f"view_{i}" for i in range(views)]
        self.nodes.append(helper.make_node("Split", [answers], parts, axis=0))
        self.node("Mean", *parts, output="probabilities")

    def _layer(self, value: str, step: _Step) -> str:
        match step.layer:
            case Conv() as conv:
                return self._conv(value, conv, step)
            case Dense(units=units):
                return self.node("Gemm", value, *self._affine((units, *step.shape), step), transB=1)
            case MaxPool(size=size):
                return self.node("MaxPool", value, kernel_shape=[size] * 2, strides=[size] * 2)
            case BatchNorm():
                return self._batch_norm(value, step)
            case Residual(layers=layers):
                return self.node("Add", value, self.chain(value, walk(layers, step.shape), step.name))
            case ReLU():
                return self.node("Relu", value)
            case Flatten():
                return self.node("Flatten", value, axis=1)
            case Dropout():
                return value
        raise RecipeError(f"The layer {step.layer} cannot be exported to ONNX yet.")

    def _conv(self, value: str, conv: Conv, step: _Step) -> str:
        square = [conv.kernel] * 2
        constants = self._affine((conv.filters, step.shape[0], *square), step)
        pads = [conv.padding] * 4
        return self.node("Conv", value, *constants, kernel_shape=square, strides=[conv.stride] * 2, pads=pads)

    def _affine(self, shape: Shape, step: _Step) -> tuple[str, str]:
        weight = self._weight(f"{step.name}weight", shape)
        bias = self._weight(f"{step.name}bias", shape[:1]) if _has_bias(step.layer) else np.zeros(shape[0])
        if step.norm is not None:
            gamma, beta, mean, variance = self._norm(step.norm, shape[0])
            scale = gamma / np.sqrt(variance + BATCHNORM_EPSILON)
            weight = weight * scale.reshape(-1, *[1] * (len(shape) - 1))
            bias = (bias - mean) * scale + beta
        return self._float32(f"{step.name}weight", weight), self._float32(f"{step.name}bias", bias)

    def _batch_norm(self, value: str, step: _Step) -> str:
        vectors = self._norm(step.name, step.shape[0])
        names = [self._float32(f"{step.name}{i}", vector) for i, vector in enumerate(vectors)]
        return self.node("BatchNormalization", value, *names, epsilon=BATCHNORM_EPSILON)

    def _norm(self, name: str, channels: int) -> tuple[Vector, Vector, Vector, Vector]:
        """Scale, shift, mean and variance of a BatchNorm; one that is not scaled may lack the first."""
        scaled = f"{name}weight" in self._weights
        gamma = self._weight(f"{name}weight", (channels,)) if scaled else np.ones(channels)
        beta, mean, variance = (
            self._weight(f"{name}{key}", (channels,)) for key in ("bias", "running_mean", "running_var")
        )
        return gamma, beta, mean, variance

    def _weight(self, name: str, shape: Shape) -> npt.NDArray[np.float64]:
        if name not in self._weights:
            raise ModelError(f"The weights lack '{name}' of shape {shape}. Are they of another recipe?")
        array = np.asarray(self._weights[name], np.float64)
        if array.shape != shape:
            raise ModelError(f"The weight '{name}' must have the shape {shape}, got {array.shape}.")
        return array

    def _float32(self, name: str, array: npt.NDArray[np.float64]) -> str:
        return self.constant(name, array.astype(np.float32))


def _fold(layers: list[tuple[Layer, Shape]], prefix: str) -> list[_Step]:
    """The layers to write: each BatchNorm that follows a Conv or Dense becomes part of that one's step."""
    folded = {
        index + 1
        for index, ((layer, _), (follower, _)) in enumerate(pairwise(layers))
        if isinstance(layer, Conv | Dense) and isinstance(follower, BatchNorm)
    }
    return [
        _Step(layer, shape, f"{prefix}{i}.", f"{prefix}{i + 1}." if i + 1 in folded else None)
        for i, (layer, shape) in enumerate(layers)
        if i not in folded
    ]


def _has_bias(layer: Layer) -> bool:
    return bool(getattr(layer, "bias", False))
