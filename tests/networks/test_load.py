"""Any model a person has, behind one door."""

import builtins
import sys

import numpy as np
import pytest

from inkread.errors import MissingExtraError
from inkread.networks.keras_net import save_keras
from inkread.networks.load import load_classifier
from inkread.networks.onnx_export import export_onnx
from inkread.recipes.registry import RECIPES


@pytest.fixture
def files(lively, tmp_path):
    """One network as a run's ONNX file and as Keras files."""
    recipe = RECIPES["mlp-256-128"]
    weights = lively(recipe)[1]
    return [
        export_onnx(recipe, weights, tmp_path / "model.onnx", {}),
        save_keras(recipe, weights, tmp_path / "model.keras"),
        save_keras(recipe, weights, tmp_path / "model.h5"),
    ]


def test_one_network_one_answer(files, pictures):
    """ONNX, .keras and .h5 of one network answer alike to 1e-5."""
    first, *others = (load_classifier(path).classifier(pictures) for path in files)
    np.testing.assert_allclose(np.stack(others), np.stack([first, first]), atol=1e-5)


def test_keras_files_say_how_they_were_understood(files):
    """A Keras file comes with a sentence and its number of parameters."""
    loaded = load_classifier(files[1])
    assert loaded.parameters == RECIPES["mlp-256-128"].parameters
    assert "input 784" in loaded.understood


def test_an_exported_run_is_not_tried_out(files, pictures):
    """A Keras file of our own is fed as it says, even where another way would suit the digits better."""
    labels = load_classifier(files[0]).classifier(1 - pictures).argmax(1)
    for path in files[1:]:
        given = load_classifier(path, (pictures, labels)).classifier(pictures)
        np.testing.assert_allclose(given, load_classifier(files[0]).classifier(pictures), atol=1e-5)


def test_without_keras(files, monkeypatch):
    """Without the extra, a Keras file says how to install it."""
    real = builtins.__import__

    def absent(name, *rest):
        if name.split(".")[0] in {"h5py", "keras"}:
            raise ImportError(name)
        return real(name, *rest)

    for name in ("keras_file", "keras_weights"):
        monkeypatch.delitem(sys.modules, f"inkread.networks.{name}", raising=False)
    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtraError, match=r"pip install 'inkread\[keras\]'"):
        load_classifier(files[2])
