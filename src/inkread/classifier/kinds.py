"""What kind of model a file is, decided by its first bytes; the kinds that run code are turned away here."""

from __future__ import annotations

import re
import zipfile
from enum import Enum
from pathlib import Path

from inkread.errors import ModelError

SIZE_LIMIT_BYTES = 512 * 1024**2
"""The largest model file that is opened; a tutorial's network has 0.1–10 MB."""

ZIP_MEMBERS_LIMIT = 1_000
PICKLE_SUFFIXES = {".pt", ".pth", ".pkl", ".pickle", ".joblib", ".dill", ".ckpt", ".npy"}
KINDS = "a run folder such as runs/fast-seed0, or an ONNX, .keras or .h5 file"


class Kind(Enum):
    """The models Inkread opens."""

    RUN = "run folder"
    ONNX = "ONNX file"
    KERAS = "Keras file (.keras)"
    H5 = "Keras file (.h5)"


def kind_of(path: str | Path) -> Kind:
    """What is at ``path``, by its content and whatever its name; nothing of it is loaded or run.

    Raises ModelError where there is nothing, for files above ``SIZE_LIMIT_BYTES``, for pickles and for
    everything that is none of the kinds.
    """
    path = Path(path)
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise ModelError(f"No model at {path}: give {KINDS}.")
    size = path.stat().st_size
    if size > SIZE_LIMIT_BYTES:
        raise ModelError(f"A model file may have up to {_mb(SIZE_LIMIT_BYTES)}; {path} has {_mb(size)}.")
    return _file(path)


def _folder(path: Path) -> Kind:
    if (path / "model.onnx").is_file():
        return Kind.RUN
    if (path / "saved_model.pb").is_file():
        raise ModelError(f"{path} is a TensorFlow SavedModel; save it again with model.save('name.keras').")
    if (path / "metrics.json").is_file():
        raise ModelError(f"The run {path} lost its model.onnx. Put it back, or train it again.")
    if (path / "config.json").is_file():
        raise ModelError(f"The run in {path} has no model yet: finish it with: inkread train {path} --resume")
    raise ModelError(f"The folder {path} holds no model.onnx, so it is no run: give {KINDS}.")


def _file(path: Path) -> Kind:
    with path.open("rb") as file:
        head = file.read(64)
    if path.suffix.lower() in PICKLE_SUFFIXES or _is_pickle(head):
        raise _pickle(path)
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return Kind.H5
    if head.startswith(b"PK"):
        return _zip(path)
    if head.startswith(b"\x08"):  # field 1 of the protobuf, ir_version, comes first in every ONNX file
        return Kind.ONNX
    if head[8:9] == b"{":
        raise ModelError(f"{path} holds weights without a network (safetensors): give the run's folder.")
    raise ModelError(f"{path} is not a model file: it {_beginning(head)}. Give {KINDS}.")


def _beginning(head: bytes) -> str:
    return f"begins with {head[:4]!r}" if head else "is empty"


def _is_pickle(head: bytes) -> bool:
    # Protocols 2 to 5 begin with their number, 0 and 1 with an object or container; .npy files may hold one.
    text = rb"\(?c[A-Za-z_][\w.]*\n|\([dilt]|[]}]q|\(?[]}(]"
    binary = rb"\x80[\x02-\x05]|\x93NUMPY"
    return re.match(binary + rb"|" + text, head) is not None


def _zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise ModelError(f"{path} is a damaged zip file ({error}). Copy or save it again.") from error
    if any(name.lower().endswith((".pkl", ".pickle", ".npy")) for name in names):
        raise _pickle(path)
    if "config.json" not in names or len(names) > ZIP_MEMBERS_LIMIT:
        raise ModelError(f"{path} is a zip file without a Keras model's config.json. Give {KINDS}.")
    return Kind.KERAS


def _pickle(path: Path) -> ModelError:
    return ModelError(
        f"{path} is of a kind that can run code when opened (a Python pickle), so Inkread never opens it. "
        "Export the model as ONNX, .keras or .h5 (PyTorch: torch.onnx.export)."
    )


def _mb(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"
