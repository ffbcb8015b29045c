"""What the ONNX files say and how they are written."""

import json
from dataclasses import replace

import numpy as np
import onnx
import onnxruntime
import pytest

from inkread.classifier.shifted import Shifted
from inkread.errors import ModelError, OutputError
from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import Shifts


def run(path, pictures):
    return onnxruntime.InferenceSession(path).run(["probabilities"], {"images": pictures})[0]


def test_answers_are_pytorchs(neural_recipe, lively, pictures, answers, tmp_path):
    """Every recipe's file gives PyTorch's probabilities to 1e-5."""
    network, weights = lively(neural_recipe)
    path = export_onnx(neural_recipe, weights, tmp_path / "model.onnx", {})
    asked = Shifts(network, neural_recipe.shifts)
    np.testing.assert_allclose(run(path, pictures), answers(asked, pictures), atol=1e-5)


def test_no_pictures_no_rows(every_layer, lively, pictures, tmp_path):
    """No pictures in, no rows out."""
    path = export_onnx(every_layer, lively(every_layer)[1], tmp_path / "model.onnx", {})
    assert run(path, pictures[:0]).shape == (0, 10)


def test_batchnorm_is_folded(every_layer, lively, tmp_path):
    """A BatchNorm after a Conv or Dense leaves no node; only the two after other layers do."""
    path = export_onnx(every_layer, lively(every_layer)[1], tmp_path / "model.onnx", {})
    operators = [node.op_type for node in onnx.load(path).graph.node]
    assert operators.count("BatchNormalization") == 2


def test_metadata(every_layer, lively, tmp_path):
    """The metadata travels in the file with the number of its format."""
    path = export_onnx(every_layer, lively(every_layer)[1], tmp_path / "model.onnx", {"recipe": "x"})
    metadata = onnxruntime.InferenceSession(path).get_modelmeta().custom_metadata_map
    assert json.loads(metadata["inkread"]) == {"format": 1, "recipe": "x"}


def test_weights_of_another_recipe(every_layer, lively, tmp_path):
    """A weight of the wrong shape is refused by name, with both shapes."""
    weights = lively(every_layer)[1] | {"12.weight": np.zeros((10, 21), np.float32)}
    with pytest.raises(ModelError, match=r"'12.weight' must have the shape \(10, 20\), got \(10, 21\)"):
        export_onnx(every_layer, weights, tmp_path / "model.onnx", {})


def test_missing_weight(every_layer, lively, tmp_path):
    """A missing weight is named."""
    weights = lively(every_layer)[1]
    del weights["12.bias"]
    with pytest.raises(ModelError, match=r"lack '12.bias'"):
        export_onnx(every_layer, weights, tmp_path / "model.onnx", {})


def test_failed_export_leaves_the_old_file(every_layer, lively, tmp_path):
    """An export that fails leaves the file that was there, and no other."""
    path = tmp_path / "model.onnx"
    path.write_bytes(b"old")
    with pytest.raises(ModelError):
        export_onnx(every_layer, {}, path, {})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("model.onnx", b"old")]


def test_no_place(every_layer, lively, tmp_path):
    """A place that cannot be written is an OutputError that names the file."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"Cannot write .*model\.onnx: "):
        export_onnx(every_layer, lively(every_layer)[1], tmp_path / "file" / "model.onnx", {})


@pytest.mark.parametrize("n", [1, 5])
def test_shifts_are_part_of_the_file(every_layer, lively, pictures, answers, tmp_path, n):
    """The file of a recipe with shifts gives PyTorch's mean over them, of one picture and of several."""
    network, weights = lively(every_layer)
    path = export_onnx(replace(every_layer, shifts=1), weights, tmp_path / "model.onnx", {})
    np.testing.assert_allclose(run(path, pictures[:n]), answers(Shifts(network, 1), pictures[:n]), atol=1e-5)


def test_shifts_are_those_of_any_classifier(every_layer, lively, pictures, tmp_path):
    """The shifts in the file are those that ``inkread evaluate --shifts`` asks of any classifier."""
    weights = lively(every_layer)[1]
    plain = export_onnx(every_layer, weights, tmp_path / "plain.onnx", {})
    shifted = export_onnx(replace(every_layer, shifts=2), weights, tmp_path / "shifted.onnx", {})
    asked = Shifted(lambda images: run(plain, images), 2)
    np.testing.assert_allclose(run(shifted, pictures), asked(pictures), atol=1e-5)
