"""A recipe's network in PyTorch: pictures in, one score for each class out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from inkread.classifier.calibrate import SMALLEST_PROBABILITY
from inkread.core import SIDE
from inkread.networks import dropout
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

Weights = dict[str, npt.NDArray[np.float32]]


class Sum(nn.Module):
    """The input added to what ``body`` makes of it."""

    def __init__(self, body: nn.Sequential) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        summed: Tensor = x + self.body(x)
        return summed


class Unroll(nn.Module):
    """One row for each picture, channel by channel; its gradient returns channels-last as the picture came.

    Otherwise the ReLU before it meets two memory layouts and takes nine times as long backwards.
    """

    def forward(self, x: Tensor) -> Tensor:
        if x.requires_grad and x.ndim == 4:
            x.register_hook(lambda gradient: gradient.contiguous(memory_format=torch.channels_last))
        row: Tensor = x.flatten(1)
        return row


class Shifts(nn.Module):
    """Scores for pictures moved by every offset of up to ``px`` pixels: the log of the mean probability.

    Test-time shifts; Krizhevsky, Sutskever & Hinton 2012, section 4.1, average over several views so.
    """

    def __init__(self, network: nn.Module, px: int) -> None:
        super().__init__()
        self.network, self.px = network, px

    def forward(self, images: Tensor) -> Tensor:
        return mean_of_views(self.views(images))

    def views(self, images: Tensor) -> Tensor:
        """``(views, n, k)``: the scores of every view of ``(n, 1, 28, 28)`` images."""
        wide = pad(images, [self.px] * 4)
        offsets = range(2 * self.px + 1)
        views = [wide[..., y : y + SIDE, x : x + SIDE] for y in offsets for x in offsets]
        return torch.stack([self.network(view) for view in views])


def mean_of_views(scores: Tensor) -> Tensor:
    """``(n, k)``: the log of the mean probability that ``(views, n, k)`` scores stand for."""
    return scores.softmax(2).mean(0).clamp_min(SMALLEST_PROBABILITY).log()


def build_torch(recipe: Recipe, seed: int = 0) -> nn.Sequential:
    """The network of ``recipe``: ``(n, 1, 28, 28) float32`` in, ``(n, 10)`` scores (no softmax) out.

    Child i is layer i of the recipe, so weights are named ``"{i}.weight"``. Kernels start Glorot-uniform
    and biases at zero, as in Keras (Glorot & Bengio 2010, eq. 16). Memory is channels-last throughout.
    """
    torch.manual_seed(seed)
    network = _sequence(recipe.shapes)
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def weights_of(network: nn.Module) -> Weights:
    """The network's weights and running figures as arrays, by name; ``Sum``'s inner name is left out."""
    return {
        name.replace(".body.", "."): value.detach().cpu().float().contiguous().numpy()
        for name, value in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def load_weights(network: nn.Module, weights: Weights) -> None:
    """Set what ``weights_of`` gave; raises KeyError or RuntimeError when names or shapes differ."""
    state = network.state_dict()
    for name in state:
        if not name.endswith("num_batches_tracked"):
            state[name] = torch.from_numpy(np.array(weights[name.replace(".body.", ".")]))
    network.load_state_dict(state)


def _sequence(steps: list[tuple[Layer, Shape, Shape]]) -> nn.Sequential:
    modules = [_module(layer, before) for layer, before, _ in steps]
    # max(relu(x)) = relu(max(x)): pooling first leaves a quarter of the values to ReLU.
    for i, (first, second) in enumerate(pairwise(layer for layer, _, _ in steps)):
        if isinstance(first, ReLU) and isinstance(second, MaxPool):
            modules[i], modules[i + 1] = modules[i + 1], modules[i]
    return nn.Sequential(*modules)


def _module(layer: Layer, before: Shape) -> nn.Module:
    match layer:
        case Conv():
            return nn.Conv2d(
                before[0], layer.filters, layer.kernel, layer.stride, layer.padding, bias=layer.bias
            )
        case Dense():
            return nn.Linear(before[0], layer.units, bias=layer.bias)
        case MaxPool():
            return nn.MaxPool2d(layer.size)
        case Flatten():
            return Unroll()
        case ReLU():
            return nn.ReLU()
        case Dropout():
            return dropout.Dropout(layer.rate)
        case BatchNorm():
            return _batch_norm(layer, before)
        case Residual():
            return Sum(_sequence(walk(layer.layers, before)))
    raise TypeError(f"No PyTorch module for {layer!r}")


def _batch_norm(layer: BatchNorm, before: Shape) -> nn.Module:
    kind = nn.BatchNorm2d if len(before) == 3 else nn.BatchNorm1d
    module = kind(before[0], momentum=layer.momentum)
    if not layer.scale:
        module.weight.requires_grad_(False)
    return module
