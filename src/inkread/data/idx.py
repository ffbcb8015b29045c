"""Read IDX, the format in which MNIST was published.

::

    byte 0-1   zero
    byte 2     type of a value: 0x08 unsigned byte, 0x0C 32-bit integer
    byte 3     number of dimensions d
    then       d sizes, each a big-endian 32-bit integer, and the values, the last dimension fastest

LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.
"""

from __future__ import annotations

import hashlib
import math
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.errors import DataError

MAX_BYTES = 1 << 30
"""The largest content that is read, 1 GiB: twenty times MNIST, and no decompression bomb."""

TYPES: dict[int, np.dtype[Any]] = {0x08: np.dtype(np.uint8), 0x0C: np.dtype(">i4")}
GZIP = b"\x1f\x8b"


def read_idx(path: Path, dimensions: int) -> npt.NDArray[Any]:
    """The array in an IDX file, raw or gzipped: ``uint8`` or ``int32``, with so many dimensions.

    Raises ``DataError`` with the file, what was expected and what was found, when the header is not
    that of such an array, the values are too few or too many, or the compressed content is damaged.
    """
    packed = _read_bytes(path)
    if packed[:2] == GZIP:
        content = _unzip(path, packed, dimensions)
    elif path.suffix == ".gz":
        raise DataError(f"{path}: expected a gzip file (first bytes 1f 8b), found {_first(packed)}.")
    else:
        content = packed
    dtype, shape = _header(path, content, dimensions)
    start, size = _sizes(dtype, shape)
    if len(content) != start + size:
        raise _wrong_size(path, shape, start + size, f"{len(content):,}")
    values = np.frombuffer(content, dtype, offset=start).reshape(shape)
    # A copy, because what frombuffer returns is read-only and PyTorch warns of that.
    return values.astype(dtype.newbyteorder("="))


def idx_bytes_sha256(values: npt.NDArray[np.uint8]) -> str:
    """SHA-256 of an array of bytes as an uncompressed IDX file, in hexadecimal."""
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 0x08, values.ndim, *values.shape)
    digest = hashlib.sha256(header)
    digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError(f"{path}: expected at most {MAX_BYTES:,} bytes, found {path.stat().st_size:,}.")
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}.") from None


def _unzip(path: Path, packed: bytes, dimensions: int) -> bytes:
    """The content, unpacked no further than its own header announces."""
    gzip = zlib.decompressobj(wbits=31)
    try:
        head = gzip.decompress(packed, 4 + 4 * dimensions)
        dtype, shape = _header(path, head, dimensions)
        start, size = _sizes(dtype, shape)
        content = head + gzip.decompress(gzip.unconsumed_tail, size + 1)
        if len(content) == start + size and not gzip.eof:
            # The checksum stands behind the values: ask once more so that it is compared.
            content += gzip.decompress(gzip.unconsumed_tail, 1)
    except zlib.error as error:
        raise DataError(
            f"{path}: expected intact gzip content, found damage ({error}). Get it again."
        ) from None
    if len(content) > start + size:
        raise _wrong_size(path, shape, start + size, "more")
    if not gzip.eof:
        raise _wrong_size(path, shape, start + size, f"{len(content):,} and then the end of the file")
    if gzip.unused_data:
        raise DataError(
            f"{path}: expected nothing behind its gzip content, found {len(gzip.unused_data):,} bytes."
        )
    return content


def _header(path: Path, content: bytes, dimensions: int) -> tuple[np.dtype[Any], tuple[int, ...]]:
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise DataError(
            f"{path}: expected an IDX header of {start} bytes, found {len(content)} bytes in all."
        )
    kind = content[2]
    if content[:2] != b"\0\0" or kind not in TYPES or content[3] != dimensions:
        raise DataError(
            f"{path}: expected an IDX file with {dimensions} dimensions "
            f"(first bytes 00 00 08 {dimensions:02x}), found {_first(content)}."
        )
    shape = struct.unpack(f">{dimensions}I", content[4:start])
    if math.prod(shape) * TYPES[kind].itemsize > MAX_BYTES:
        raise DataError(
            f"{path}: expected at most {MAX_BYTES:,} bytes of values, found the sizes {_times(shape)}."
        )
    return TYPES[kind], shape


def _sizes(dtype: np.dtype[Any], shape: tuple[int, ...]) -> tuple[int, int]:
    """Bytes of the header and bytes of the values."""
    return 4 + 4 * len(shape), math.prod(shape) * dtype.itemsize


def _wrong_size(path: Path, shape: tuple[int, ...], expected: int, found: str) -> DataError:
    return DataError(
        f"{path}: expected {expected:,} bytes for {_times(shape)} values, found {found}. Get it again."
    )


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{size:,}" for size in shape)


def _first(content: bytes) -> str:
    return content[:4].hex(" ") or "an empty file"
