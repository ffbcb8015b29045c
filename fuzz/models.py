"""Any bytes as a model file: a classifier whose answers are probabilities, or refused in one line."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from inkread.classifier.load import load_classifier
from inkread.core import SIDE
from inkread.errors import InkreadError
from inkread.networks.onnx_export import export_onnx
from inkread.recipes.layers import Dense, Flatten, MaxPool
from inkread.recipes.recipe import Recipe

TINY = Recipe("tiny", "fuzz", (MaxPool(4), Flatten(), Dense(10)), epochs=1)


def check(content: bytes) -> None:
    """Open ``content`` and answer two pictures; any error that is not Inkread's own is a find."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        path.write_bytes(content)
        try:
            classifier = load_classifier(path).classifier
            answers = classifier(
                np.stack([np.zeros((SIDE, SIDE), np.float32), np.eye(SIDE, dtype=np.float32)])
            )
        except InkreadError as error:
            assert "\n" not in str(error)
            return
    assert answers.shape == (2, 10)


def seeds() -> Iterator[bytes]:
    """A network of ours, the beginning of one, and files of other kinds."""
    weights = {"2.weight": np.eye(10, 49, dtype=np.float32), "2.bias": np.zeros(10, np.float32)}
    with tempfile.TemporaryDirectory() as folder:
        path = export_onnx(TINY, weights, Path(folder) / "tiny.onnx", {"name": "tiny"})
        whole = path.read_bytes()
    yield from (
        whole,
        whole[:200],
        b"",
        b"PK\x03\x04",
        b"\x89HDF\r\n\x1a\n",
        b"\x80\x04.",
        json.dumps([]).encode(),
    )
