"""Overlays and explanations are drawn from what was read."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inkread.core import Box
from inkread.errors import OutputError
from inkread.ink.load import load
from inkread.reading.explain import explain, saliency
from inkread.reading.explain_page import page, save_explanation
from inkread.reading.overlay import DOUBTED, overlay, save_image
from inkread.reading.reader import accepted
from inkread.reading.result import Rejection
from inkread.words import percent


def test_green_around_digits(sevens, photo):
    """Digits that are read have a green box."""
    picture = load(photo("31"))
    pixels = np.asarray(overlay(picture, sevens.read(picture, "line")))
    assert (pixels == (0, 130, 60)).all(axis=2).sum() > 100


def test_amber_around_doubt(sevens, photo):
    """A digit that is not sure has an amber box."""
    picture = load(photo("31"))
    reading = sevens.read(picture, "line")
    (number,) = reading.numbers
    doubtful = replace(number, digits=tuple(replace(d, confidence=0.6) for d in number.digits))
    pixels = np.asarray(overlay(picture, replace(reading, numbers=(doubtful,))))
    assert (pixels == DOUBTED).all(axis=2).sum() > 100


def test_only_certainty_is_a_hundred_percent(sevens, photo, monkeypatch):
    """No confidence is rounded up to 100%, neither on a drawing nor in an explanation."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    written = []
    monkeypatch.setattr(ImageDraw.ImageDraw, "text", lambda self, at, text, **_: written.append(text))
    found = explain(sevens, load(photo("3")), "line")
    (number,), (account,) = found.reading.numbers, found.accounts
    digit = replace(account.digit, confidence=0.9999)
    sure = replace(number, confidence=0.9999, digits=(digit,))
    reading = replace(found.reading, numbers=(sure,))
    told = page(replace(found, reading=reading, accounts=[replace(account, digit=digit)]))
    assert {*written} == {"7  99%", "7  99.9%", "what matters"} and "<h2>7 · 99.9%</h2>" in told


def test_what_is_to_be_checked_says_what_it_was_read_as(sevens, photo, monkeypatch):
    """A number that is not accepted stands in the drawing with its confidence; other rejections do not."""
    written = []
    monkeypatch.setattr(ImageDraw.ImageDraw, "text", lambda self, at, text, **_: written.append(text))
    picture = load(photo("31"))
    reading = accepted(sevens.read(picture, "line"), 0)
    sure = percent(sevens.read(picture, "line").numbers[0].confidence)
    other = Rejection(Box(2, 2, 5, 5), "not a digit")
    overlay(picture, replace(reading, rejected=(other, *reading.rejected)))
    assert written == [f"read as 77 with {sure}"]


def test_runners_up_are_said_once(sevens, photo, monkeypatch):
    """The page says a digit's runners-up once, as text."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    assert page(explain(sevens, load(photo("3")), "line")).count(", then ") == 1


def test_an_explanation_names_its_picture(sevens, photo, monkeypatch):
    """The page is headed with the picture's name and tells nothing of the folders it lies in."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    explanation = explain(sevens, replace(load(photo("3")), path="/home/her/notes/three.png"), "line")
    written = page(explanation)
    assert "<h1>three.png: 7</h1>" in written and "/home" not in written


def test_a_name_that_is_no_unicode(sevens, photo, tmp_path, monkeypatch):
    """A picture whose name is no Unicode is explained too."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    picture = replace(load(photo("3")), path=os.fsdecode(b"\xff.png"))
    save_explanation(explain(sevens, picture, "line"), tmp_path / "a.html")
    assert "?.png: 7" in (tmp_path / "a.html").read_text("utf-8")


def test_a_name_that_is_no_picture(sevens, photo, tmp_path):
    """An ending that no picture has is one clear error."""
    picture = load(photo("31"))
    with pytest.raises(OutputError, match=r"\.png"):
        save_image(overlay(picture, sevens.read(picture, "line")), tmp_path / "drawing.nothing")


def test_what_was_there_stays_when_writing_fails(sevens, photo, tmp_path, monkeypatch):
    """A drawing that cannot be finished leaves the file of that name as it was, and nothing beside it."""
    picture, drawing = load(photo("31")), tmp_path / "seen.png"
    drawing.write_bytes(b"mine")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        save_image(overlay(picture, sevens.read(picture, "line")), drawing)
    assert drawing.read_bytes() == b"mine" and list(tmp_path.iterdir()) == [drawing]


@pytest.mark.parametrize("as_", ["page", "line", "digit"])
@pytest.mark.parametrize("name", ["a.html", "a.png"])
def test_explanations(sevens, photo, tmp_path, as_, name, monkeypatch):
    """Any way of reading is explained as a page or an image, without training data too."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    explanation = explain(sevens, load(photo("3")), as_)
    save_explanation(explanation, tmp_path / name)
    assert len(explanation.accounts) == 1 and (tmp_path / name).stat().st_size > 2000


def test_nearest_training_digits(sevens, photo, mnist):
    """With data at hand five training digits are shown beside a digit."""
    (account,) = explain(sevens, load(photo("3")), "digit").accounts
    assert len(account.nearest) == 5


def test_a_name_that_is_no_explanation(sevens, photo, tmp_path, monkeypatch):
    """A name without an ending is told with all endings that an explanation may have."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)
    with pytest.raises(OutputError, match=r"ends in \.html, \.png or \.jpg; received '.*why'"):
        save_explanation(explain(sevens, load(photo("3")), "line"), tmp_path / "why")


def test_saliency():
    """What the classifier looks at is what matters: here the ink in the upper left corner."""

    def corner(images):
        probabilities = np.zeros((len(images), 10), np.float32)
        probabilities[:, 4] = images[:, :8, :8].mean(axis=(1, 2))
        return probabilities

    found = saliency(corner, np.ones((28, 28), np.float32), 4)
    assert found[:6, :6].mean() > 10 * max(float(found[16:, 16:].mean()), 1e-6)


def test_blank_pictures_are_explained(sevens, tmp_path):
    """That there is no ink is an explanation too."""
    path = tmp_path / "blank.png"
    Image.new("L", (60, 60), 255).save(path)
    save_explanation(explain(sevens, load(path)), tmp_path / "a.html")
    assert "No ink" in (tmp_path / "a.html").read_text(encoding="utf-8")
