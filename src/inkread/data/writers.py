"""Who wrote each digit of MNIST's training set, out of QMNIST's label files where they are present.

Yadav and Bottou, "Cold case: the lost MNIST digits", 2019. The file has one row for each of the 60,000
pictures, in MNIST's order: class, NIST series, writer, number of the digit, and more.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from inkread.data.dataset import Bytes
from inkread.data.idx import read_idx
from inkread.errors import DataError

NAME = "qmnist-train-labels-idx2-int"
CLASS, WRITER = 0, 2
"""Columns of the file."""


def find_writers(folder: Path) -> Path | None:
    """QMNIST's labels of the training set in this folder, its sub-folder ``qmnist`` or the one beside it."""
    places = [folder, folder / "qmnist", folder.parent / "qmnist"]
    paths = (place / f"{NAME}{ending}" for place in places for ending in ("", ".gz"))
    return next((path for path in paths if path.is_file()), None)


def read_writers(path: Path, labels: Bytes) -> npt.NDArray[np.int32]:
    """``(n,) int32`` writer ids of the n digits with these labels.

    Raises ``DataError`` unless the file has one row for each digit and its classes are these labels.
    """
    rows = read_idx(path, dimensions=2)
    if rows.shape[0] != len(labels) or rows.shape[1] <= WRITER:
        found = f"{rows.shape[0]:,} × {rows.shape[1]}"
        raise DataError(
            f"{path}: expected {len(labels):,} rows of at least {WRITER + 1} numbers, found {found}."
        )
    n_other = int((rows[:, CLASS] != labels).sum())
    if n_other:
        raise DataError(f"{path}: expected the classes of MNIST's training set, found {n_other:,} others.")
    return rows[:, WRITER].astype(np.int32)
