"""The layers that recipes are made of: what they are called, what they do to a shape, what they weigh.

Shapes are ``(channels, height, width)`` for pictures and ``(units,)`` after ``Flatten``.
No framework is imported here; ``inkread.networks`` builds the same layers in PyTorch, Keras and ONNX.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from inkread.core import SIDE
from inkread.errors import RecipeError
from inkread.recipes.bounds import check_number

Shape = tuple[int, ...]

INPUT_SHAPE: Shape = (1, SIDE, SIDE)

MOST_DROPPED = 0.99
"""The largest rate of Dropout: at 1 nothing is left to scale up."""


@dataclass(frozen=True)
class Layer:
    """A step of a network; without weights and keeping its input's shape unless it says otherwise.

    Raises RecipeError for numbers with which it cannot be built.
    """

    def output_shape(self, shape: Shape) -> Shape:
        """The shape of one output for one input of ``shape``; raises RecipeError where it cannot be."""
        return shape

    def parameters(self, shape: Shape) -> int:
        """How many numbers training or the training pictures set, for an input of ``shape``."""
        return 0

    def __str__(self) -> str:
        return type(self).__name__


@dataclass(frozen=True)
class Conv(Layer):
    """Convolution with square kernels; no padding unless ``padding`` pixels are asked for.

    ``bias=False`` leaves the bias out, as usual before BatchNorm.
    """

    filters: int
    kernel: int
    stride: int = 1
    padding: int = 0
    bias: bool = True

    def __post_init__(self) -> None:
        for name, least in (("filters", 1), ("kernel", 1), ("stride", 1), ("padding", 0)):
            check_number(type(self).__name__, name, getattr(self, name), least, whole=True)

    def output_shape(self, shape: Shape) -> Shape:
        _, height, width = _picture(self, shape)
        grown = 2 * self.padding - self.kernel
        if height + grown < 0 or width + grown < 0:
            raise RecipeError(f"{self} needs an input of at least its kernel's size, got {height}×{width}.")
        return (self.filters, (height + grown) // self.stride + 1, (width + grown) // self.stride + 1)

    def parameters(self, shape: Shape) -> int:
        channels = _picture(self, shape)[0]
        return self.filters * channels * self.kernel**2 + (self.filters if self.bias else 0)

    def __str__(self) -> str:
        stride = f", stride {self.stride}" if self.stride > 1 else ""
        return f"Conv {self.filters} @ {self.kernel}×{self.kernel}{stride}"


@dataclass(frozen=True)
class PrincipalConv(Conv):
    """A first convolution that is not learnt: its kernels are the principal components of pictures' patches.

    Half as many components as ``filters``, the strongest first, each with both signs; every answer has the
    variance 1 over the training pictures, and ReLU cuts it at its mean. A bias is always there. Nothing
    before the second layer needs a gradient then. After KellerJordan/cifar10-airbench (Jordan 2024), whose
    first layer is of this kind.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.filters % 2 or not self.bias:
            raise RecipeError(f"{self} needs an even number of filters, and a bias.")

    def output_shape(self, shape: Shape) -> Shape:
        if shape != INPUT_SHAPE:
            raise RecipeError(f"{self} must be the first layer, got an input of the shape {shape}.")
        return super().output_shape(shape)

    def __str__(self) -> str:
        return f"Principal {super().__str__()}"


@dataclass(frozen=True)
class Dense(Layer):
    """Every unit sees every input."""

    units: int
    bias: bool = True

    def __post_init__(self) -> None:
        check_number("Dense", "units", self.units, 1, whole=True)

    def output_shape(self, shape: Shape) -> Shape:
        _flat(self, shape)
        return (self.units,)

    def parameters(self, shape: Shape) -> int:
        return _flat(self, shape) * self.units + (self.units if self.bias else 0)

    def __str__(self) -> str:
        return f"Dense {self.units}"


@dataclass(frozen=True)
class MaxPool(Layer):
    """The largest value of each ``size`` by ``size`` square; a remainder at the edge is dropped."""

    size: int = 2

    def __post_init__(self) -> None:
        check_number("MaxPool", "size", self.size, 1, whole=True)

    def output_shape(self, shape: Shape) -> Shape:
        channels, height, width = _picture(self, shape)
        if min(height, width) < self.size:
            raise RecipeError(f"{self} needs an input of at least its size, got {height}×{width}.")
        return (channels, height // self.size, width // self.size)

    def __str__(self) -> str:
        return f"MaxPool {self.size}×{self.size}"


@dataclass(frozen=True)
class Flatten(Layer):
    """A picture unrolled into one row of numbers."""

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)


@dataclass(frozen=True)
class ReLU(Layer):
    """Negative values become zero."""


@dataclass(frozen=True)
class Dropout(Layer):
    """In training, a share ``rate`` of the values is zeroed and the rest scaled up to match.

    Srivastava et al. 2014.
    """

    rate: float

    def __post_init__(self) -> None:
        check_number("Dropout", "rate", self.rate, 0, MOST_DROPPED)

    def __str__(self) -> str:
        return f"Dropout {self.rate:g}"


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted.

    Ioffe & Szegedy 2015. ``momentum`` is the share of the new batch in the running figures, as in PyTorch.
    """

    momentum: float = 0.1
    scale: bool = True

    def __post_init__(self) -> None:
        check_number("BatchNorm", "momentum", self.momentum, 0, 1)

    def parameters(self, shape: Shape) -> int:
        return (2 if self.scale else 1) * shape[0]


@dataclass(frozen=True)
class Residual(Layer):
    """The input added to what ``layers`` make of it; they must keep its shape (He et al. 2016)."""

    layers: tuple[Layer, ...]

    def output_shape(self, shape: Shape) -> Shape:
        out = _through(self.layers, shape)
        if out != shape:
            raise RecipeError(f"The layers of Residual must keep the shape {shape}, got {out}.")
        return shape

    def parameters(self, shape: Shape) -> int:
        return sum(layer.parameters(before) for layer, before, _ in walk(self.layers, shape))

    def __str__(self) -> str:
        return f"Residual ({', '.join(map(str, self.layers))})"


def walk(layers: tuple[Layer, ...], shape: Shape = INPUT_SHAPE) -> list[tuple[Layer, Shape, Shape]]:
    """Each layer with its input shape and output shape, from the first to the last."""
    steps = []
    for layer in layers:
        after = layer.output_shape(shape)
        steps.append((layer, shape, after))
        shape = after
    return steps


def _through(layers: tuple[Layer, ...], shape: Shape) -> Shape:
    return walk(layers, shape)[-1][2] if layers else shape


def _picture(layer: Layer, shape: Shape) -> Shape:
    if len(shape) != 3:
        raise RecipeError(f"{layer} needs a picture of 3 dimensions, got {shape}. Put it before Flatten.")
    return shape


def _flat(layer: Layer, shape: Shape) -> int:
    if len(shape) != 1:
        raise RecipeError(f"{layer} needs a flat input, got {shape}. Put Flatten before it.")
    return shape[0]
