"""Small data sets and the files that hold them."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest

from inkread.data.dataset import part_sha256
from inkread.data.registry import IDX_NAMES, NPZ_KEYS, SHA256

N_TRAIN, N_TEST = 60, 20


def _idx_bytes(values):
    kind, dtype = (0x08, np.uint8) if values.dtype == np.uint8 else (0x0C, ">i4")
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, kind, values.ndim, *values.shape)
    return header + values.astype(dtype).tobytes()


@pytest.fixture(scope="session")
def idx_bytes():
    """Gives an array of bytes or integers as an IDX file."""
    return _idx_bytes


@pytest.fixture(scope="session")
def write_idx():
    """Writes the four files of a data set into a folder, gzipped or raw."""

    def write(folder, arrays, *, packed=True):
        folder.mkdir(parents=True, exist_ok=True)
        for part, values in arrays.items():
            content = _idx_bytes(values)
            name = IDX_NAMES[part] + ".gz" * packed
            (folder / name).write_bytes(gzip.compress(content) if packed else content)
        return folder

    return write


@pytest.fixture(scope="session")
def write_npz():
    """Writes a data set as Keras packs it."""

    def write(path, arrays):
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **{NPZ_KEYS[part]: values for part, values in arrays.items()})
        return path

    return write


@pytest.fixture
def arrays(rng):
    """The four arrays of a small data set of noise, every class in it."""
    labels = np.arange(N_TRAIN + N_TEST, dtype=np.uint8) % 10
    images = rng.integers(0, 256, (len(labels), 28, 28), dtype=np.uint8)
    return {
        "train_images": images[:N_TRAIN],
        "train_labels": labels[:N_TRAIN],
        "test_images": images[N_TRAIN:],
        "test_labels": labels[N_TRAIN:],
    }


@pytest.fixture
def as_mnist(arrays, monkeypatch):
    """The small arrays, taken for MNIST: the registry holds their SHA-256."""
    for part, digest in part_sha256(arrays).items():
        monkeypatch.setitem(SHA256, part, digest)
    monkeypatch.setattr("inkread.data.mnist.N_TRAIN", N_TRAIN)
    monkeypatch.setattr("inkread.data.mnist.N_TEST", N_TEST)
    return arrays


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine without MNIST and without mirrors; Inkread's cache and Keras' are empty folders."""
    monkeypatch.delenv("INKREAD_DATA", raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INKREAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr("inkread.data.mnist.MIRRORS", ())
    return tmp_path
