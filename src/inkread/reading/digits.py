"""Reading a picture of one digit: which ink in it is the digit, and which its frame and its neighbours."""

from __future__ import annotations

import numpy as np

from inkread.classifier.base import Classifier
from inkread.ink.cell import Guess, guesses
from inkread.ink.sheet import Sheet
from inkread.reading.result import Digit, Number, Reading, Rejection, Sight

REFUSED = 4.0
"""Ink is refused where it is so many times likelier to be no digit than its likeliest digit.

A picture that is said to hold one digit mostly does. On held-out writers' digits as pictures 99.35% are
right, at equal odds 99.11%; of other alphabets' characters 60% are refused, at equal odds 66%.
"""


def read_digit(sheet: Sheet, classifier: Classifier) -> Reading:
    """The one digit on the sheet, or none; what looks like something else is rejected with its reason."""
    found = guesses(sheet.ink, sheet.contrast)
    if not found:
        return Reading(None)
    probabilities = classifier(np.stack([guess.image for guess in found]))
    scores = probabilities.max(axis=1) * np.exp([guess.prior for guess in found])
    best = int(np.argmax(scores))
    chosen, row = found[best], probabilities[best]
    box = sheet.on_picture(chosen.box)
    confidence = float(row.max())
    if float(1 - row.sum()) > REFUSED * confidence:
        return Reading(None, (), (Rejection(box, _reason(chosen, sheet)),))
    digit = Digit(int(row.argmax()), confidence, box, Sight(chosen.image, row))
    return Reading(None, (Number(str(digit.digit), confidence, box, (digit,)),))


def _reason(guess: Guess, sheet: Sheet) -> str:
    return "cut off at the edge" if guess.box.reaches(*sheet.ink.shape) else "not a digit"
