"""Several exported models as one ONNX file that answers with the mean of their probabilities.

::

                 ┌─▶ member 0 ─┐
    images ──────┼─▶ member 1 ─┼──▶ Mean ──▶ log p / T ──▶ Softmax ──▶ probabilities
                 └─▶ member 2 ─┘
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import compose

from inkread.classifier.calibrate import SMALLEST_PROBABILITY
from inkread.core import CLASSES
from inkread.errors import ModelError
from inkread.networks.onnx_graph import OPSET, Graph


def export_committee(
    members: Sequence[str | Path], path: str | Path, metadata: Mapping[str, Any], temperature: float = 1.0
) -> Path:
    """Write one file out of ``members``, the ONNX files of runs, whose mean is divided by ``temperature``.

    The temperature divides the logarithms of the mean, as ``apply_temperature`` does. Raises ModelError for
    no members, and for a file that does not keep the contract of ``onnx_graph`` with ten classes.
    """
    if not members:
        raise ModelError("A committee needs at least one member.")
    graph = Graph()
    answers = [_join(graph, _read(Path(member)), f"member{i}_") for i, member in enumerate(members)]
    mean = graph.node("Mean", *answers)
    least = graph.constant("least", np.array(SMALLEST_PROBABILITY, np.float32))
    divisor = graph.constant("temperature", np.array(temperature, np.float32))
    scores = graph.node("Div", graph.node("Log", graph.node("Max", mean, least)), divisor)
    graph.node("Softmax", scores, axis=1, output="probabilities")
    return graph.save(path, metadata, units=len(CLASSES))


def _join(graph: Graph, member: onnx.ModelProto, prefix: str) -> str:
    """Add a member's nodes under names of its own; returns the name of its answers."""
    own = compose.add_prefix(member, prefix, rename_inputs=False)
    graph.nodes.extend(own.graph.node)
    graph.constants.extend(own.graph.initializer)
    graph.domains |= {each.domain: each.version for each in own.opset_import}
    return f"{prefix}probabilities"


def _read(path: Path) -> onnx.ModelProto:
    try:
        model = onnx.load_model_from_string(path.read_bytes())
    except Exception as error:  # a damaged protobuf raises an error of protobuf's own, which is no dependency
        raise ModelError(f"The member {path} cannot be read: {error}. Train it again.") from error
    ends = [[each.name for each in side] for side in (model.graph.input, model.graph.output)]
    shape = [each.dim_value for side in model.graph.output for each in side.type.tensor_type.shape.dim]
    versions = {each.domain: each.version for each in model.opset_import}
    if ends != [["images"], ["probabilities"]] or shape[1:] != [len(CLASSES)] or versions.get("") != OPSET:
        raise ModelError(
            f"{path} is no member: that is an Inkread ONNX file of opset {OPSET} with {len(CLASSES)} classes."
        )
    return model
