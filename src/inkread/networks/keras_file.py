"""Keras model files of any age, opened without letting them run anything.

The layers are read by ``keras_config``, the numbers by ``keras_weights``; Keras only ever sees layers that we
build ourselves.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from inkread.classifier.adapt import known_layout
from inkread.classifier.kinds import SIZE_LIMIT_BYTES, Kind, kind_of
from inkread.errors import ModelError
from inkread.networks.keras_backend import import_keras
from inkread.networks.keras_build import build_network
from inkread.networks.keras_config import KerasNetwork, parse_network
from inkread.networks.keras_weights import read_h5, read_keras

CONFIG_LIMIT_BYTES = 4 * 1024**2

DAMAGE = (
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a file that breaks its own format raises; RuntimeError for a zip with a password, too."""

Array = npt.NDArray[np.float32]


class KerasModel:
    """A model from a Keras file: ``(n, *input_shape) float32`` in, whatever it answers out."""

    def __init__(self, model: Any, input_shape: tuple[int | None, ...], takes_ink: bool = False) -> None:
        self._model = model
        self.input_shape, self.takes_ink = input_shape, takes_ink
        self.parameters = int(model.count_params())
        model.trainable = False  # spares PyTorch its notes for gradients

    def __call__(self, images: Array) -> Array:
        """The answers, without any training behaviour."""
        keras = import_keras()
        with keras.device("cpu"):  # where its weights are
            answer = self._model(keras.ops.convert_to_tensor(images), training=False)
        if hasattr(answer, "detach"):  # a PyTorch tensor; other backends' are arrays already
            answer = answer.detach().cpu().numpy()
        return np.asarray(answer, np.float32)


def open_keras(path: str | Path) -> KerasModel:
    """The model in the ``.keras`` or ``.h5`` file at ``path``, of Keras 1, 2 or 3.

    Raises ModelError for a damaged file, one with only weights, layers that could run code, and inputs that
    are no 28 × 28 pictures; MissingExtraError without the extra ``keras``.
    """
    path = Path(path)
    try:
        network, weights = _read_zip(path) if kind_of(path) is Kind.KERAS else _read_h5(path)
    except DAMAGE as error:
        raise ModelError(
            f"{path} is a damaged Keras file: {str(error)[:200]}. Save the model again."
        ) from error
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from error
    if network.input_shape is None:
        raise ModelError(f"{path} does not say the shape of its input. Build the model before it is saved.")
    known_layout(network.input_shape, str(path))
    return KerasModel(_make_model(path, network, weights), network.input_shape, network.takes_ink)


def _read_zip(path: Path) -> tuple[KerasNetwork, dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        network = parse_network(json.loads(_member(archive, "config.json", CONFIG_LIMIT_BYTES)))
        content = _member(archive, "model.weights.h5", SIZE_LIMIT_BYTES)
    with h5py.File(io.BytesIO(content), "r") as file:
        return network, read_keras(file, network.layers)


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    if name not in archive.namelist():
        raise ModelError(
            f"a Keras file must hold {name}, this one has none. Save the whole model with model.save."
        )
    with archive.open(name) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ModelError(f"{name} in a Keras file may have {limit:,} bytes, this one has more.")
    return content


def _read_h5(path: Path) -> tuple[KerasNetwork, dict[str, Any]]:
    with h5py.File(path, "r") as file:
        config = file.attrs.get("model_config")
        if config is None:
            raise ModelError(
                "the file holds weights without a network. Save the whole model with model.save."
            )
        network = parse_network(json.loads(config))
        weights = read_h5(file, network.layers)
        backend = _text(file.attrs.get("backend", ""))
    if backend == "theano":
        weights = {name: [_flip(array) for array in arrays] for name, arrays in weights.items()}
    return network, weights


def _flip(array: Array) -> Array:
    """Theano's convolution turned its kernels by 180 degrees; everybody else's does not."""
    return array[::-1, ::-1] if array.ndim == 4 else array


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _make_model(path: Path, network: KerasNetwork, weights: dict[str, Any]) -> Any:
    try:
        return build_network(network, weights)
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from error
    except Exception as error:  # Keras raises whatever it likes on layers that do not fit each other
        raise ModelError(f"{path}: the layers and weights do not fit: {str(error).strip()[:200]}") from error
