"""Classifiers in ONNX files: Inkread's own and those of others."""

import json
import os
import subprocess
import sys
from math import prod

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inkread.classifier.base import Classifier
from inkread.classifier.load import load_classifier
from inkread.classifier.onnx_model import OnnxClassifier, OnnxModel
from inkread.errors import ModelError


@pytest.fixture
def make(tmp_path):
    """A function that writes an ONNX file: a flattened input, one matrix, and a softmax if wanted."""

    def write(shape, *, units=10, metadata=None, inputs=1, kind=TensorProto.FLOAT, name="model.onnx"):
        pixels = prod(size for size in shape[1:] if isinstance(size, int))
        pixels = pixels if pixels > 1 else 784
        matrix = np.random.default_rng(5).normal(size=(pixels, units)).astype(np.float32) / 20
        nodes = [
            helper.make_node("Cast", ["x0"], ["cast"], to=TensorProto.FLOAT),
            helper.make_node("Flatten", ["cast"], ["flat"], axis=1),
            helper.make_node("MatMul", ["flat", "matrix"], ["scores"]),
            helper.make_node("Softmax", ["scores"], ["y"], axis=1),
        ]
        graph = helper.make_graph(
            nodes,
            "digits",
            [helper.make_tensor_value_info(f"x{i}", kind, list(shape)) for i in range(inputs)],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [shape[0], units])],
            [numpy_helper.from_array(matrix, "matrix")],
        )
        model = helper.make_model(graph, ir_version=7, opset_imports=[helper.make_opsetid("", 13)])
        if metadata is not None:
            helper.set_model_props(model, {"inkread": json.dumps(metadata)})
        onnx.save(model, tmp_path / name)
        return tmp_path / name

    return write


OWN = ("n", 28, 28)


@pytest.fixture
def pictures(rng):
    return rng.random((7, 28, 28), dtype=np.float32)


def test_is_a_classifier(make):
    """It keeps the protocol."""
    assert isinstance(OnnxClassifier(make(OWN, metadata={"format": 1})), Classifier)


def test_rows_sum_to_one(make, pictures):
    """Ten classes: rows of ten that sum to 1, in float32."""
    answers = OnnxClassifier(make(OWN, metadata={"format": 1}))(pictures)
    assert (answers.shape, answers.dtype) == ((7, 10), np.float32)
    np.testing.assert_allclose(answers.sum(1), 1, rtol=1e-5)


def test_eleventh_class(make, pictures):
    """Eleven classes: the last, "not one digit", is left out, and rows sum to less than 1."""
    answers = OnnxClassifier(make(OWN, units=11, metadata={"format": 1}))(pictures)
    assert answers.shape == (7, 10)
    assert (answers.sum(1) < 1).all()


def test_not_finite(make):
    """A model of Inkread's that answers NaN, as one whose training went wrong, is refused by name."""
    classifier = OnnxClassifier(make(OWN, metadata={"format": 1}))
    with pytest.raises(ModelError, match=r"model\.onnx gives NaN or infinity"):
        classifier(np.full((1, 28, 28), np.nan, np.float32))


def test_no_pictures(make):
    """No pictures in, no rows out."""
    classifier = OnnxClassifier(make(OWN, metadata={"format": 1}))
    assert classifier(np.zeros((0, 28, 28), np.float32)).shape == (0, 10)


def test_batches_do_not_matter(make, rng):
    """More pictures than a batch holds get the answers they get alone."""
    classifier = OnnxClassifier(make(OWN, metadata={"format": 1}))
    many = rng.random((2_100, 28, 28), dtype=np.float32)
    np.testing.assert_allclose(classifier(many)[-3:], classifier(many[-3:]), atol=1e-6)


def test_parameters_are_known(make):
    """What the file says of itself reaches the caller."""
    loaded = load_classifier(make(OWN, metadata={"format": 1, "parameters": 7_840}))
    assert (loaded.name, loaded.parameters, loaded.understood) == ("model.onnx", 7_840, None)


def test_run_folder(make, pictures, tmp_path):
    """A run folder is loaded by its model.onnx and has the folder's name."""
    make(OWN, metadata={"format": 1})
    loaded = load_classifier(tmp_path)
    assert (loaded.name, loaded.classifier(pictures).shape) == (tmp_path.name, (7, 10))


