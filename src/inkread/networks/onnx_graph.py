"""An ONNX graph under construction, and the contract that every file Inkread writes keeps.

Input ``images``: ``(n, 28, 28) float32`` ink in [0, 1]. Output ``probabilities``: ``(n, 10) float32``, rows
that sum to 1; ``(n, 11)`` where the last class is "not one digit". Metadata: under ``inkread``, a JSON object
with at least ``format``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from inkread.core import SIDE
from inkread.files import write_whole

FORMAT = 1
OPSET = 13
IR_VERSION = 7  # the one that belongs to opset 13: every ONNX Runtime since 1.8 reads it


Value = tuple[str, list[str | int]]
"""The name of an input or output and its shape; a size that is not fixed has a name."""


class Graph:
    """Nodes and constants; adding one returns the name of its value."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.domains = {"": OPSET}

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """A node with one result; its name, unless ``output`` gives one, is the operator and a number."""
        output = output or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def constant(self, name: str, array: npt.NDArray[Any]) -> str:
        """A number, vector or array that is part of the file."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def save(self, path: str | Path, metadata: Mapping[str, Any], units: int = 10) -> Path:
        """Check the graph, whose last value is called ``probabilities``, and write it whole or not at all.

        Raises OutputError where ``path`` cannot be written.
        """
        return self.write(path, metadata, ("images", ["n", SIDE, SIDE]), ("probabilities", ["n", units]))

    def write(self, path: str | Path, metadata: Mapping[str, Any], taken: Value, given: Value) -> Path:
        """As ``save``, of a graph that takes and gives other ``float32`` values than a classifier's."""
        ends = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in (taken, given)
        ]
        model = helper.make_model(
            helper.make_graph(self.nodes, "inkread", ends[:1], ends[1:], self.constants),
            producer_name="inkread",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid(name, version) for name, version in self.domains.items()],
        )
        helper.set_model_props(model, {"inkread": json.dumps({"format": FORMAT, **metadata})})
        onnx.checker.check_model(model)
        write_whole(Path(path), model.SerializeToString())
        return Path(path)
