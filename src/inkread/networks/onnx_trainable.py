"""The network of an ONNX file in PyTorch: it can go on learning and be written back as the same graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from inkread.errors import ModelError

Attributes = dict[str, Any]


class TrainableOnnx(nn.Module):
    """Takes ``(n, 28, 28) float32`` ink; returns the scores ``(n, k)`` that the file's softmax would get.

    Every float constant that a layer multiplies or adds is a parameter. Raises ModelError for a graph with
    operators that Inkread's own files do not have.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        super().__init__()
        self._model = model
        self._nodes = list(model.graph.node)
        unknown = sorted({node.op_type for node in self._nodes} - OPERATORS.keys() - {"Softmax"})
        if unknown or not self._nodes or self._nodes[-1].op_type != "Softmax":
            what = f"the operators {', '.join(unknown)}" if unknown else "no softmax at its end"
            raise ModelError(f"This model cannot be taught: it has {what}. Teach the shipped one.")
        self._values = {one.name: torch.from_numpy(_array(one)) for one in model.graph.initializer}
        for name, value in self._values.items():
            if value.is_floating_point() and name not in self._statistics():
                self.register_parameter(_key(name), nn.Parameter(value.clone()))

    def _statistics(self) -> set[str]:
        """Means and variances of batch normalisations, which stay as they are."""
        norms = [node for node in self._nodes if node.op_type == "BatchNormalization"]
        return {name for node in norms for name in node.input[3:5]}

    def forward(self, images: Tensor) -> Tensor:
        """The scores of ``images``."""
        values = {**self._values, self._model.graph.input[0].name: images}
        values |= {name: getattr(self, _key(name)) for name in self._values if hasattr(self, _key(name))}
        for node in self._nodes[:-1]:
            attributes = {one.name: helper.get_attribute_value(one) for one in node.attribute}
            inputs = [values[name] for name in node.input if name]
            values[node.output[0]] = OPERATORS[node.op_type](inputs, attributes)
        return values[self._nodes[-1].input[0]]

    def written(self) -> onnx.ModelProto:
        """The file's graph with the parameters as they are now."""
        model = onnx.ModelProto()
        model.CopyFrom(self._model)
        for constant in model.graph.initializer:
            if hasattr(self, _key(constant.name)):
                array = getattr(self, _key(constant.name)).detach().cpu().numpy()
                kind = numpy_helper.to_array(constant).dtype
                constant.CopyFrom(numpy_helper.from_array(array.astype(kind), constant.name))
        return model


def _array(constant: onnx.TensorProto) -> npt.NDArray[Any]:
    array = numpy_helper.to_array(constant).copy()
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def _key(name: str) -> str:
    return "value_" + name.replace(".", "_").replace("/", "_")


def _conv(inputs: list[Tensor], at: Attributes) -> Tensor:
    top, left, bottom, right = at.get("pads", [0] * 4)
    padded = functional.pad(inputs[0], (left, right, top, bottom))
    bias = inputs[2] if len(inputs) > 2 else None
    return functional.conv2d(padded, inputs[1], bias, at.get("strides", [1, 1]), groups=at.get("group", 1))


def _gemm(inputs: list[Tensor], at: Attributes) -> Tensor:
    weight = inputs[1] if at.get("transB") else inputs[1].T
    return functional.linear(inputs[0], weight, inputs[2] if len(inputs) > 2 else None)


def _max_pool(inputs: list[Tensor], at: Attributes) -> Tensor:
    return functional.max_pool2d(inputs[0], at["kernel_shape"], at.get("strides"))


def _batch_norm(inputs: list[Tensor], at: Attributes) -> Tensor:
    x, scale, shift, mean, variance = inputs
    return functional.batch_norm(x, mean, variance, scale, shift, eps=at.get("epsilon", 1e-5))


def _axes(inputs: list[Tensor], at: Attributes) -> list[int]:
    axes = at.get("axes") or (inputs[1].tolist() if len(inputs) > 1 else None)
    return [int(axis) for axis in axes] if axes is not None else list(range(2, inputs[0].ndim))


def _unsqueeze(inputs: list[Tensor], at: Attributes) -> Tensor:
    result = inputs[0]
    for axis in sorted(_axes(inputs, at)):
        result = result.unsqueeze(axis)
    return result


OPERATORS: dict[str, Callable[[list[Tensor], Attributes], Tensor]] = {
    "Add": lambda inputs, at: inputs[0] + inputs[1],
    "BatchNormalization": _batch_norm,
    "Cast": lambda inputs, at: inputs[0],  # everything is float32 here
    "Conv": _conv,
    "Flatten": lambda inputs, at: inputs[0].flatten(at.get("axis", 1)),
    "Gemm": _gemm,
    "GlobalAveragePool": lambda inputs, at: inputs[0].mean((2, 3), keepdim=True),
    "Identity": lambda inputs, at: inputs[0],
    "MatMul": lambda inputs, at: inputs[0] @ inputs[1],
    "MaxPool": _max_pool,
    "Mul": lambda inputs, at: inputs[0] * inputs[1],
    "ReduceMean": lambda inputs, at: inputs[0].mean(_axes(inputs, at), keepdim=bool(at.get("keepdims", 1))),
    "Relu": lambda inputs, at: inputs[0].relu(),
    "Reshape": lambda inputs, at: inputs[0].reshape([int(size) for size in inputs[1]]),
    "Unsqueeze": _unsqueeze,
}
"""What Inkread's own files are made of."""
