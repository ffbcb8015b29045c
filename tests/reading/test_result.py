"""Readings as JSON and as HTML."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from inkread.core import Box
from inkread.reading.result import Digit, Number, Reading, Rejection, Sight


def reading():
    seen = Sight(np.zeros((28, 28), np.float32), np.full(10, 0.1, np.float32))
    digit = Digit(2, 0.99, Box(1, 2, 3, 4), seen)
    number = Number("2", 0.98, Box(1, 2, 3, 4), (digit,))
    return Reading("a.png", (number,), (Rejection(Box(5, 6, 7, 8), "not a digit <b>"),))


def test_json():
    """The JSON is the one that the design fixes, with boxes as lists."""
    assert json.loads(json.dumps(reading().to_json())) == {
        "path": "a.png",
        "numbers": [
            {
                "text": "2",
                "confidence": 0.98,
                "box": [1, 2, 3, 4],
                "digits": [{"digit": 2, "confidence": 0.99, "box": [1, 2, 3, 4]}],
            }
        ],
        "rejected": [{"box": [5, 6, 7, 8], "reason": "not a digit <b>"}],
    }


def test_only_certainty_is_one():
    """What is all but certain is 0.9999 in JSON and 99.9% in a notebook."""
    number = replace(reading().numbers[0], confidence=0.99999)
    found = Reading(None, (number,))
    assert found.to_json()["numbers"][0]["confidence"] == 0.9999 and ">99.9%<" in found._repr_html_()


def test_html_is_escaped():
    """In a notebook a reading is a table whose text is text."""
    assert "&lt;b&gt;" in reading()._repr_html_() and "No number" in Reading(None)._repr_html_()


def test_text_is_a_number_a_line():
    """The text of a reading is its numbers, one a line."""
    number = reading().numbers[0]
    assert Reading(None, (number, number)).text == "2\n2"
