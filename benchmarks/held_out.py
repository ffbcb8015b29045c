"""The digits of MNIST's training half that the shipped classifier has not seen: whole hands of writers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.data.mnist import load_dataset
from inkread.data.splits import hold_out_writers
from inkread.errors import DataError

Bytes = npt.NDArray[np.uint8]


def held_out_digits() -> tuple[Bytes, Bytes, npt.NDArray[np.int32]]:
    """Pictures ``(n, 28, 28)``, labels ``(n,)`` and writers ``(n,)``; ``DataError`` without QMNIST."""
    dataset = load_dataset("mnist")
    if dataset.writers is None:
        raise DataError(f"{dataset.origin}: held-out writers are wanted; add QMNIST's label files.")
    held = hold_out_writers(dataset.writers)
    return dataset.train_images[held], dataset.train_labels[held], dataset.writers[held]
