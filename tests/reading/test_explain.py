"""What is said of a reading is said of what was read."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.load import load
from inkread.reading import reader as reading_module
from inkread.reading.explain import explain
from inkread.reading.explain_page import page
from inkread.reading.reader import Reader, Trace
from inkread.reading.result import Rejection


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No training digits are at hand."""
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: None)


def test_the_ink_that_was_read(sevens, photo, monkeypatch):
    """Where the picture was read both ways, the ink shown is that of the surer way."""
    whole = reading_module.sheet_of
    monkeypatch.setattr(
        reading_module, "sheet_of", lambda page, **how: replace(whole(page, **how), unsure=True)
    )
    monkeypatch.setattr(Trace, "sure", property(lambda trace: float(trace.sheet.light_ink)))
    assert explain(sevens, load(photo("12")), "line").sheet.light_ink


def test_a_page_is_read_once(photo):
    """Explaining a page asks the classifier about its pieces as often as reading it does."""
    asked = []

    def counted(images):
        asked.append(len(images))
        return np.full((len(images), 10), 0.001, np.float32)

    Reader(counted).read(photo("4081"))
    reading = sum(asked)
    explain(Reader(counted), load(photo("4081")))
    assert sum(asked) == 2 * reading


def test_the_classifier_alone(sevens, photo):
    """Beside the confidence, which weighs the cuts too, stands what the classifier gave all classes."""
    told = page(explain(sevens, load(photo("3")), "line"))
    assert "The classifier alone: 7 98.5%, then 0 0.1%, 1 0.1%, 2 0.1%; no digit 0.6%." in told


def test_training_digits_are_prepared_once(sevens, photo, digits, monkeypatch, tmp_path):
    """Explanations after the first load no training digits, and show the same ones, as they are."""
    loads = []
    monkeypatch.setattr("inkread.data.mnist.find_local", lambda: tmp_path)
    monkeypatch.setattr("inkread.data.mnist.load_dataset", lambda place: loads.append(place) or digits)
    page = load(photo("3"))
    first, second = (explain(sevens, page, "digit").accounts[0].nearest for _ in range(2))
    assert loads == [tmp_path] and len(first) == 5
    ink = digits.train_images.astype(np.float32) / 255
    assert all((ink == image).all(axis=(1, 2)).any() for image, _ in first)
    assert all((one == other).all() for (one, _), (other, _) in zip(first, second, strict=True))


def test_what_is_left_out_is_said(sevens, photo):
    """Where not every digit, or not all that is not read, is shown, the page says how much there is."""
    explanation = explain(sevens, load(photo("40818")), "line", most=2)
    speck = Rejection(Box(1, 2, 3, 4), "not a digit")
    explanation = replace(explanation, reading=replace(explanation.reading, rejected=(speck,) * 25))
    said = page(explanation)
    assert "Only the first 2 of 5 digits are explained." in said
    assert said.count("Not read at 1, 2: not a digit.") == 20 and "And 5 more that are not read." in said


@pytest.mark.parametrize("as_", ["page", "digit"])
def test_one_digit_is_one_piece(as_, sevens, photo):
    """The ink of a picture that is read as one digit is shown as one piece."""
    assert set(np.unique(explain(sevens, load(photo("3", gap=40)), as_).pieces)) == {0, 1}


def sheet_of_sevens(*sevens):
    """A light sheet with a 7 of 80 pixels' height for each ``(x, y, stroke_px)``."""
    sheet = np.full((300, 300), 235, np.uint8)
    for x, y, stroke_px in sevens:
        corners = np.array([(x, y), (x + 50, y), (x + 20, y + 80)])
        cv2.polylines(sheet, [corners], False, 30, stroke_px, cv2.LINE_AA)
    return load(sheet)


def test_causes_are_a_digits_own(sevens):
    """Thin strokes in one line of writing are no cause of doubt in another."""
    thick, thin = explain(sevens, sheet_of_sevens((40, 40, 8), (40, 180, 1))).accounts
    assert "stroke 1 px wide" in thin.causes and not thick.causes


def test_touching_digits_are_named(sevens):
    """A digit that was cut from its neighbour says so; one that stands alone does not."""
    accounts = explain(sevens, sheet_of_sevens((20, 100, 7), (70, 100, 7), (200, 100, 7)), "line").accounts
    assert ["touches its neighbour" in account.causes for account in accounts] == [True, True, False]
