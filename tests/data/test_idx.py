"""IDX files: what is written is read, and what is damaged is named."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inkread.data.idx import idx_bytes_sha256, read_idx
from inkread.data.registry import SHA256
from inkread.errors import DataError

anything = hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=6).flatmap(
    lambda shape: st.one_of(hnp.arrays(np.uint8, shape), hnp.arrays(np.int32, shape))
)
"""Arrays of both types that we read; a size may be 0."""


@pytest.fixture
def file(tmp_path):
    """Writes bytes to a file and gives its path."""

    def write(content, name="digits-idx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@given(values=anything, packed=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read(file, idx_bytes, values, packed):
    """Any array of bytes or integers comes back equal, with its type, raw or gzipped."""
    content = idx_bytes(values)
    read = read_idx(file(gzip.compress(content, 1) if packed else content), values.ndim)
    np.testing.assert_array_equal(read, values, strict=True)


def test_the_array_can_be_written_to(file, idx_bytes):
    """What is read is the caller's own; PyTorch warns of arrays that cannot be written to."""
    assert read_idx(file(idx_bytes(np.zeros(3, np.uint8))), 1).flags.writeable


RAW = struct.pack(">4B3I", 0, 0, 8, 3, 4, 28, 28) + bytes(range(196)) * 16
PACKED = gzip.compress(RAW)
FLIPPED = bytearray(PACKED)
FLIPPED[-6] ^= 0xFF

DAMAGED = {
    "another number of dimensions": (
        struct.pack(">4BI", 0, 0, 8, 1, 12) + bytes(12),
        "00 00 08 03.*found 00 00 08 01",
    ),
    "another magic number": (b"\x12\x34\x08\x03" + RAW[4:], "found 12 34 08 03"),
    "a type that is not read": (b"\0\0\x0d\x03" + RAW[4:], "found 00 00 0d 03"),
    "an empty file": (b"", "header of 16 bytes, found 0 bytes"),
    "a header cut short": (RAW[:10], "header of 16 bytes, found 10 bytes"),
    "values cut short": (RAW[:-100], "3,152 bytes for 4 × 28 × 28 values, found 3,052"),
    "trailing bytes": (RAW + b"more", "3,152 bytes for 4 × 28 × 28 values, found 3,156"),
    "gzip cut short": (PACKED[:-20], "3,152 bytes.*then the end of the file"),
    "gzip with its checksum cut off": (PACKED[:-8], "then the end of the file"),
    "gzip with a wrong checksum": (bytes(FLIPPED), "intact gzip content, found damage"),
    "gzip with trailing values": (gzip.compress(RAW + b"more"), "3,152 bytes.*found more"),
    "gzip with trailing bytes": (PACKED + b"more", "nothing behind its gzip content, found 4 bytes"),
    "a page instead of values": (b"<!DOCTYPE html><title>404</title>", "found 3c 21 44 4f"),
    "sizes beyond all limits": (
        struct.pack(">4B3I", 0, 0, 8, 3, 2**31, 2**15, 2**15),
        "at most 1,073,741,824",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_named(file, damage):
    """A damaged file is refused in one line with the file, what was expected and what was found."""
    content, message = DAMAGED[damage]
    path = file(content)
    with pytest.raises(DataError, match=f"^{path}: expected.*{message}") as caught:
        read_idx(path, 3)
    assert "\n" not in str(caught.value)


def test_a_gz_file_must_be_gzip(file):
    """A file that ends in .gz and is not gzip is refused as such."""
    with pytest.raises(DataError, match="expected a gzip file"):
        read_idx(file(RAW, "digits-idx.gz"), 3)


def test_a_bomb_is_not_unpacked(file):
    """Content is unpacked no further than its own header announces."""
    bomb = gzip.compress(RAW + bytes(50_000_000))
    with pytest.raises(DataError, match="found more"):
        read_idx(file(bomb), 3)


def test_a_missing_file_is_named(tmp_path):
    """A file that is not there is a DataError too."""
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_idx(tmp_path / "gone", 1)


def test_the_hash_is_that_of_the_published_file(mnist):
    """The SHA-256 of MNIST's arrays is that of its uncompressed files."""
    assert idx_bytes_sha256(mnist.test_images) == SHA256["test_images"]
