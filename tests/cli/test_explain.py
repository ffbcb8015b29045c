"""``inkread explain`` writes a page or an image."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from inkread.cli import app
from inkread.reading.reader import Reader


@pytest.mark.parametrize("name", ["why.html", "why.png"])
def test_explain(name, tmp_path, monkeypatch):
    """The explanation is written, and the number is said."""

    def seven(images):
        return np.tile(np.float32([0.01] * 7 + [0.9] + [0.01] * 2), (len(images), 1))

    monkeypatch.setattr("inkread.reading.reader.reader", lambda model=None: Reader(seven))
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    sheet = np.full((100, 100), 235, np.uint8)
    cv2.putText(sheet, "7", (30, 72), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 30, 4)
    Image.fromarray(sheet).save(tmp_path / "seven.png")
    result = CliRunner().invoke(app, ["explain", str(tmp_path / "seven.png"), "--out", str(tmp_path / name)])
    assert result.stdout.startswith("7: see") and (tmp_path / name).stat().st_size > 1000


def test_an_explanation_never_replaces_its_picture(tmp_path):
    """Writing over the picture itself is refused before it is read."""
    result = CliRunner().invoke(app, ["explain", str(tmp_path / "a.png"), "--out", str(tmp_path / "a.png")])
    assert "a.png is the picture to be explained" in str(result.exception)
