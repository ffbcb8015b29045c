"""Confidences that mean what they say, and which numbers may be accepted at a wanted rate of errors."""

from __future__ import annotations

from inkread.reading.result import Number, Rejection


def split(numbers: tuple[Number, ...], max_error: float) -> tuple[tuple[Number, ...], tuple[Rejection, ...]]:
    """The numbers that are accepted at ``max_error``, and the others as rejections to be checked."""
    least = threshold_for(max_error)
    accepted = tuple(number for number in numbers if number.confidence >= least)
    checked = tuple(
        Rejection(number.box, f"to be checked: read as {number.text} with {number.confidence:.1%}")
        for number in numbers
        if number.confidence < least
    )
    return accepted, checked


def threshold_for(max_error: float) -> float:
    """The confidence from which numbers are accepted: each is wrong at most half as often as ``max_error``.

    Half, because the confidences are fitted on composed numbers and photographs differ from them.
    """
    return 1 - max_error / 2
