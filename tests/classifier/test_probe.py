"""Training digits on which a file of somebody else shows how it wants its ink."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inkread.classifier.load import load_classifier
from inkread.classifier.probe import local_probe


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    """A machine without MNIST."""
    monkeypatch.setattr("inkread.classifier.probe.find_local", lambda: None)


def write(path, factor):
    """A file of somebody else: the nearest mean of the embedded digits, for ink of 0 to ``factor``."""
    images, labels = local_probe()
    means = np.stack([images[labels == digit].mean(axis=0).ravel() for digit in range(10)])
    matrix, offset = (2 * means.T / factor).astype(np.float32), -(means**2).sum(axis=1).astype(np.float32)
    nodes = [
        helper.make_node("Reshape", ["pixels", "flat"], ["rows"]),
        helper.make_node("Gemm", ["rows", "matrix", "offset"], ["scores"]),
    ]
    weights = [
        numpy_helper.from_array(np.array([-1, 784]), "flat"),
        numpy_helper.from_array(matrix, "matrix"),
        numpy_helper.from_array(offset, "offset"),
    ]
    inputs = [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 28, 28])]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 10])]
    graph = helper.make_graph(nodes, "digits", inputs, outputs, weights)
    onnx.save(helper.make_model(graph, ir_version=7, opset_imports=[helper.make_opsetid("", 13)]), path)
    return path


def test_the_embedded_digits_do():
    """Without MNIST there are 500 of the embedded digits, of every class."""
    images, labels = local_probe()
    assert images.shape == (500, 28, 28) and set(labels) == set(range(10))


@pytest.mark.parametrize("factor", [1, 255])
def test_a_model_is_tried_without_being_given_digits(factor, tmp_path):
    """A file that is opened for reading alone is tried on the digits at hand, as one that is evaluated is."""
    loaded = load_classifier(write(tmp_path / "mine.onnx", factor))
    assert f"ink as 0 to {factor}," in loaded.understood
    images, labels = local_probe()
    assert (loaded.classifier(images).argmax(axis=1) == labels).mean() > 0.8


def test_nothing_at_hand(monkeypatch, tmp_path):
    """Without any digits it is taken for one of ink from 0 to 1, and that is said."""
    path = write(tmp_path / "mine.onnx", 255)
    monkeypatch.setattr("inkread.classifier.probe.local_probe", lambda: None)
    assert "(not tried out)" in load_classifier(path).understood
