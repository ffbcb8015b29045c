"""The same picture through the four doors; the browser's own is in tests/browser/test_picture.py."""

import json

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from inkread.cli import app as command_line
from inkread.reading.reader import read
from inkread.service.app import create_app
from inkread.service.drawing import draw
from inkread.service.model import open_model
from inkread.service.threads import Threads
from inkread.weights import READER

ONE = [[(60, 30, 0.5), (60, 110, 0.5)]]
FOUR = [[(150, 30, 0.5), (115, 85, 0.5), (180, 85, 0.5)], [(165, 60, 0.5), (163, 115, 0.5)]]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Nothing has been learned here."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    if not READER.is_file():
        pytest.skip("needs the shipped classifier: make weights")


@pytest.fixture
def note(tmp_path):
    """A picture of a number on the disk."""
    path = tmp_path / "note.png"
    Image.fromarray(np.asarray(draw(ONE + FOUR, 260, 150, 8))).save(path)
    return path


@pytest.fixture
def door(settings):
    """The service with the shipped reader."""
    with TestClient(
        create_app(settings, Threads(settings, lambda: open_model(None))), base_url="http://localhost"
    ) as client:
        yield client


@pytest.mark.parametrize("way", ["page", "line", "digit"])
def test_same_answer(door, note, capsys, way):
    """Command line, Python and HTTP give the same numbers, confidences and boxes."""
    command_line(["read", str(note), "--as", way, "--json"], standalone_mode=False)
    answers = [
        json.loads(capsys.readouterr().out),
        read(note, as_=way).to_json(),
        door.post(f"/v1/read?as={way}", content=note.read_bytes()).json(),
        door.post(f"/v1/read?as={way}", files={"picture": note.read_bytes()}).json(),
    ]
    for answer in answers:
        answer["path"] = None
    assert answers == [answers[0]] * 4


def test_drawing_is_read(door):
    """A drawing of a number is read."""
    strokes = [{"points": stroke} for stroke in ONE + FOUR]
    answer = door.post(
        "/v1/drawing?as=line", json={"width": 260, "height": 150, "pen_px": 8, "strokes": strokes}
    )
    assert [number["text"] for number in answer.json()["numbers"]] == ["14"]


def test_explain(door, note):
    """Why a picture is read as it is comes as a page in which nothing can act."""
    answer = door.post("/v1/explain", content=note.read_bytes())
    assert (answer.status_code, "sandbox" in answer.headers["content-security-policy"]) == (200, True)


def test_explain_malformed(door):
    """What is no picture cannot be explained."""
    assert door.post("/v1/explain", content=b"text").status_code == 422
