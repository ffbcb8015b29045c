import json

import numpy as np
import pytest

from inkread.classifier.learned import learned_model
from inkread.cli import app
from inkread.data.splits import split
from inkread.errors import DataError, ModelError
from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import build_torch, weights_of
from inkread.recipes.registry import RECIPES
from inkread.service.model import open_model
from inkread.service.store import Correction, Store


@pytest.fixture(scope="module")
def model(tmp_path_factory, digits):
    """A small network, trained a little on the embedded digits."""
    import torch
    from torch.nn.functional import cross_entropy

    recipe = RECIPES["mlp-256-128"]
    network = build_torch(recipe, 0)
    parts = split(digits)
    images = torch.from_numpy(parts.train_images)[:, None].float() / 255
    labels = torch.from_numpy(parts.train_labels.astype(np.int64))
    optimiser = torch.optim.Adam(network.parameters(), 3e-3)
    for _ in range(40):
        loss = cross_entropy(network(images), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    path = tmp_path_factory.mktemp("model") / "small.onnx"
    export_onnx(recipe, weights_of(network.eval()), path, {"recipe": recipe.name})
    return path


def slanted(images):
    """``images`` leaning to the left by 45 degrees."""
    rows = [np.roll(images[:, row], row - 14, axis=1) for row in range(28)]
    return np.ascontiguousarray(np.stack(rows, axis=1))


@pytest.fixture
def corrected(tmp_path, monkeypatch, digits):
    """A home with 20 corrections: digits of somebody who writes with a slant."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    monkeypatch.setattr("inkread.training.learn.STEPS", 60)
    # Of the 120 digits that are held out here, one is 0.8 points.
    monkeypatch.setattr("inkread.training.memory.MOST_FORGOTTEN", 0.03)
    monkeypatch.setattr("inkread.training.memory.MOST_LET_IN", 0.1)
    monkeypatch.setattr("inkread.training.memory.N_OTHERS", 80)
    with Store(tmp_path / "corrections.sqlite") as store:
        some = zip(slanted(digits.test_images[:20]), digits.test_labels[:20], strict=True)
        store.add(*(Correction(image.tobytes(), int(label)) for image, label in some))
    return tmp_path


def learn(*words):
    return app(["learn", "--data", "digits", *map(str, words)], standalone_mode=False)


def test_learns_and_forgets_nothing(corrected, model, capsys):
    """The corrections are learned, and validation is as good as before, to what is allowed."""
    assert not learn("--model", model, "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["accepted"] and said["corrections_after"] > said["corrections_before"]
    assert said["validation_after"] >= said["validation_before"] - 0.03


@pytest.mark.parametrize("bound", ["MOST_FORGOTTEN", "MOST_LET_IN"])
def test_what_forgets_is_not_accepted(corrected, model, monkeypatch, bound):
    """A network that reads or refuses worse than is allowed is thrown away; the reader stays as it was."""
    monkeypatch.setattr(f"inkread.training.memory.{bound}", -1.0)
    assert (learn("--model", model), learned_model()) == (1, None)


def test_what_was_learned_reads(corrected, model):
    """The taught classifier is the one that reads from then on, and --undo takes it back."""
    learn("--model", model)
    assert learned_model() == corrected / "learned" / "0001.onnx"
    learn("--undo")
    assert learned_model() is None


def test_what_it_wrote_answers_as_it_said(corrected, model, digits, capsys):
    """The file that was written reads the corrections as the figures say."""
    from inkread.classifier.onnx_model import OnnxClassifier

    learn("--model", model, "--json")
    images = slanted(digits.test_images[:20]).astype(np.float32) / 255
    right = OnnxClassifier(learned_model())(images).argmax(1) == digits.test_labels[:20]
    assert right.mean() == pytest.approx(json.loads(capsys.readouterr().out)["corrections_after"])


def test_what_was_learned_is_damaged(tmp_path, monkeypatch):
    """Where what was learned cannot be opened, the complaint says how to be rid of it."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    (tmp_path / "learned").mkdir()
    (tmp_path / "learned" / "0001.onnx").write_bytes(b"half a file")
    with pytest.raises(ModelError, match="inkread learn --undo"):
        open_model(None)
    learn("--undo")
    assert not open_model(None).about.learned


def test_nothing_to_learn(tmp_path, monkeypatch, model):
    """Without corrections there is nothing to learn."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    with pytest.raises(DataError, match="no corrections"):
        learn("--model", model)


def test_nothing_to_undo(tmp_path, monkeypatch):
    """Nothing that was not learned can be taken back."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    with pytest.raises(ModelError, match="Nothing has been learned"):
        learn("--undo")


def test_no_digit_needs_a_class_for_it(corrected, model):
    """A model that knows ten digits only says that it cannot learn what is none."""
    with Store(corrected / "corrections.sqlite") as store:
        store.add(Correction(bytes(784), None))
    with pytest.raises(ModelError, match="what is no digit"):
        learn("--model", model)
