"""Keras, on PyTorch unless the environment names another backend."""

from __future__ import annotations

import os
from typing import Any

from inkread.errors import MissingExtraError


def import_keras(purpose: str = "Opening or writing a Keras file") -> Any:
    """The module ``keras``; raises MissingExtraError, beginning with ``purpose``, where it is not installed.

    Keras takes its backend from ``KERAS_BACKEND`` when it is first imported; PyTorch is set where nothing is.
    """
    os.environ.setdefault("KERAS_BACKEND", "torch")
    try:
        import h5py  # noqa: F401 - a part of the same extra, without which Keras cannot open files
        import keras
    except ImportError as error:
        raise MissingExtraError("Keras", "keras", purpose) from error
    return keras
