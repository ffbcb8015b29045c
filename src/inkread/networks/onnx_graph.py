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
        images = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["n", SIDE, SIDE])
        probabilities = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", units])
        model = helper.make_model(
            helper.make_graph(self.nodes, "inkread", [images], [probabilities], self.constants),
            producer_name="inkread",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid(name, version) for name, version in self.domains.items()],
        )
        helper.set_model_props(model, {"inkread": json.dumps({"format": FORMAT, **metadata})})
        onnx.checker.check_model(model)
        write_whole(Path(path), model.SerializeToString())
        return Path(path)
