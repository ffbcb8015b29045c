import base64
import json
import os
import sys

import pytest
from starlette.testclient import TestClient

from inkread.recipes.registry import RECIPES
from inkread.training.run import Config, EpochRecord, Metrics, write_config, write_history, write_metrics

ANSWERS = {
    "data": "digits",
    "n": 2,
    "test_accuracy": 0.5,
    "confusion": [[0] * 10] * 10,
    "wrong": [
        {"index": 1, "prediction": 7, "truth": 1, "confidence": 0.6},
        {"index": 0, "prediction": 3, "truth": 8, "confidence": 0.9},
    ],
}


@pytest.fixture
def run(settings):
    """A finished run in the service's folder."""
    folder = settings.runs / "mlp-512-seed0"
    data = {"name": "digits", "origin": "embedded", "sha256": "00"}
    split = {"kind": "stratified", "description": "", "n_train": 3, "n_validation": 1}
    write_config(folder, Config(RECIPES["mlp-512"], data, split, 0, {}, {}, "2026-01-01T00:00:00+00:00"))
    write_history(folder, [EpochRecord(1.0, 0.5, 0.9, 0.4, 0.95, 1.5)])
    write_metrics(folder, Metrics("digits", "mlp-512", 0, 669_706, 1.5, 0.95, 0.4, 0.94, 0.5))
    (folder / "model.onnx").write_bytes(b"a model")
    return folder


def test_recipes(client):
    """Every recipe is in the gallery, with its source and size."""
    recipes = {recipe["name"]: recipe for recipe in client.get("/v1/recipes").json()}
    assert recipes.keys() == RECIPES.keys()
    assert recipes["mlp-256-128"]["published"] == pytest.approx(0.9833)


def test_runs(client, run):
    """A run is shown with its figures and its learning curve."""
    shown = client.get("/v1/runs").json()[0]
    assert (shown["id"], shown["test_accuracy"], len(shown["history"])) == ("mlp-512-seed0", 0.94, 1)


def test_a_name_that_is_no_unicode(client, run):
    """A run whose folder has a name that is no Unicode is shown under a name that is some."""
    run.rename(os.fsdecode(os.fsencode(run.parent) + b"/seven\xff"))
    assert [one["id"] for one in client.get("/v1/runs").json()] == ["seven\N{REPLACEMENT CHARACTER}"]


def test_no_runs(client):
    """Where there is no folder there are no runs."""
    assert client.get("/v1/runs").json() == []


def test_damaged_run_is_left_out(client, run):
    """A folder that is no run does not spoil the gallery."""
    damaged = run.parent / "damaged"
    damaged.mkdir()
    (damaged / "config.json").write_text("{")
    assert [one["id"] for one in client.get("/v1/runs").json()] == [run.name]


@pytest.fixture
def evaluating(app, tmp_path, run):
    """A service whose evaluations are written down beforehand."""
    answers, script = tmp_path / "answers.json", tmp_path / "program.py"
    answers.write_text(json.dumps(ANSWERS))
    script.write_text(f"print(open({str(answers)!r}).read())")
    with TestClient(app(program=(sys.executable, str(script))), base_url="http://localhost") as client:
        yield client


def test_evaluation_shows_the_most_confident_mistakes(evaluating, digits):
    """The mistakes come with their pictures, the most confident first."""
    mistakes = evaluating.get("/v1/runs/mlp-512-seed0/evaluation").json()["mistakes"]
    assert [mistake["label"] for mistake in mistakes] == [8, 1]
    assert base64.b64decode(mistakes[0]["pixels"]) == digits.test_images[0].tobytes()


def test_evaluation_that_fails(app, tmp_path, run):
    """An evaluation that fails says why, in one line."""
    script = tmp_path / "program.py"
    script.write_text("import sys; sys.exit('No such data.')")
    with TestClient(app(program=(sys.executable, str(script))), base_url="http://localhost") as client:
        answer = client.get("/v1/runs/mlp-512-seed0/evaluation")
    assert (answer.status_code, answer.json()) == (422, {"detail": "No such data."})


def test_unfinished_run_has_no_evaluation(client, run):
    """A run without a model cannot be evaluated yet."""
    (run / "model.onnx").unlink()
    assert "no model yet" in client.get("/v1/runs/mlp-512-seed0/evaluation").json()["detail"]


@pytest.mark.parametrize("name", ["..%2Fmlp-512-seed0", "unknown", "%2Fetc", "."])
def test_a_name_is_no_path(client, run, name):
    """Only the name of a run that was listed is looked at."""
    assert client.get(f"/v1/runs/{name}/evaluation").status_code == 404
