"""The 15 of MNIST's 10,000 test images whose official label most people reject.

Northcutt, Athalye & Mueller, "Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks",
2021, showed five people each the 100 images that a cross-validated model doubted. An image is disputed when
fewer than three of the five chose its official label. Votes: ``mturk/mnist_mturk.json`` of the authors'
repository cleanlab/label-errors. Indices count from 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

MNIST_TEST_SIZE = 10_000

STUDENTS = 5_000
"""The first 5,000 test images were written by students, the last 5,000 (but for one) by staff.

So say the NIST series 4 and 0 in the labels of QMNIST (Yadav & Bottou 2019); the data set's own page has it
the other way round.
"""

WRONG_LABELS = {
    947: (8, 9),
    1621: (0, 6),
    1901: (9, 4),
    2462: (2, 0),
    2597: (5, 3),
    3558: (5, 0),
    5937: (5, 3),
    6651: (0, 6),
    6783: (1, 6),
    9729: (5, 6),
}
"""Index: (official label, the label that three or more of five people chose instead)."""

NEITHER = {2654: 6, 3520: 6, 9679: 6}
"""Index: official label, where three of five people saw neither it nor the model's guess."""

UNDECIDED = {2130: 4, 8527: 4}
"""Index: official label, where two people chose it, two the model's guess and one neither."""

OFFICIAL = {index: official for index, (official, _) in WRONG_LABELS.items()} | NEITHER | UNDECIDED

DISPUTED = np.array(sorted(OFFICIAL))
"""The 15 indices in ascending order."""


def is_mnist_test(labels: npt.NDArray[np.integer[Any]]) -> bool:
    """Whether these are the labels of MNIST's test set in its own order, whatever the data set's name."""
    return len(labels) == MNIST_TEST_SIZE and all(labels[index] == label for index, label in OFFICIAL.items())


def undisputed() -> npt.NDArray[np.bool_]:
    """``(10000,)``: True for the 9,985 test images whose official label stands."""
    keep = np.ones(MNIST_TEST_SIZE, dtype=bool)
    keep[DISPUTED] = False
    return keep
