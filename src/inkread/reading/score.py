"""How well a reader reads labelled pictures: exact numbers, characters, what it accepts and leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from inkread.errors import MissingExtraError, PictureError
from inkread.evaluation.metrics import wilson_interval
from inkread.reading.confidence import threshold_for
from inkread.reading.edits import edit_distance
from inkread.reading.labelled import Labelled, labelled_pictures, unlabelled
from inkread.reading.reader import As, Reader
from inkread.reading.result import Reading
from inkread.words import floored


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read in one labelled picture; ``error`` says why nothing could be."""

    path: Path
    label: str
    text: str
    confidence: float
    error: str | None = None

    @property
    def right(self) -> bool:
        """Whether the number is the label, leading zeros included; never where nothing could be read."""
        return self.error is None and self.text == self.label


Work = Callable[[Reader, Labelled], Answer]
Each = Callable[[Sequence[Labelled], Work, Reader], Iterable[Answer]]


def one_by_one(pictures: Sequence[Labelled], work: Work, reader: Reader) -> Iterable[Answer]:
    """What ``work`` makes of every picture."""
    return (work(reader, picture) for picture in pictures)


@dataclass(frozen=True, eq=False, slots=True)
class Score:
    """The answers to a folder of labelled pictures, and what they amount to.

    ``unlabelled`` pictures there have no label and were not read.
    """

    folder: str
    as_: As
    max_error: float
    answers: list[Answer]
    unlabelled: int = 0

    @property
    def numbers(self) -> list[Answer]:
        """The pictures that have a number."""
        return [answer for answer in self.answers if answer.label]

    @property
    def blanks(self) -> list[Answer]:
        """The pictures that have none."""
        return [answer for answer in self.answers if not answer.label]

    @property
    def mistakes(self) -> list[Answer]:
        """The wrong answers, the surest first."""
        return sorted((a for a in self.answers if not a.right), key=lambda a: -a.confidence)

    @property
    def accepted(self) -> list[Answer]:
        """The numbers that are read surely enough for ``max_error``."""
        least = threshold_for(self.max_error)
        return [answer for answer in self.numbers if answer.text and answer.confidence >= least]

    def to_json(self) -> dict[str, Any]:
        """Figures as fractions in [0, 1]; ``accepted_wrong`` is of the accepted, the rest of ``n``."""
        numbers, accepted = self.numbers, self.accepted
        right = sum(answer.right for answer in numbers)
        wrong = sum(not answer.right for answer in accepted)
        figures: dict[str, Any] = {
            "folder": self.folder,
            "as": self.as_,
            "n": len(numbers),
            "right": right,
            "exact": _share(right, len(numbers)),
            "exact_interval": list(wilson_interval(right, len(numbers))),
            "character_error": character_error(numbers),
            "max_error": self.max_error,
            "accepted": _share(len(accepted), len(numbers)),
            "accepted_wrong": _share(wrong, len(accepted)),
            "checked": _share(len(numbers) - len(accepted), len(numbers)),
            "n_accepted": len(accepted),
            "n_accepted_wrong": wrong,
            "unreadable": sum(answer.error is not None for answer in self.answers),
            "unlabelled": self.unlabelled,
        }
        if self.blanks:
            left = sum(answer.right for answer in self.blanks)
            figures |= {"n_blank": len(self.blanks), "blank_right": _share(left, len(self.blanks))}
        figures["mistakes"] = [
            {"path": str(a.path), "label": a.label, "text": a.text, "confidence": floored(a.confidence)}
            for a in self.mistakes
        ]
        return figures


def score(
    reader: Reader,
    folder: Path,
    as_: As | None = None,
    max_error: float = 0.01,
    each: Each = one_by_one,
) -> Score:
    """Read every labelled picture below ``folder``; by default classes 0 … 9 as digits, all else as lines.

    A picture that cannot be opened counts as read wrong. ``each`` gives what a function of a reader and a
    picture makes of every picture. Raises ``DataError`` without labelled pictures.
    """
    pictures, by_class = labelled_pictures(folder)
    digits = by_class and all(len(picture.label) <= 1 for picture in pictures)
    way: As = as_ or ("digit" if digits else "line")
    answers = list(each(pictures, partial(_answer, way=way), reader))
    return Score(str(folder), way, max_error, answers, unlabelled(folder, pictures))


def character_error(answers: list[Answer]) -> float:
    """Edits from what was read to the labels, for each character of the labels."""
    edits = sum(edit_distance(answer.text, answer.label) for answer in answers)
    return _share(edits, sum(len(answer.label) for answer in answers))


def _answer(reader: Reader, picture: Labelled, way: As) -> Answer:
    try:
        reading = reader.read(picture.path, way)
    except (PictureError, MissingExtraError) as error:
        return Answer(picture.path, picture.label, "", 0.0, str(error))
    return Answer(picture.path, picture.label, *_joined(reading))


def _joined(reading: Reading) -> tuple[str, float]:
    """All numbers as one text: a label says nothing about spaces."""
    confidence = 1.0 if reading.numbers else 0.0
    for number in reading.numbers:
        confidence *= number.confidence
    return "".join(number.text for number in reading.numbers), confidence


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
