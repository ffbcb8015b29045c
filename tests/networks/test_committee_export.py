"""Claims about the one file of a committee."""

import numpy as np
import pytest

from inkread.classifier.calibrate import apply_temperature
from inkread.classifier.onnx_model import OnnxClassifier
from inkread.errors import ModelError
from inkread.networks.committee_export import export_committee
from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import build_torch, weights_of
from inkread.recipes.layers import Conv, Dense, Flatten, ReLU
from inkread.recipes.recipe import Recipe

CONVOLUTIONAL = Recipe(
    name="a", source="test", layers=(Conv(4, 5, 2), ReLU(), Flatten(), Dense(10)), epochs=1
)
DENSE = Recipe(name="b", source="test", layers=(Flatten(), Dense(10)), epochs=1)


@pytest.fixture
def members(tmp_path):
    """Two different networks as ONNX files; names of nodes and weights occur in both."""
    return [
        export_onnx(recipe, weights_of(build_torch(recipe, seed)), tmp_path / f"{recipe.name}.onnx", {})
        for seed, recipe in enumerate((CONVOLUTIONAL, DENSE))
    ]


@pytest.fixture
def images(rng):
    """A few pictures of noise."""
    return rng.random((7, 28, 28), dtype=np.float32)


@pytest.mark.parametrize("temperature", [1.0, 0.5, 2.0])
def test_the_file_answers_with_the_tempered_mean(members, images, tmp_path, temperature):
    """What NumPy makes of the members' answers, ONNX Runtime gives too."""
    path = export_committee(members, tmp_path / "both.onnx", {}, temperature)
    mean = np.mean([OnnxClassifier(member)(images) for member in members], axis=0)
    np.testing.assert_allclose(OnnxClassifier(path)(images), apply_temperature(mean, temperature), atol=1e-6)


def test_one_member_is_a_committee(members, images, tmp_path):
    """The committee of one network answers as that network."""
    path = export_committee(members[:1], tmp_path / "one.onnx", {})
    np.testing.assert_allclose(OnnxClassifier(path)(images), OnnxClassifier(members[0])(images), atol=1e-6)


def test_trees_and_networks_sit_together(members, images, tmp_path, digits):
    """A random forest, of another ONNX domain, joins a network."""
    ensemble = pytest.importorskip("sklearn.ensemble")
    from inkread.networks.classical_export import export_classical

    forest = ensemble.RandomForestClassifier(3, random_state=0)
    forest.fit(digits.train_images[:300].reshape(300, -1) / np.float32(255), digits.train_labels[:300])
    export_classical(forest, tmp_path / "forest.onnx", {})
    both = [members[0], tmp_path / "forest.onnx"]
    mean = np.mean([OnnxClassifier(member)(images) for member in both], axis=0)
    path = export_committee(both, tmp_path / "both.onnx", {})
    np.testing.assert_allclose(OnnxClassifier(path)(images), mean, atol=1e-6)


def test_the_metadata_are_in_the_file(members, tmp_path):
    """The file says what it is."""
    path = export_committee(members, tmp_path / "both.onnx", {"recipe": "committee"})
    assert OnnxClassifier(path).metadata["recipe"] == "committee"


def test_a_network_with_eleven_classes_is_no_member(members, tmp_path):
    """The mean is over ten classes alone."""
    eleven = Recipe(name="c", source="test", layers=(Flatten(), Dense(11)), epochs=1, classes=11)
    file = export_onnx(eleven, weights_of(build_torch(eleven, 0)), tmp_path / "c.onnx", {})
    with pytest.raises(ModelError, match="with 10 classes"):
        export_committee([*members, file], tmp_path / "all.onnx", {})


def test_a_damaged_member_is_named(members, tmp_path):
    """A file that is no ONNX file stops the export with its name."""
    bad = tmp_path / "bad.onnx"
    bad.write_bytes(b"\x08\x07not a model")
    with pytest.raises(ModelError, match=r"bad\.onnx cannot be read"):
        export_committee([members[0], bad], tmp_path / "all.onnx", {})


def test_a_committee_needs_a_member(tmp_path):
    """Nobody has no opinion."""
    with pytest.raises(ModelError, match="at least one"):
        export_committee([], tmp_path / "none.onnx", {})
