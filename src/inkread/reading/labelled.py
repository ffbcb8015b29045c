"""Labelled pictures: ``LABEL_k.jpg`` files, or one folder a class where ``blank`` means no number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inkread.errors import DataError
from inkread.reading.files import is_picture, pictures_below

BLANK = "blank"
"""The folder of pictures without a number."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A picture and the number in it; empty where there is none."""

    path: Path
    label: str


def labelled_pictures(folder: Path) -> tuple[list[Labelled], bool]:
    """The pictures of ``folder`` with their labels, by name, and whether each folder in it is a class.

    Raises ``DataError`` for a folder without labelled pictures.
    """
    if not folder.is_dir():
        raise DataError(f"Scoring takes a folder of labelled pictures; {folder} is none.")
    classes = sorted(
        sub for sub in folder.iterdir() if sub.is_dir() and (sub.name.isdigit() or sub.name == BLANK)
    )
    found = [one for sub in classes for one in _of_class(sub)] if classes else _named(folder)
    if not found:
        raise DataError(
            f"No labelled pictures in {folder}. Name them LABEL_k.jpg, as in 2014_1.jpg, or put them in "
            "folders 0 … 9 and blank."
        )
    return found, bool(classes)


def unlabelled(folder: Path, labelled: list[Labelled]) -> int:
    """How many pictures in and below ``folder`` are not among the ``labelled`` ones."""
    return len(pictures_below(folder)[0]) - len(labelled)


def _named(folder: Path) -> list[Labelled]:
    labels = ((path, path.stem.split("_")[0]) for path in sorted(folder.iterdir()) if is_picture(path))
    return [Labelled(path, label) for path, label in labels if label.isdigit()]


def _of_class(folder: Path) -> list[Labelled]:
    label = "" if folder.name == BLANK else folder.name
    return [Labelled(path, label) for path in sorted(folder.iterdir()) if is_picture(path)]