@pytest.mark.parametrize(
    "shape", [("n", 1, 28, 28), (1, 1, 28, 28), (4, 28, 28, 1), (1, 784), ("n", 1, "h", "w")], ids=str
)
def test_files_of_others(shape, make, pictures):
    """Others' files are taken too, as PyTorch's tutorials export them and with a fixed batch size."""
    loaded = load_classifier(make(shape))
    assert loaded.classifier(pictures).shape == (7, 10)
    assert loaded.understood.startswith("Understood as: input")


def test_fixed_batches_do_not_matter(make, pictures):
    """A file with a fixed batch size answers like one without."""
    alone = load_classifier(make((4, 1, 28, 28))).classifier(pictures)
    wanted = load_classifier(make(("n", 1, 28, 28), name="free.onnx")).classifier(pictures)
    np.testing.assert_allclose(alone, wanted, atol=1e-6)


def test_labels_before_probabilities(make, pictures):
    """Of a file that names the likeliest class before the probabilities, these are taken."""
    path = make(("n", 784))
    model = onnx.load(path)
    model.graph.node.append(helper.make_node("ArgMax", ["y"], ["label"], axis=1, keepdims=0))
    model.graph.output.insert(0, helper.make_tensor_value_info("label", TensorProto.INT64, ["n"]))
    onnx.save(model, path)
    assert load_classifier(path).classifier(pictures).shape == (7, 10)


@pytest.mark.parametrize("kind", [TensorProto.DOUBLE, TensorProto.UINT8, TensorProto.FLOAT16])
def test_other_number_types(kind, make, pictures):
    """An input of doubles, bytes or halves is fed as such."""
    assert load_classifier(make(("n", 784), kind=kind)).classifier(pictures).shape == (7, 10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shape": ("n", 1, 32, 32)}, r"model\.onnx takes 1×32×32"),
        ({"shape": ("n", 784), "units": 26}, r"model\.onnx gives the shape \(500, 26\)"),
        ({"shape": ("n", 784), "inputs": 2}, "has one input of pictures"),
        ({"shape": ("n", 784), "kind": TensorProto.INT64}, r"has: x0: tensor\(int64\)"),
        ({"shape": OWN, "metadata": {"format": 2}}, "written by a newer Inkread"),
    ],
)
def test_unfit_files(arguments, message, make):
    """Other inputs, outputs and newer formats are refused, each with what was found."""
    with pytest.raises(ModelError, match=message):
        load_classifier(make(**arguments))


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_truncated_files(share, make):
    """A file cut short is refused in one line."""
    path = make(OWN, metadata={"format": 1})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(ModelError, match=r"^[^\n]*damaged or no ONNX file[^\n]*$"):
        load_classifier(path)


def test_names_that_are_no_text(make):
    """A file whose metadata are no UTF-8 is refused in one line."""
    path = make(OWN, metadata={"format": 1, "recipe": "cnn"})
    path.write_bytes(path.read_bytes().replace(b'"cnn"', b'"c\xefn"'))
    with pytest.raises(ModelError, match=r"^[^\n]*damaged or no ONNX file[^\n]*$"):
        load_classifier(path)


def test_external_data(make, tmp_path):
    """Weights in another file are not fetched from there."""
    model = onnx.load(make(OWN))
    onnx.save(model, tmp_path / "split.onnx", save_as_external_data=True, location="w.bin", size_threshold=0)
    with pytest.raises(ModelError, match="keeps weights in another file"):
        OnnxModel(tmp_path / "split.onnx")


def test_keras_files_go_elsewhere(tmp_path):
    """A Keras file is not opened here: reading never needs Keras."""
    (tmp_path / "model.h5").write_bytes(b"\x89HDF\r\n\x1a\n")
    with pytest.raises(ModelError, match=r"is a Keras file, which is opened by inkread\.networks"):
        load_classifier(tmp_path / "model.h5")


def test_nothing_is_noted_for_others(tmp_path):
    """Reading leaves no record for ONNX Runtime's maker in the person's home, as it does of itself."""
    places = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME")}
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    command = "import inkread, numpy; inkread.read(numpy.ones((30, 30)))"
    subprocess.run([sys.executable, "-c", command], env=kept | places, check=True)
    assert not list(tmp_path.rglob("*"))
