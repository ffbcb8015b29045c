"""``inkread export``: a run's model as a file for elsewhere."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save

from inkread import cli
from inkread.networks.load import load_classifier
from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import build_torch, weights_of
from inkread.recipes.registry import RECIPES
from inkread.training.run import Config, Metrics, write_config, write_metrics


@pytest.fixture
def inkread(monkeypatch, tmp_path, capsys):
    """A function that runs the program in a folder of its own; returns the exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["inkread", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        return stopped.value.code, *capsys.readouterr()

    return run


def config(recipe):
    data = {"name": "digits", "origin": "embedded", "sha256": "00"}
    split = {"kind": "stratified", "description": "", "n_train": 3, "n_validation": 1}
    return Config(recipe, data, split, 0, {}, {}, "2026-01-01T00:00:00")


@pytest.fixture
def run_folder(tmp_path):
    """A finished run, trained for no time at all."""
    recipe, folder = RECIPES["cnn-30-15"], tmp_path / "my-run"
    write_config(folder, config(recipe))
    weights = weights_of(build_torch(recipe, seed=3))
    (folder / "model.safetensors").write_bytes(save(weights))
    export_onnx(recipe, weights, folder / "model.onnx", {"recipe": recipe.name})
    return folder


@pytest.mark.parametrize("kind", ["keras", "h5", "onnx"])
def test_same_answers(kind, inkread, run_folder, tmp_path, rng):
    """Every kind of file gives the answers of the run to 1e-5, and is named after the run."""
    inkread("export", run_folder, "--to", kind)
    pictures = rng.random((5, 28, 28), dtype=np.float32)
    wanted = load_classifier(run_folder).classifier(pictures)
    given = load_classifier(tmp_path / f"my-run.{kind}").classifier(pictures)
    np.testing.assert_allclose(given, wanted, atol=1e-5)


def test_json(inkread, run_folder, tmp_path):
    """--json prints path, format and size."""
    _, out, _ = inkread("export", run_folder, "--to", "onnx", "--out", "x.onnx", "--json")
    assert json.loads(out) == {
        "path": "x.onnx",
        "format": "onnx",
        "bytes": (tmp_path / "x.onnx").stat().st_size,
    }


def test_never_overwrites(inkread, run_folder, tmp_path):
    """A file that is there stays as it is, and the error names --force."""
    (tmp_path / "my-run.onnx").write_text("mine")
    code, _, errors = inkread("export", run_folder, "--to", "onnx")
    assert (code, (tmp_path / "my-run.onnx").read_text(), "--force" in errors) == (2, "mine", True)


def test_force(inkread, run_folder, tmp_path):
    """--force replaces the file."""
    (tmp_path / "my-run.onnx").write_text("mine")
    inkread("export", run_folder, "--to", "onnx", "--force")
    assert (tmp_path / "my-run.onnx").read_bytes() == (run_folder / "model.onnx").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["my-run", "--to", "keras", "--out", "x.h5"], "must end in .keras, got x.h5"),
        (["nothing"], "No run in nothing"),
        (["my-run", "--to", "pickle"], "'pickle' is not one of"),
    ],
)
def test_mistakes(arguments, message, inkread, run_folder):
    """A mistake in the call is one line and exit code 2."""
    code, _, errors = inkread("export", *arguments)
    assert (code, message in errors, errors.count("\n")) == (2, True, 1)


def test_classical(inkread, run_folder):
    """A classical model is no Keras network; the error says what it can be."""
    write_config(run_folder, config(RECIPES["forest"]))
    assert "Use: --to onnx" in inkread("export", run_folder, "--to", "keras")[2]


def test_shifts_are_no_keras(inkread, run_folder):
    """A Keras file cannot hold test-time shifts; the error says what can."""
    write_config(run_folder, config(replace(RECIPES["cnn-30-15"], shifts=1)))
    assert "Use: --to onnx" in inkread("export", run_folder, "--to", "keras")[2]


def test_unfinished(inkread, run_folder):
    """A run without weights asks to be finished."""
    (run_folder / "model.safetensors").unlink()
    assert "has no model.safetensors yet" in inkread("export", run_folder)[2]


def test_damaged_weights(inkread, run_folder):
    """Damaged weights are said to be damaged."""
    (run_folder / "model.safetensors").write_bytes(b"\0" * 20)
    assert "are damaged" in inkread("export", run_folder)[2]


@pytest.mark.parametrize(("kind", "file"), [("keras", "model.safetensors"), ("onnx", "model.onnx")])
def test_a_finished_run_that_lost_its_model(inkread, run_folder, kind, file):
    """Of a finished run there is nothing to resume: what is gone is named, and what helps."""
    write_metrics(run_folder, Metrics("digits", "cnn-30-15", 0, 3, 1.0, 0.9, 0.1, 0.9, 0.1))
    (run_folder / file).unlink()
    code, _, error = inkread("export", run_folder, "--to", kind)
    assert code == 2 and f"lost its {file}. Put it back, or train it again." in error
