"""Why a picture is read as it is: the ink found, the cuts, what the classifier saw of each digit and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Classifier
from inkread.core import SIDE, Box
from inkread.errors import DataError
from inkread.ink.load import Picture
from inkread.ink.segment import stroke_of
from inkread.ink.sheet import Sheet
from inkread.reading.read_line import ReadLine
from inkread.reading.reader import As, Reader, Trace
from inkread.reading.result import Digit, Reading, Sight

Ink = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

N_RUNNERS_UP, N_NEAREST = 3, 5
"""How many other classes, and how many training digits, are shown of each digit."""

N_TRAINING = 20_000
"""The nearest are looked for among so many training digits."""

THIN_PX, LOW_PX = 1.5, 12
"""Strokes no wider than the first, and digits lower than the second, are a cause of doubt."""

PATCH = 5
"""The side in pixels of the patch that is wiped out to see what matters."""


@dataclass(frozen=True, eq=False, slots=True)
class Account:
    """What is known of one digit that was read.

    ``alone`` is the probability that the classifier gives the digit by itself; the digit's confidence weighs
    the cuts, too. ``runners_up`` are ``(digit, probability)``, likeliest first; ``other`` is the probability
    that it is no digit. ``saliency (28, 28)`` is how much of the probability goes when the ink around a pixel
    is wiped out. ``nearest`` are the likest training digits with their labels, none where no data is at hand.
    """

    digit: Digit
    image: Ink
    alone: float
    runners_up: list[tuple[int, float]]
    other: float
    saliency: Ink
    nearest: list[tuple[Ink, int]]
    causes: list[str]


@dataclass(frozen=True, eq=False, slots=True)
class Explanation:
    """All that was seen in one picture, turned upright where it had to be."""

    picture: Picture
    sheet: Sheet
    reading: Reading
    pieces: npt.NDArray[np.int32]
    accounts: list[Account]
    data_name: str | None


def explain(reader: Reader, picture: Picture, as_: As = "page", most: int = 60) -> Explanation:
    """The account of a picture as ``reader`` reads it; of at most ``most`` digits."""
    trace = reader.traced(picture, as_)
    digits = [digit for number in trace.reading.numbers for digit in number.digits if digit.seen]
    known = _training_digits()
    touching = _touching(trace)
    accounts = []
    for digit in digits[:most]:
        if digit.seen is not None:
            causes = _causes(digit.box, trace.sheet, touching=digit.box in touching)
            accounts.append(_account(reader.classifier, digit, digit.seen, known, causes))
    upright, name = picture.turned(trace.turns), known.name if known else None
    return Explanation(upright, trace.sheet, trace.reading, _all_pieces(trace), accounts, name)


def saliency(classifier: Classifier, image: Ink, digit: int) -> Ink:
    """``(28, 28)``: how far the probability of ``digit`` falls when the ink around a pixel is wiped out."""
    starts = range(0, SIDE, 2)
    wiped = np.repeat(image[None], len(starts) ** 2, axis=0)
    for number, (y, x) in enumerate((y, x) for y in starts for x in starts):
        wiped[
            number, max(y - PATCH // 2, 0) : y + PATCH // 2 + 1, max(x - PATCH // 2, 0) : x + PATCH // 2 + 1
        ] = 0
    whole = float(classifier(image[None])[0, digit])
    falls = whole - classifier(wiped)[:, digit].reshape(len(starts), len(starts))
    smooth = cv2.resize(np.maximum(falls, 0).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(smooth, dtype=np.float32), 0, 1)


def _account(
    classifier: Classifier, digit: Digit, seen: Sight, known: _Known | None, causes: list[str]
) -> Account:
    likest = np.argsort(-seen.probabilities, kind="stable")
    order = [int(i) for i in likest if i != digit.digit][:N_RUNNERS_UP]
    runners_up = [(i, float(seen.probabilities[i])) for i in order]
    other = float(np.clip(1 - seen.probabilities.sum(), 0, 1))
    return Account(
        digit,
        seen.image,
        float(seen.probabilities[digit.digit]),
        runners_up,
        other,
        saliency(classifier, seen.image, digit.digit),
        known.nearest(seen.image) if known else [],
        causes,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Known:
    """Training digits ``(n, 28, 28)`` and their labels; ``blurred (n, 784)`` are of length 1."""

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    blurred: Ink
    name: str

    def nearest(self, image: Ink) -> list[tuple[Ink, int]]:
        """Those with the smallest angle to ``image``, both slightly blurred, and their labels."""
        wanted = cv2.GaussianBlur(image, (0, 0), 1).ravel()
        likeness = self.blurred @ (wanted / max(float(np.linalg.norm(wanted)), 1e-6))
        likest = np.argsort(-likeness)[:N_NEAREST]
        return [(self.images[i].astype(np.float32) / 255, int(self.labels[i])) for i in likest]


def _training_digits() -> _Known | None:
    """Training digits from data on this machine, None where there are none; nothing is fetched."""
    from inkread.data.mnist import find_local

    place = find_local()
    try:
        if place is not None:
            return _digits_at(place)
    except DataError:
        pass  # an explanation without likenesses is better than none
    return None


@lru_cache(maxsize=1)  # 78 MB, which take 1.5 s to make: a service explains picture after picture
def _digits_at(place: Path) -> _Known:
    from inkread.data.mnist import load_dataset

    dataset = load_dataset(place)
    images = dataset.train_images[:N_TRAINING].copy()  # a view would keep all of them
    blurred = np.stack([cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1).ravel() for image in images])
    blurred /= np.maximum(np.linalg.norm(blurred, axis=1, keepdims=True), 1e-6)
    return _Known(images, dataset.train_labels[:N_TRAINING], blurred, dataset.name)


def _touching(trace: Trace) -> set[Box]:
    """The boxes of the digits that had to be cut from a neighbour."""
    found = set()
    for line in trace.lines:
        for step in line.decoded.steps:
            candidate = line.candidates[step.candidate]
            if step.digit is not None and not line.pieces.is_whole(candidate.first, candidate.stop):
                found.add(trace.sheet.on_picture(candidate.box, line.line.back))
    return found


def _causes(box: Box, sheet: Sheet, *, touching: bool) -> list[str]:
    """Plain causes of doubt in the digit at ``box``, none where there are none."""
    causes = ["touches its neighbour"] if touching else []
    if box.reaches(sheet.ink.shape[0] * sheet.scale, sheet.ink.shape[1] * sheet.scale):
        causes.append("cut off at the edge")
    if _stroke_px(box, sheet) <= THIN_PX:
        causes.append("stroke 1 px wide")
    if box.h < LOW_PX:
        causes.append(f"only {box.h} px high")
    return causes


def _stroke_px(box: Box, sheet: Sheet) -> float:
    """The middle width of the strokes in a box, in pixels of the picture."""
    return stroke_of(sheet.ink[_window(box, sheet)] >= np.float32(0.5)) * sheet.scale


def _window(box: Box, sheet: Sheet) -> tuple[slice, slice]:
    """Where a box of the picture is on the sheet."""
    own = sheet.from_picture(box)
    return slice(own.y, own.bottom), slice(own.x, own.right)


def _all_pieces(trace: Trace) -> npt.NDArray[np.int32]:
    """On the sheet, which digit or rejected piece each pixel of ink went to; 0 is paper."""
    labels = np.zeros(trace.sheet.ink.shape, np.int32)
    numbers = count(1)
    for line in trace.lines:
        for step in line.decoded.steps:
            labels[_places(line, step.candidate, trace.sheet)] = next(numbers)
    if not trace.lines:
        for alone in trace.reading.numbers:
            window = _window(alone.box, trace.sheet)
            labels[window] = trace.sheet.ink[window] >= np.float32(0.5)
    return labels


def _places(line: ReadLine, index: int, sheet: Sheet) -> tuple[Whole, Whole]:
    """The rows and columns on the sheet of the ink of a line's candidate."""
    pieces, candidate = line.pieces, line.candidates[index]
    own = (pieces.labels > candidate.first) & (pieces.labels <= candidate.stop) & (pieces.ink >= 0.3)
    rows, columns = np.nonzero(own)
    places = np.stack([columns + pieces.frame.x, rows + pieces.frame.y, np.ones(len(rows))])
    x, y = np.rint(line.line.back @ places).astype(np.int64)
    height, width = sheet.ink.shape
    return np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
