"""The line recogniser's network: convolutions over a strip of any width, a column of classes every 4 pixels.

::

    (n, 1, 32, W) ──► 5×5 stride 2 ──► 3×3, pool 2 ──► 3×3, pool 2×1 ──► 3×3 ──► 4×3 ──► 1×3 ──► (n, 11, W/4)
                       16 × W/2          8 × W/4         4 × W/4                  1 × W/4

Each column sees 43 pixels, nearly two digits. There is no recurrent layer: what stands further along a
number says nothing about a digit. The recipes' own layers know neither oblong kernels nor any width, so the
network and its ONNX graph are written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from inkread.ink.strip import HIGH_PX
from inkread.networks.onnx_export import BATCHNORM_EPSILON
from inkread.networks.onnx_graph import Graph, Value

BLANK = 10
"""The class of a column that is no digit, or still the same one (Graves et al. 2006)."""

CLASSES = 11

Weights = Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Block:
    """A convolution with its batch normalisation, ReLU and pooling; sizes are (rows, columns)."""

    filters: int
    kernel: tuple[int, int]
    stride: int = 1
    padding: tuple[int, int] = (1, 1)
    pool: tuple[int, int] | None = None


BLOCKS = (
    Block(16, (5, 5), 2, (2, 2)),
    Block(32, (3, 3), pool=(2, 2)),
    Block(64, (3, 3), pool=(2, 1)),
    Block(96, (3, 3)),
    Block(96, (4, 3), padding=(0, 1)),
)


class LineNet(nn.Module):
    """``(n, 1, 32, W) float32`` ink, W a multiple of 4, to ``(n, 11, W / 4)`` scores."""

    def __init__(self, blocks: tuple[Block, ...] = BLOCKS) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 1
        for block in blocks:
            layers.append(
                nn.Conv2d(before, block.filters, block.kernel, block.stride, block.padding, bias=False)
            )
            if block.pool:
                layers.append(nn.MaxPool2d(block.pool))
            layers += [nn.BatchNorm2d(block.filters), nn.ReLU()]
            before = block.filters
        self.body = nn.Sequential(*layers)
        self.head = nn.Conv2d(before, CLASSES, (1, 3), padding=(0, 1))

    def forward(self, strips: Tensor) -> Tensor:
        """Scores of every column."""
        scores: Tensor = self.head(self.body(strips)).squeeze(2)
        return scores


def export_line(weights: Weights, path: Path, metadata: Mapping[str, Any]) -> Path:
    """Write the network as ONNX: ``strips (n, 32, W) float32`` to ``log_probabilities (n, W / 4, 11)``.

    ``weights`` have the names and layout of ``LineNet``; batch normalisations are folded in.
    """
    graph = Graph()
    value = graph.node("Unsqueeze", "strips", graph.constant("channel_axis", np.array([1], np.int64)))
    index = 0
    for block in BLOCKS:
        value, index = _block(graph, value, block, weights, index)
    head = weights["head.weight"], weights["head.bias"]
    value = _convolution(graph, value, Block(CLASSES, (1, 3), padding=(0, 1)), head, "head")
    value = graph.node("Squeeze", value, graph.constant("row_axis", np.array([2], np.int64)))
    value = graph.node("Transpose", value, perm=[0, 2, 1])
    graph.node("LogSoftmax", value, axis=2, output="log_probabilities")
    taken: Value = ("strips", ["n", HIGH_PX, "w"])
    return graph.write(path, metadata, taken, ("log_probabilities", ["n", "t", CLASSES]))


def _block(graph: Graph, value: str, block: Block, weights: Weights, index: int) -> tuple[str, int]:
    """The nodes of the block whose convolution is layer ``index``; the value and the next block's index."""
    kernel = weights[f"body.{index}.weight"].astype(np.float64)
    if block.pool:
        # A negative scale would make the maximum a minimum, so here normalisation stays behind the pooling.
        constants = kernel, np.zeros(block.filters)
        value = _convolution(graph, value, block, constants, f"body.{index}")
        value = graph.node("MaxPool", value, kernel_shape=list(block.pool), strides=list(block.pool))
        norm = [weights[f"body.{index + 2}.{name}"] for name in _NORM]
        names = [graph.constant(f"body.{index + 2}.{i}", vector) for i, vector in enumerate(norm)]
        value = graph.node("BatchNormalization", value, *names, epsilon=BATCHNORM_EPSILON)
        return graph.node("Relu", value), index + 4
    gamma, beta, mean, variance = (weights[f"body.{index + 1}.{name}"].astype(np.float64) for name in _NORM)
    scale = gamma / np.sqrt(variance + BATCHNORM_EPSILON)
    folded = kernel * scale[:, None, None, None], beta - mean * scale
    return graph.node("Relu", _convolution(graph, value, block, folded, f"body.{index}")), index + 3


_NORM = ("weight", "bias", "running_mean", "running_var")


def _convolution(
    graph: Graph,
    value: str,
    block: Block,
    weights: tuple[npt.NDArray[Any], npt.NDArray[Any]],
    name: str,
) -> str:
    constants = [
        graph.constant(f"{name}.{part}", array.astype(np.float32))
        for part, array in zip(("weight", "bias"), weights, strict=True)
    ]
    pads = [*block.padding, *block.padding]
    return graph.node(
        "Conv", value, *constants, kernel_shape=list(block.kernel), strides=[block.stride] * 2, pads=pads
    )
