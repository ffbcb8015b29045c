"""Labels as the lessons show them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import CLASSES
from inkread.errors import DataError


def one_hot(labels: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """``(n,)`` integer labels in 0 … 9 as ``(n, 10) float32``: 1 at the label, 0 elsewhere.

    The training loop needs no such thing; it is here because every lesson shows it.
    Raises DataError for anything but whole numbers from 0 to 9.
    """
    whole = np.asarray(labels)
    if whole.ndim != 1 or (whole.size and not np.issubdtype(whole.dtype, np.integer)):
        raise DataError(f"Labels must be one row of whole numbers, got {whole.dtype} of shape {whole.shape}.")
    if whole.size and not (whole.min() >= 0 and whole.max() <= CLASSES[-1]):
        raise DataError(f"Labels must be from 0 to {CLASSES[-1]}, got {whole.min()} … {whole.max()}.")
    return np.eye(len(CLASSES), dtype=np.float32)[whole.astype(np.intp)]
