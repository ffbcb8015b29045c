"""Classifiers in ONNX files, run by ONNX Runtime: neither PyTorch nor Keras is needed to read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from inkread.classifier.base import Images, Probabilities, finite
from inkread.classifier.kinds import Kind, kind_of
from inkread.core import CLASSES, SIDE
from inkread.cores import usable_cores
from inkread.errors import ModelError

FORMAT = 1
BATCH = 200  # what the layers of `fast` hand on then stays in the processor's cache
THREADS_LIMIT = 4  # networks for 28 × 28 pixels gain nothing from more


class OnnxModel:
    """A session on an ONNX file with one picture input and its first output of floating-point numbers.

    Files of scikit-learn's have an output of labels before that. Everything is checked on opening.
    Raises ModelError where the file is no ONNX file, is damaged, or keeps weights in other files.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._session = _open(self.path)
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or inputs[0].type not in _TYPES:
            found = ", ".join(f"{node.name}: {node.type}" for node in inputs) or "none"
            raise ModelError(f"A digit model has one input of pictures; {path} has: {found}.")
        self._input = inputs[0]
        outputs = self._session.get_outputs()
        self._output = next((node for node in outputs if node.type in _FLOATS), outputs[0]).name

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """The shape of one picture; None where any size is taken."""
        return tuple(size if isinstance(size, int) else None for size in self._input.shape[1:])

    @property
    def metadata(self) -> dict[str, Any]:
        """What Inkread wrote into the file, {} for others' files; raises ModelError on a newer format."""
        text = self._session.get_modelmeta().custom_metadata_map.get("inkread", "{}")
        try:
            metadata = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ModelError(f"The metadata of {self.path} is damaged: {error}. Export it again.") from error
        if isinstance(metadata, dict) and metadata.get("format", FORMAT) == FORMAT:
            return metadata
        raise ModelError(
            f"{self.path} was written by a newer Inkread: this one knows format {FORMAT}, got {text[:60]}. "
            "Upgrade with: pip install -U inkread"
        )

    def __call__(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The output for ``(n, *input_shape) float32``, ``n`` at least 1, in batches it takes."""
        fixed = self._input.shape[0]
        step = fixed if isinstance(fixed, int) and fixed > 0 else len(images)
        parts = [self._run(images[start : start + step], step) for start in range(0, len(images), step)]
        return np.concatenate(parts)

    def _run(self, images: npt.NDArray[np.float32], size: int) -> npt.NDArray[np.float32]:
        missing = size - len(images)
        if missing:
            images = np.concatenate([images, np.zeros((missing, *images.shape[1:]), np.float32)])
        try:
            feed = {self._input.name: images.astype(self._dtype, copy=False)}
            answer = self._session.run([self._output], feed)[0]
        except Exception as error:  # ONNX Runtime has no public base class for its errors
            raise ModelError(f"{self.path} cannot be run: {_first_line(error)}") from error
        if not isinstance(answer, np.ndarray) or answer.ndim == 0:
            raise ModelError(
                f"The output {self._output} of {self.path} must be an array, got {type(answer).__name__}."
            )
        return answer[: size - missing]

    @property
    def _dtype(self) -> type[np.generic]:
        return _TYPES[self._input.type]


class OnnxClassifier:
    """The classifier in an ONNX file that Inkread wrote.

    A last column beyond the ten classes ("not one digit") is dropped: such rows sum to less than 1.
    ``metadata`` is what the file says of itself. Raises ModelError for files of another contract, and for
    answers that are not finite.
    """

    def __init__(self, path: str | Path) -> None:
        self._model = OnnxModel(path)
        self.metadata = self._model.metadata
        if self._model.input_shape != (SIDE, SIDE) or "format" not in self.metadata:
            raise ModelError(f"{path} is not an ONNX file of Inkread's: it has no inkread metadata.")

    def __call__(self, images: Images) -> Probabilities:
        """``(n, 28, 28) float32`` ink to ``(n, 10)`` probabilities, ``BATCH`` pictures at a time."""
        images = np.ascontiguousarray(images, np.float32)
        parts = [self._model(images[start : start + BATCH]) for start in range(0, len(images), BATCH)]
        if not parts:
            return np.zeros((0, len(CLASSES)), np.float32)
        return finite(np.concatenate(parts)[:, : len(CLASSES)], str(self._model.path))


_FLOATS: dict[str, type[np.generic]] = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
}
_TYPES = {**_FLOATS, "tensor(uint8)": np.uint8}


def _open(path: Path) -> onnxruntime.InferenceSession:
    if kind_of(path) is not Kind.ONNX:
        raise ModelError(f"{path} is a {kind_of(path).value}, not an ONNX file.")
    content = path.read_bytes()
    if b"\x0a\x08location" in content:
        raise ModelError(
            f"{path} keeps weights in another file. Export it as one file, without external data."
        )
    try:
        providers = ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(content, _options(), providers=providers, enable_fallback=0)
        _names(session)  # which a damaged file may not have in UTF-8
        return session
    except Exception as error:  # ONNX Runtime has no public base class for its errors
        raise ModelError(f"{path} is damaged or no ONNX file: {_first_line(error)}") from error


def _names(session: onnxruntime.InferenceSession) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Names and types of all inputs and outputs, and the metadata."""
    nodes = [(node.name, node.type) for node in (*session.get_inputs(), *session.get_outputs())]
    return nodes, session.get_modelmeta().custom_metadata_map


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(_cores(), THREADS_LIMIT)
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Threads that spin between two batches slow down everything else, and a second process slows them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A file in memory has no folder: without this, external weights would be looked for in the current one.
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", os.devnull)
    return options


def _cores() -> int:
    if os.environ.get("OMP_NUM_THREADS", "").isdigit():  # ONNX Runtime does not look at it itself
        return max(1, int(os.environ["OMP_NUM_THREADS"]))
    return usable_cores()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
