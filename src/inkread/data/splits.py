"""Cut validation from the training set, so that the test set stays shut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.data.dataset import Bytes, Dataset, count_classes
from inkread.errors import DataError
from inkread.words import counted

ONE_IN = 12
"""One writer (or one picture) in so many is held out: about 5,000 of MNIST's 60,000."""

SEED = 0
"""The split is the same in every run, whatever the seed of the training."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Split:
    """What a training run sees; 0 is paper and 255 is ink."""

    train_images: Bytes
    """``(n, 28, 28) uint8``."""
    train_labels: Bytes
    """``(n,) uint8``."""
    validation_images: Bytes
    """``(m, 28, 28) uint8``."""
    validation_labels: Bytes
    """``(m,) uint8``."""
    kind: str
    """``"writers"`` held out, ``"stratified"`` by class, or ``"test"``: validated on the test set."""
    description: str
    """The split in one sentence, for reports."""

    @property
    def facts(self) -> dict[str, Any]:
        """What a run's ``config.json`` says of it."""
        return {
            "kind": self.kind,
            "description": self.description,
            "n_train": len(self.train_labels),
            "n_validation": len(self.validation_labels),
        }

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{title}</th><td>{len(labels):,}</td><td>{min(counts):,} … {max(counts):,}</td></tr>"
            for title, labels in (("train", self.train_labels), ("validation", self.validation_labels))
            for counts in [count_classes(labels)]
        )
        head = "<tr><th></th><th>digits</th><th>of each class</th></tr>"
        return f"<table><caption>{self.description}</caption>{head}{rows}</table>"


def split(dataset: Dataset, *, on_test: bool = False, examples: int | None = None) -> Split:
    """Training and validation pictures out of a data set, the same ones every time.

    Where writers are known, one in 12 of them is held out with all their digits; else one picture in 12,
    the same share of each class. ``on_test=True`` trains on the whole training set and validates on the test
    set, as many tutorials do. ``examples=n`` keeps n training pictures, evenly spaced so that sorted data
    keep their classes, and at most n / 4 validation pictures. Raises ``DataError`` when n is below 1 or
    nothing would be left to validate on.
    """
    if examples is not None and examples < 1:
        raise DataError(f"The number of training examples must be at least 1, got {examples}.")
    labels = dataset.train_labels
    if on_test:
        kind, held = "test", np.zeros(len(labels), np.bool_)
        rest = (dataset.test_images, dataset.test_labels)
    else:
        kind, held = _hold_out(dataset)
        rest = (dataset.train_images[held], labels[held])
    if not len(rest[1]) or held.all():
        raise DataError(
            f"{dataset.origin}: expected digits to train on and others to validate on, found "
            f"{counted(len(labels), 'training picture')}: at most one of each class, or all by one writer."
        )
    train = _thin((dataset.train_images[~held], labels[~held]), examples)
    rest = _thin(rest, examples and max(1, examples // 4))
    return Split(*train, *rest, kind, _describe(dataset, kind, held, len(train[1]), len(rest[1])))


def hold_out_writers(writers: npt.NDArray[np.int32]) -> Mask:
    """``(n,)``: true where the digit is by one of the held-out writers, one in 12 of them."""
    names = np.unique(writers)
    chosen = np.random.default_rng(SEED).permutation(names)[: max(1, round(len(names) / ONE_IN))]
    return np.isin(writers, chosen)


def draw_stratified(labels: Bytes, fraction: float) -> Mask:
    """``(n,)``: true for this fraction of each class, one at least where it has two; drawn with seed 0."""
    drawn = np.zeros(len(labels), np.bool_)
    rng = np.random.default_rng(SEED)
    for digit in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == digit))
        n_drawn = max(round(len(members) * fraction), min(1, len(members) - 1))
        drawn[members[:n_drawn]] = True
    return drawn


def _hold_out(dataset: Dataset) -> tuple[str, Mask]:
    if dataset.writers is not None:
        return "writers", hold_out_writers(dataset.writers)
    return "stratified", draw_stratified(dataset.train_labels, 1 / ONE_IN)


def _thin(pair: tuple[Bytes, Bytes], keep: int | None) -> tuple[Bytes, Bytes]:
    images, labels = pair
    if keep is None or keep >= len(labels):
        return pair
    kept = np.arange(keep) * len(labels) // keep
    return images[kept], labels[kept]


def _describe(dataset: Dataset, kind: str, held: Mask, n_train: int, n_validation: int) -> str:
    sizes = f"{counted(n_train, 'digit')} to train, {n_validation:,} to validate"
    if kind == "test":
        return f"{sizes}: validated on the test set, as the tutorials do"
    if dataset.writers is not None:
        n_held, n_all = (len(np.unique(some)) for some in (dataset.writers[held], dataset.writers))
        return f"{sizes}: {n_held} of {counted(n_all, 'writer')} held out"
    return f"{sizes}: one in {ONE_IN} of each class held out"
