"""The reader: a picture in, its numbers out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from inkread.classifier.base import Classifier
from inkread.classifier.learned import learned_model
from inkread.errors import ModelError, PictureError
from inkread.ink.load import Picture, Source, load
from inkread.ink.page import CELL_PX, is_cell
from inkread.ink.sheet import Sheet, sheet_of
from inkread.reading.digits import has_digit_size, read_digit
from inkread.reading.line import shipped_recogniser
from inkread.reading.line_opinion import Recogniser
from inkread.reading.numbers import numbers_of, read_lines
from inkread.reading.read_line import ReadLine
from inkread.reading.result import Reading
from inkread.reading.turns import DOUBTFUL, is_clearer, legible, turns_of

SURE = 0.95
"""A small square picture is one digit, and is not asked for more, where that is so sure and holds all ink."""

ONE = 0.7
"""A small square picture is one digit where that is at least so many times as sure as what the page says."""

PARTS = 3
"""What falls into more digits as a page is not one digit."""

WITHIN = 0.85
"""The share of the ink, or of what the page says, that lies in the digit's box, if it is that digit."""

MOST_INK = 0.45
"""A page is not read the other way where so much of it would be ink: bounded work, and no writing."""

As = Literal["page", "line", "digit"]

WAYS: tuple[As, ...] = ("page", "line", "digit")
"""What a picture may be taken as: any page, one line with one number, or one digit."""


def ways(name: str) -> As:
    """``name`` as one of ``WAYS``; raises ``PictureError`` for any other."""
    for way in WAYS:
        if name == way:
            return way
    raise PictureError(f"A picture is read as {', '.join(WAYS)}; received '{name}'.")


@dataclass(frozen=True, eq=False, slots=True)
class Trace:
    """A reading, the sheet of ink that it was made from, and the lines on it: none for one digit alone.

    All of it is of the picture as it was read: turned to the left by so many quarters as ``turns`` says.
    """

    reading: Reading
    sheet: Sheet
    lines: list[ReadLine] = field(default_factory=list)
    turns: int = 0

    @property
    def sure(self) -> float:
        """How probable it is that all its numbers are right; 0 without any."""
        numbers = self.reading.numbers
        return math.prod(number.confidence for number in numbers) if numbers else 0.0


@dataclass(frozen=True)
class Reader:
    """Reads pictures with one classifier; hold on to it to read many.

    A line ``recogniser`` gives a second opinion on numbers; a classifier of somebody else's reads alone, so
    that what is read is its own work.
    """

    classifier: Classifier
    recogniser: Recogniser | None = None

    def read(self, source: Source | Picture, as_: As = "page") -> Reading:
        """The numbers in ``source``: a path, bytes, an array, a Pillow image or a loaded ``Picture``.

        ``as_`` says what the picture is: a ``"page"`` with any numbers, one ``"line"`` whose digits are
        all one number, or one ``"digit"``. Raises ``PictureError`` for what cannot be opened.
        """
        ways(as_)
        picture = source if isinstance(source, Picture) else load(source)
        trace = self.traced(picture, as_)
        if not trace.turns:
            return trace.reading
        size = (picture.width, picture.height) if trace.turns % 2 else (picture.height, picture.width)
        return trace.reading.moved(lambda box: box.turned(4 - trace.turns, *size))

    def traced(self, picture: Picture, as_: As = "page") -> Trace:
        """What was read and what it was read from, of the picture turned upright where that was needed."""
        trace = self._trace(sheet_of(picture), as_)
        if _has_two_ways(trace.sheet, as_):
            inverse = self._trace(sheet_of(picture, light_ink=not trace.sheet.light_ink), as_)
            trace = inverse if inverse.sure > trace.sure else trace
        elif _may_be_negative(trace, as_):
            sheet = sheet_of(picture, light_ink=not trace.sheet.light_ink)
            if float(sheet.ink.mean()) <= MOST_INK:
                inverse = self._trace(sheet, as_)
                clearer = inverse.reading.numbers and is_clearer(inverse.reading, trace.reading)
                trace = inverse if clearer else trace
        return replace(trace, reading=Reading(picture.path, trace.reading.numbers, trace.reading.rejected))

    def _trace(self, sheet: Sheet, as_: As) -> Trace:
        if as_ == "digit":
            return self._digit(sheet)
        if as_ == "page" and is_cell(sheet.ink.shape):
            return self._cell(sheet)
        return self._lines(sheet, one_line=as_ == "line")

    def _digit(self, sheet: Sheet) -> Trace:
        """One digit; in a large picture also one that is as small as on a page."""
        alone = Trace(read_digit(sheet, self.classifier), sheet)
        if alone.reading.numbers or alone.reading.rejected or min(sheet.ink.shape) <= CELL_PX:
            return alone
        page = self._lines(sheet, one_line=False)
        return page if [len(number.digits) for number in page.reading.numbers] == [1] else alone

    def _cell(self, sheet: Sheet) -> Trace:
        """A small square picture, which may be one digit or a page."""
        alone = read_digit(sheet, self.classifier)
        if _is_all(alone, sheet):
            return Trace(alone, sheet)
        page = self._lines(sheet, one_line=False)
        return Trace(alone, sheet) if not page.turns and _is_one(alone, page) else page

    def _lines(self, sheet: Sheet, *, one_line: bool) -> Trace:
        """A page or one line; where it lies on its side or head, turned."""
        trace = self._as_it_lies(sheet, one_line=one_line)
        turns = 0 if legible(trace.reading) >= DOUBTFUL else turns_of(sheet, self.classifier)
        if not turns:
            return trace
        turned = self._as_it_lies(sheet.turned(turns), one_line=one_line)
        return replace(turned, turns=turns) if is_clearer(turned.reading, trace.reading) else trace

    def _as_it_lies(self, sheet: Sheet, *, one_line: bool) -> Trace:
        lines = read_lines(sheet, self.classifier, one_line=one_line, recogniser=self.recogniser)
        return Trace(numbers_of(sheet, lines, one_line=one_line), sheet, lines)


