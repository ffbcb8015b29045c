"""Reading a picture of one digit: which ink in it is the digit, and which its frame and its neighbours."""

from __future__ import annotations

import cv2
import numpy as np

from inkread.classifier.base import Classifier, Probabilities
from inkread.core import SIDE, Box
from inkread.ink.cell import Guess, guesses
from inkread.ink.sheet import Sheet
from inkread.reading.result import Digit, Number, Reading, Rejection, Sight
from inkread.reading.strays import LONE_STROKE, is_edge

REFUSED = 4.0
"""Ink is refused where it is so many times likelier to be no digit than its likeliest digit.

A picture that is said to hold one digit mostly does. On held-out writers' digits as pictures 99.35% are
right, at equal odds 99.11%; of other alphabets' characters 60% are refused, at equal odds 66%.
"""

SURE, WHOLE = 0.99, 0.9
"""In a picture of MNIST's own size the ink is not asked for more where it is so surely a digit as the first.

Else snow, stripes or fog may hide which ink is the digit, and the picture is read as it is, too: taken where
it is surer than the ink, or as sure as the second where no ink is found or the ink is refused.
"""

Found = tuple[Guess, Probabilities]
"""Ink that may be the digit, and the ``(10,)`` probabilities of the classes."""


def read_digit(sheet: Sheet, classifier: Classifier) -> Reading:
    """The one digit on the sheet, or none; what looks like something else is rejected with its reason."""
    found = _in_ink(sheet, classifier)
    sure = WHOLE if found is None or _is_refused(found[1]) else float(found[1].max())
    if sure <= SURE and has_digit_size(sheet):
        found = _as_it_is(sheet, classifier, sure) or found
    if found is None:
        return Reading(None)
    guess, row = found
    box = sheet.on_picture(guess.box)
    if _is_refused(row):
        return Reading(None, (), (Rejection(box, _reason(guess, sheet)),))
    digit = Digit(int(row.argmax()), float(row.max()), box, Sight(guess.image, row))
    number = Number(str(digit.digit), digit.confidence, box, (digit,))
    if is_edge(sheet, number):
        return Reading(None, (), (Rejection(box, LONE_STROKE),))
    return Reading(None, (number,))


def _in_ink(sheet: Sheet, classifier: Classifier) -> Found | None:
    """The likeliest of the guesses which ink is the digit; None where there is none."""
    found = guesses(sheet.ink, sheet.contrast)
    if not found:
        return None
    rows = classifier(np.stack([guess.image for guess in found]))
    best = int(np.argmax(rows.max(axis=1) * np.exp([guess.prior for guess in found])))
    return found[best], rows[best]


def _as_it_is(sheet: Sheet, classifier: Classifier, sure: float) -> Found | None:
    """The whole picture where it is a digit more surely than ``sure``; None else.

    A classifier that sees a digit in blank paper would see one in anything, and is not asked.
    """
    image = 1 - np.asarray(cv2.resize(sheet.light, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)
    row, blank = classifier(np.stack([image, np.zeros_like(image)]))
    if float(row.max()) <= sure or float(blank.max()) > WHOLE:
        return None
    return Guess(_whole(sheet), image, 0.0), row


def has_digit_size(sheet: Sheet) -> bool:
    """Whether the picture has MNIST's own size, so that its whole may be a digit as it is."""
    size = sheet.on_picture(_whole(sheet))
    return (size.w, size.h) == (SIDE, SIDE)


def _whole(sheet: Sheet) -> Box:
    height, width = sheet.ink.shape
    return Box(0, 0, width, height)


def _is_refused(row: Probabilities) -> bool:
    """Whether ink with these probabilities is no digit."""
    return float(1 - row.sum()) > REFUSED * float(row.max())


def _reason(guess: Guess, sheet: Sheet) -> str:
    return "cut off at the edge" if guess.box.reaches(*sheet.ink.shape) else "not a digit"
