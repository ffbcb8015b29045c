"""A data set in memory: pictures of digits, their labels, and where they come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.core import CLASSES, SIDE
from inkread.data.idx import idx_bytes_sha256
from inkread.data.registry import PARTS, SHA256
from inkread.errors import DataError
from inkread.words import counted

Bytes = npt.NDArray[np.uint8]
Arrays = dict[str, Bytes]
"""The four arrays by their names in ``registry.PARTS``."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Digits to learn from and digits to be measured on; 0 is paper and 255 is ink, as in MNIST.

    ``name`` is ``"mnist"`` only when every byte is MNIST's; the embedded digits are ``"digits"`` and
    a person's own data bear the name of their folder. ``sha256`` is the same however the data were packed.
    """

    name: str
    origin: str
    """Where it was read from, in words for people."""
    train_images: Bytes
    """``(n, 28, 28) uint8``."""
    train_labels: Bytes
    """``(n,) uint8`` in 0 … 9."""
    test_images: Bytes
    """``(m, 28, 28) uint8``."""
    test_labels: Bytes
    """``(m,) uint8`` in 0 … 9."""
    writers: npt.NDArray[np.int32] | None
    """``(n,)``: who wrote each training digit, where that is known."""
    sha256: str
    """SHA-256 over the SHA-256 of the four arrays as IDX files, in hexadecimal."""

    @property
    def train_counts(self) -> list[int]:
        """How many training pictures each class has, 0 … 9."""
        return count_classes(self.train_labels)

    @property
    def test_counts(self) -> list[int]:
        """How many test pictures each class has, 0 … 9."""
        return count_classes(self.test_labels)

    @property
    def n_writers(self) -> int | None:
        """How many people wrote the training set, where that is known."""
        return None if self.writers is None else len(np.unique(self.writers))

    def digit(self, index: int, *, test: bool = False) -> tuple[Bytes, int]:
        """The picture ``(28, 28)`` at an index of the training set, or of the test set, and its label.

        Raises ``DataError`` for an index that there is not.
        """
        name, images, labels = ("training", self.train_images, self.train_labels)
        if test:
            name, images, labels = ("test", self.test_images, self.test_labels)
        if not 0 <= index < len(labels):
            last = f"{len(labels) - 1:,}"
            raise DataError(f"No digit {index:,} in the {name} set of {self.name}: expected 0 to {last}.")
        return images[index], int(labels[index])

    @property
    def facts(self) -> dict[str, str]:
        """What a run's ``config.json`` says of it."""
        return {"name": self.name, "origin": self.origin, "sha256": self.sha256}

    def __repr__(self) -> str:
        sizes = f"{len(self.train_labels):,} + {len(self.test_labels):,} digits"
        return f"Dataset({self.name!r}, {sizes}, from {self.origin!r})"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{digit}</th>" for digit in CLASSES)
        rows = "".join(
            f"<tr><th>{title}</th><td>{sum(counts):,}</td>{''.join(f'<td>{n:,}</td>' for n in counts)}</tr>"
            for title, counts in (("train", self.train_counts), ("test", self.test_counts))
        )
        return f"<table><caption>{caption(self)}</caption><tr><th></th><th>all</th>{head}</tr>{rows}</table>"


def caption(dataset: Dataset) -> str:
    """Name, origin and number of writers in one line, safe in HTML."""
    import html

    writers = f", {counted(dataset.n_writers, 'writer')}" if dataset.n_writers else ""
    return html.escape(f"{dataset.name}: {dataset.origin}{writers}")


def make_dataset(arrays: Arrays, *, name: str, origin: str, shown: dict[str, str] | None = None) -> Dataset:
    """A checked data set out of its four arrays; one that is MNIST byte for byte is named so.

    ``shown`` is what a message calls each array. Raises ``DataError`` when pictures are not 28 × 28, counts
    differ or a label is not 0 … 9.
    """
    shown = shown or {part: f"{origin}: {part}" for part in PARTS}
    for images, labels in (PARTS[:2], PARTS[2:]):
        check_pairs(arrays[images], arrays[labels], (shown[images], shown[labels]))
        arrays = arrays | {labels: arrays[labels].astype(np.uint8)}
    found = part_sha256(arrays)
    digest = hashlib.sha256("".join(found[part] for part in PARTS).encode()).hexdigest()
    name = "mnist" if found == SHA256 else name
    return Dataset(name=name, origin=origin, writers=None, sha256=digest, **arrays)


def own_name(path: Path) -> str:
    """What a person's own data are called: as their folder or file, yet never as a known data set."""
    name = path.resolve().stem
    return f"own-{name}" if name in ("mnist", "digits") else name


def part_sha256(arrays: Arrays) -> dict[str, str]:
    """SHA-256 of each of the four arrays as an IDX file."""
    return {part: idx_bytes_sha256(arrays[part]) for part in PARTS}


def check_pairs(images: Bytes, labels: Bytes, shown: tuple[str, str]) -> None:
    """Raises ``DataError`` unless these are ``(n, 28, 28)`` bytes, n at least 1, and n labels in 0 … 9."""
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (SIDE, SIDE):
        found = f"{images.dtype} {_sizes(images)}"
        raise DataError(f"{shown[0]}: expected uint8 pictures n × {SIDE} × {SIDE}, found {found}.")
    if labels.shape != images.shape[:1]:
        raise DataError(
            f"{shown[1]}: expected {counted(len(images), 'label')}, one for each picture, "
            f"found {_sizes(labels)}."
        )
    if not len(images):
        raise DataError(f"{shown[0]}: expected at least one picture, found none.")
    if not np.issubdtype(labels.dtype, np.integer):
        raise DataError(f"{shown[1]}: expected labels 0 … {CLASSES[-1]}, found {labels.dtype}.")
    if labels.min() < 0 or labels.max() > CLASSES[-1]:
        found = f"{labels.dtype} {labels.min()} … {labels.max()}"
        raise DataError(f"{shown[1]}: expected labels 0 … {CLASSES[-1]}, found {found}.")


def _sizes(array: npt.NDArray[Any]) -> str:
    return " × ".join(f"{size:,}" for size in array.shape) or "a single value"


def count_classes(labels: Bytes) -> list[int]:
    """How many labels of each class there are, 0 … 9."""
    return [int(n) for n in np.bincount(labels, minlength=len(CLASSES))]


def as_ink(images: Bytes) -> npt.NDArray[np.float32]:
    """``(n, 28, 28)`` bytes as ``(n, 28, 28) float32`` ink: 0 stays 0 and 255 becomes 1."""
    return np.divide(images, np.float32(255), dtype=np.float32)
