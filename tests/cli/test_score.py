"""``inkread score`` on labelled folders."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from inkread.cli import app
from inkread.reading.reader import Reader


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Two pictures of one digit, labelled 7 and 1, and a reader that says 7."""

    def seven(images):
        probabilities = np.full((len(images), 10), 0.0001, np.float32)
        probabilities[:, 7] = 0.999
        return probabilities

    monkeypatch.setattr("inkread.reading.reader.reader", lambda model=None: Reader(seven))
    sheet = np.full((100, 100), 235, np.uint8)
    cv2.putText(sheet, "7", (30, 72), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 30, 4)
    for label in ("7_1", "1_1"):
        Image.fromarray(sheet).save(tmp_path / f"{label}.png")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


def test_json(folder):
    """--json has the agreed names, as fractions."""
    figures = json.loads(run(folder, "--json").stdout)
    assert {"n", "exact", "character_error", "accepted", "accepted_wrong"} <= figures.keys()
    assert figures["exact"] == 0.5


def test_text(folder):
    """For people: the exact numbers with their interval, and the mistakes."""
    result = run(folder)
    assert "1 of 2 exactly right: 50.00%" in result.stdout and "1_1.png: 1 read as 7" in result.stdout


def test_pictures_without_a_label(folder):
    """How many have no label is said, with what a label looks like, and nothing where all have one."""
    assert "left out" not in run(folder).stdout
    (folder / "1_1.png").rename(folder / "scan 1.png")
    told = run(folder).stdout
    assert "1 picture without a label, or in deeper folders, left out" in told and "like 2014_1.jpg" in told
    assert json.loads(run(folder, "--json").stdout)["unlabelled"] == 1


def test_page(folder, tmp_path):
    """--page writes the page of the mistakes and says where."""
    assert "mistakes.html" in run(folder, "--page", tmp_path / "mistakes.html").stdout
    assert "1_1.png" in (tmp_path / "mistakes.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written(folder):
    """What was counted is printed before the page of the mistakes is refused."""
    result = run(folder, "--page", folder / "7_1.png" / "mistakes.html")
    assert "1 of 2 exactly right" in result.stdout and "Cannot write" in str(result.exception)


def test_a_picture_that_cannot_be_opened_is_a_score_in_part(folder):
    """It counts as wrong, its line says why, and the exit code is 1, as that of ``inkread read``."""
    (folder / "12_1.png").write_bytes(b"no picture")
    result = run(folder)
    assert result.exit_code == 1 and "12_1.png is not a picture" in result.stdout
    assert "1 picture could not be opened" in result.stdout
