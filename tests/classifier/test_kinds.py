"""What a model file is, by its content; what could run code is turned away unopened."""

import io
import pickle
import zipfile

import numpy as np
import pytest

from inkread.classifier.kinds import Kind, kind_of
from inkread.errors import ModelError


class Touch:
    """An object whose pickle makes a file when it is loaded."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return (open, (str(self.marker), "w"))


def zipped(*names):
    """A zip file with empty members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return content.getvalue()


def saved_array():
    content = io.BytesIO()
    np.save(content, np.zeros(3))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89HDF\r\n\x1a\n" + b"\0" * 99, Kind.H5),
        (zipped("metadata.json", "config.json", "model.weights.h5"), Kind.KERAS),
        (b"\x08\x07\x12\x07inkread", Kind.ONNX),
    ],
)
def test_content_decides(content, kind, tmp_path):
    """A file is what its first bytes say, whatever its name."""
    (tmp_path / "model.bin").write_bytes(content)
    assert kind_of(tmp_path / "model.bin") is kind


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["model.onnx", "model.h5", "model.pkl"])
def test_pickles_are_refused(name, protocol, tmp_path):
    """A pickle of any protocol and name is refused, and what it would do is not done."""
    marker = tmp_path / "it-ran"
    (tmp_path / name).write_bytes(pickle.dumps(Touch(marker), protocol))
    with pytest.raises(ModelError, match="a Python pickle"):
        kind_of(tmp_path / name)
    assert not marker.exists()


@pytest.mark.parametrize("content", [zipped("archive/data.pkl", "archive/data/0"), saved_array()])
@pytest.mark.parametrize("name", ["model.onnx", "model.keras", "model.pth"])
def test_pickles_in_disguise(name, content, tmp_path):
    """PyTorch's zip files and NumPy's array files, which may hold pickles, are refused under any name."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match="a Python pickle"):
        kind_of(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a model file"),
        (b"hello, world", "is not a model file: it begins with b'hell'"),
        (b"\x10\0\0\0\0\0\0\0{}", "holds weights without a network"),
        (zipped("a.txt"), "without a Keras model's config.json"),
        (b"PK\x03\x04broken", "damaged zip file"),
    ],
)
def test_other_files(content, message, tmp_path):
    """Everything else is refused, and the error says what was found."""
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=message):
        kind_of(tmp_path / "model.onnx")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("saved_model.pb", "TensorFlow SavedModel"),
        ("config.json", "has no model yet"),
        ("metrics.json", "lost its model.onnx. Put it back, or train it again"),
        ("photo.png", "holds no model.onnx"),
    ],
)
def test_other_folders(name, message, tmp_path):
    """A folder that is no finished run is refused, and the error says what to do."""
    (tmp_path / name).touch()
    with pytest.raises(ModelError, match=message):
        kind_of(tmp_path)


def test_run_folder(tmp_path):
    """A folder with a model.onnx is a run."""
    (tmp_path / "model.onnx").touch()
    assert kind_of(tmp_path) is Kind.RUN


def test_nothing_there(tmp_path):
    """A path without anything at it is named."""
    with pytest.raises(ModelError, match=r"No model at .*nothing\.onnx"):
        kind_of(tmp_path / "nothing.onnx")


def test_huge_file(tmp_path):
    """A file above the limit is refused by its size alone."""
    with (tmp_path / "model.onnx").open("wb") as file:
        file.truncate(600 * 1024**2)  # sparse: takes no room
    with pytest.raises(ModelError, match=r"may have up to 512 MB; .* has 600 MB"):
        kind_of(tmp_path / "model.onnx")