def _has_two_ways(sheet: Sheet, as_: As) -> bool:
    """Whether light may be ink as well as dark, in a picture that is little enough to be read both ways.

    Blank paper is not; but where the picture has MNIST's own size, fog may hide what ink there is.
    """
    if not sheet.unsure or (as_ == "page" and not is_cell(sheet.ink.shape)):
        return False
    return bool(sheet.ink.any()) or has_digit_size(sheet)


def _may_be_negative(trace: Trace, as_: As) -> bool:
    """Whether a page that can hardly be read may have light ink, where dark was taken for it, or dark."""
    return as_ == "page" and trace.sheet.unsure and legible(trace.reading) < DOUBTFUL


def _is_all(alone: Reading, sheet: Sheet) -> bool:
    """Whether one digit is surely what all the ink on the sheet is."""
    if not alone.numbers or alone.numbers[0].confidence < SURE:
        return False
    return sheet.box_of_ink().share_in(alone.numbers[0].box) >= WITHIN


def _is_one(alone: Reading, page: Trace) -> bool:
    """Whether one digit is about as sure as what the picture says as a page, and holds it."""
    others = page.reading.numbers
    if not alone.numbers or sum(len(number.digits) for number in others) > PARTS:
        return False
    number = alone.numbers[0]
    outside = any(other.box.share_in(number.box) < WITHIN for other in others)
    return not outside and ONE * page.sure < number.confidence


def read(
    source: Source, *, as_: As = "page", model: str | Path | None = None, max_error: float | None = None
) -> Reading:
    """Read the numbers in a picture.

    ``source`` is a path, the bytes of a file, an array or a Pillow image; of a file's pages the first is read
    (``inkread.ink.load.load_pages`` has all). ``as_`` says what it is: a ``"page"``, one ``"line"`` with one
    number, or one ``"digit"``. ``model`` is a run folder or an ONNX file; without it the shipped classifier
    reads. With ``max_error``, in [0, 1], only numbers wrong at most at that rate are kept; the others
    move to ``rejected``. Raises ``PictureError``, ``ModelError``, and ``MissingExtraError`` for HEIC and PDF
    without the library that opens them.
    """
    reading = reader(model).read(source, as_)
    return reading if max_error is None else accepted(reading, max_error)


def reader(model: str | Path | None = None) -> Reader:
    """A reader with the classifier of a run folder or ONNX file; without one, the learned or shipped one.

    Raises ``ModelError``, also for Keras files, which ``inkread.networks.load`` opens.
    """
    chosen = learned_model() if model is None else model
    return shipped_reader() if chosen is None else _of_model(chosen, own=model is None)


@cache
def shipped_reader() -> Reader:
    """The reader that comes with the package, whatever was learnt since."""
    from inkread.classifier.onnx_model import OnnxClassifier

    weights = resources.files("inkread") / "weights" / "reader.onnx"
    if not weights.is_file():
        raise ModelError("The shipped classifier is missing: weights/reader.onnx. Reinstall inkread.")
    with resources.as_file(weights) as path:
        return Reader(OnnxClassifier(path), shipped_recogniser())


def _of_model(model: str | Path, *, own: bool) -> Reader:
    from inkread.classifier.load import load_classifier

    return Reader(load_classifier(model).classifier, shipped_recogniser() if own else None)


def accepted(reading: Reading, max_error: float) -> Reading:
    """The reading with the numbers that may be wrong more often than ``max_error`` moved to ``rejected``."""
    from inkread.reading.confidence import split

    kept, checked = split(reading.numbers, max_error)
    return Reading(reading.path, kept, reading.rejected + checked)
