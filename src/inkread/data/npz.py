"""Read Keras' archive ``mnist.npz``, or one of the same make with other digits."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from tokenize import TokenError

import numpy as np

from inkread.data.dataset import Arrays
from inkread.data.idx import MAX_BYTES
from inkread.data.registry import NPZ_KEYS
from inkread.errors import DataError

DAMAGED = (zipfile.BadZipFile, zlib.error, TokenError, ValueError, EOFError, RuntimeError)
"""What NumPy raises for an archive that is none, or no longer whole."""


def read_npz(path: Path) -> Arrays:
    """The arrays ``x_train``, ``y_train``, ``x_test``, ``y_test`` of an archive; nothing pickled is opened.

    Raises ``DataError`` when it is no such archive, holds objects, is damaged, or unpacks to over 1 GiB.
    """
    try:
        _check_size(path)
        with np.load(path, allow_pickle=False) as archive:
            missing = [key for key in NPZ_KEYS.values() if key not in archive]
            if missing:
                found = ", ".join(archive.files) or "nothing"
                raise DataError(f"{path}: expected the arrays {', '.join(NPZ_KEYS.values())}, found {found}.")
            return {part: archive[key] for part, key in NPZ_KEYS.items()}
    except DAMAGED as error:
        raise DataError(f"{path}: expected an intact .npz archive of numbers, found: {error}") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}.") from None


def _check_size(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MAX_BYTES:
        raise DataError(f"{path}: expected at most {MAX_BYTES:,} bytes of arrays, found {size:,}.")
