"""Confidences that mean what they say, and which numbers may be accepted at a wanted rate of errors."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from inkread import weights
from inkread.errors import InkreadError
from inkread.reading.result import Number, Rejection
from inkread.words import percent

ACCEPTANCE = Path(weights.__file__).with_name("acceptance.json")
"""Where the bounds are kept; written by ``inkread.workflow.acceptance``."""

TO_CHECK = "to be checked: "
"""What the reason begins with where a number is read, but not surely enough."""


def split(numbers: tuple[Number, ...], max_error: float) -> tuple[tuple[Number, ...], tuple[Rejection, ...]]:
    """The numbers that are accepted at ``max_error``, and the others as rejections to be checked."""
    least = threshold_for(max_error)
    accepted = tuple(number for number in numbers if number.confidence >= least)
    checked = tuple(
        Rejection(number.box, f"{TO_CHECK}read as {number.text} with {percent(number.confidence)}")
        for number in numbers
        if number.confidence < least
    )
    return accepted, checked


def threshold_for(max_error: float) -> float:
    """The confidence from which numbers are accepted, so that of these ``max_error`` are wrong at most.

    As measured on numbers of held-out writers (``inkread.workflow.acceptance``). At rates too low for them to
    tell, each number may be wrong half as often at most. Raises InkreadError for what is no rate.
    """
    if not 0 <= max_error <= 1:
        raise InkreadError(f"A rate of errors lies from 0 to 1, as 0.01; received {max_error:g}.")
    safe = [sure for sure, error in _acceptance() if error <= max_error]
    return min(safe, default=1 - max_error / 2)


@cache
def _acceptance() -> list[tuple[float, float]]:
    """Confidences, and the bound on the rate of errors among all that are as sure."""
    kept = json.loads(ACCEPTANCE.read_text(encoding="utf-8"))
    return [*zip(kept["confidence"], kept["error"], strict=True), (0.0, 1.0)]
