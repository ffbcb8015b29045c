"""Keras' archive is read, and anything else of that ending is refused."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from inkread.data.npz import read_npz
from inkread.errors import DataError


def test_what_keras_packs_is_read(tmp_path, arrays, write_npz):
    """The four arrays come back equal, with their types."""
    read = read_npz(write_npz(tmp_path / "mnist.npz", arrays))
    for part, values in arrays.items():
        np.testing.assert_array_equal(read[part], values, strict=True)


class Trap:
    """Says when it is unpickled."""

    sprung = False

    def __reduce__(self):
        return setattr, (Trap, "sprung", True)


def test_nothing_pickled_is_opened(tmp_path):
    """An archive of Python objects is refused, and what they would do does not happen."""
    path = tmp_path / "mnist.npz"
    np.savez(path, **dict.fromkeys(("x_train", "y_train", "x_test", "y_test"), np.array([Trap()])))
    with pytest.raises(DataError, match=r"expected an intact \.npz archive of numbers"):
        read_npz(path)
    assert not Trap.sprung


def test_a_missing_array_is_named(tmp_path):
    """The message names the arrays that are expected and those that are there."""
    np.savez(tmp_path / "mnist.npz", x_train=np.zeros(1), labels=np.zeros(1))
    with pytest.raises(DataError, match=r"expected the arrays x_train, y_train.*found x_train, labels"):
        read_npz(tmp_path / "mnist.npz")


def test_a_truncated_archive_is_refused(tmp_path, arrays, write_npz):
    """Half an archive is no archive."""
    path = write_npz(tmp_path / "mnist.npz", arrays)
    path.write_bytes(path.read_bytes()[:10_000])
    with pytest.raises(DataError, match=r"mnist\.npz: expected an intact \.npz archive"):
        read_npz(path)


def test_a_flipped_byte_is_noticed(tmp_path, arrays, write_npz):
    """The archive's own checksums are compared."""
    path = write_npz(tmp_path / "mnist.npz", arrays)
    content = bytearray(path.read_bytes())
    content[5_000] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DataError, match="expected an intact"):
        read_npz(path)


def test_a_damaged_header_is_refused(tmp_path):
    """An array whose description breaks off is damage like any other."""
    with zipfile.ZipFile(tmp_path / "mnist.npz", "w") as archive:
        for key in ("x_train", "y_train", "x_test", "y_test"):
            archive.writestr(f"{key}.npy", b"\x93NUMPY\x01\x00\x10\x00{'descr': 'oops'}")
    with pytest.raises(DataError, match="expected an intact"):
        read_npz(tmp_path / "mnist.npz")


def test_another_kind_of_file_is_refused(tmp_path):
    """A text named .npz is refused, whatever NumPy would make of it."""
    (tmp_path / "mnist.npz").write_text("<html>Not found</html>")
    with pytest.raises(DataError, match="expected an intact"):
        read_npz(tmp_path / "mnist.npz")


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    """An archive that would unpack to more than the limit is refused before anything is unpacked."""
    monkeypatch.setattr("inkread.data.npz.MAX_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "mnist.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x_train.npy", bytes(2_000_000))
    with pytest.raises(DataError, match="expected at most 1,000,000 bytes of arrays, found 2,000,000"):
        read_npz(tmp_path / "mnist.npz")
