import json
import signal
import sys
import time
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from inkread.errors import ModelError
from inkread.service.model import Model
from inkread.service.reads import About
from inkread.service.store import Correction

PROGRAM = """
import sys, time
from pathlib import Path
import numpy as np
from inkread.recipes.registry import RECIPES
from inkread.training.run import Config, EpochRecord, Metrics, write_config, write_history, write_metrics

verb, recipe, *rest = sys.argv[1:]
if verb == "learn":
    print("learned")
    sys.exit()
folder = Path(rest[rest.index("--folder") + 1])
data = {"name": "digits", "origin": "embedded", "sha256": "00"}
split = {"kind": "stratified", "description": "", "n_train": 3, "n_validation": 1}
write_config(folder, Config(RECIPES[recipe], data, split, 0, {}, {}, "2026-01-01T00:00:00"))
if "--epochs" in rest and float(rest[rest.index("--epochs") + 1]) == 13:
    sys.exit("Out of luck.")
history = []
try:
    for epoch in range(3):
        history.append(EpochRecord(epoch + 1, 0.5, 0.9, 0.4, 0.95, 1.0))
        write_history(folder, history)
        print("epoch", epoch + 1, flush=True)
        time.sleep(0.2 if "--quick" in rest else 60)
except KeyboardInterrupt:
    (folder / "model.onnx").write_text("what there is")
    sys.exit(130)
write_metrics(folder, Metrics("digits", recipe, 0, 7, 1.0, 0.95, 0.4, 0.94, 0.5))
"""
"""Stands for the command line: a training of three epochs, quick or endless, or one that fails."""


@pytest.fixture
def program(tmp_path):
    """The command that stands for ours."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    return (sys.executable, str(script))


@pytest.fixture
def client(app, program):
    # A suite that was started in the background ignores SIGINT, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with TestClient(app(program=program), base_url="http://localhost") as client:
        yield client


def train(client, **wish):
    return client.post("/v1/jobs", json={"kind": "train", "recipe": "mlp-512", **wish}).json()


def follow(client, job):
    """The events of a job until it ends."""
    lines = client.get(f"/v1/jobs/{job['id']}/events").text.split("\n\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines if line]


def until(condition):
    """Wait for something that another process does."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_training_tells_its_epochs(client):
    """A training is followed from epoch to epoch until it is done."""
    events = follow(client, train(client, quick=True))
    assert (events[-1]["state"], len(events[-1]["history"]), len(events) > 2) == ("done", 3, True)


def test_training_becomes_a_run(client):
    """What was trained joins the runs of the lesson."""
    job = train(client, quick=True)
    follow(client, job)
    assert client.get("/v1/runs").json()[0]["id"] == job["run"]


def test_cancel_keeps_what_there_is(client, settings):
    """A cancelled training ends as by Ctrl-C and keeps its epochs and its model."""
    job = train(client)
    until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["history"])
    ended = client.delete(f"/v1/jobs/{job['id']}").json()
    assert (ended["state"], len(ended["history"])) == ("cancelled", 1)
    assert (settings.runs / job["run"] / "model.onnx").exists()


def test_one_at_a_time(client):
    """While something is trained, nothing else is."""
    first = train(client)
    answer = client.post("/v1/jobs", json={"kind": "train", "recipe": "mlp-512"})
    client.delete(f"/v1/jobs/{first['id']}")
    assert answer.status_code == 409


def test_failure_says_why(client):
    """A training that fails says so, with the last line it wrote."""
    last = follow(client, train(client, epochs=13))[-1]
    assert (last["state"], last["message"]) == ("failed", "Out of luck.")


@pytest.mark.parametrize("recipe", ["unknown", "../recipe.py", "/etc/passwd", None, "--resume"])
def test_only_named_recipes(client, recipe):
    """Only a recipe from the list is trained, never a file or an option."""
    assert client.post("/v1/jobs", json={"kind": "train", "recipe": recipe}).status_code == 422


def test_learning_needs_a_correction(client):
    """There is nothing to learn without a correction."""
    assert client.post("/v1/jobs", json={"kind": "learn"}).status_code == 422


def test_a_model_that_was_named_does_not_learn(client):
    """Where a model was named to read with, learning would teach another one: that is said."""
    readers = client.app.state.inkread.readers
    readers._model = replace(readers._model, about=About("mine", given=True))
    assert "--model" in client.post("/v1/jobs", json={"kind": "learn"}).json()["detail"]


def test_learning_changes_the_reader(client, monkeypatch):
    """When corrections have been learned, the service reads with the new model."""
    about = client.get("/v1/model").json()
    monkeypatch.setattr(
        client.app.state.inkread.readers, "_open", lambda: Model(None, About(**{**about, "learned": True}))
    )
    client.app.state.inkread.store.add(Correction(bytes(784), 3))
    follow(client, client.post("/v1/jobs", json={"kind": "learn"}).json())
    assert client.get("/v1/model").json()["learned"] is True


def test_a_model_that_cannot_be_opened_ends_the_job(client, monkeypatch):
    """When what was learned cannot be opened, the job has failed and says why; another can be started."""

    def broken():
        raise ModelError("The model is damaged.")

    state = client.app.state.inkread
    monkeypatch.setattr(state.readers, "_open", broken)
    state.store.add(Correction(bytes(784), 3))
    last = follow(client, client.post("/v1/jobs", json={"kind": "learn"}).json())[-1]
    assert (last["state"], last["message"]) == ("failed", "The model is damaged.")
    assert train(client, quick=True)["state"] == "running"


def test_a_command_that_cannot_be_started(app):
    """When no process can be started, the job has failed at once and blocks no other."""
    with TestClient(app(program=("/no/such/program",)), base_url="http://localhost") as client:
        assert [train(client)["state"] for _ in range(2)] == ["failed", "failed"]


def test_stopping_the_service_ends_the_training(app, settings, program):
    """When the service stops, the training is ended in good order."""
    with TestClient(app(program=program), base_url="http://localhost") as client:
        job = train(client)
        until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["history"])
    assert (settings.runs / job["run"] / "model.onnx").exists()


@pytest.mark.parametrize("path", ["", "/events"])
def test_unknown_job(client, path):
    """A job that is not there is not found."""
    assert client.get(f"/v1/jobs/{'0' * 32}{path}").status_code == 404
