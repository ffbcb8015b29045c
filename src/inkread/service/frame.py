"""What goes through the pipes between processes: a line of JSON that tells the parts, and their bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, BinaryIO

Part = tuple[dict[str, Any], bytes]
"""What is said of some bytes, and the bytes."""


def frame_of(parts: Sequence[Part]) -> bytes:
    """One frame."""
    heads = [{**head, "bytes": len(content)} for head, content in parts]
    return b"".join([json.dumps(heads).encode(), b"\n", *(content for _, content in parts)])


def sizes_in(line: bytes) -> tuple[list[dict[str, Any]], list[int]]:
    """The heads of a frame's parts, from its line, and how many bytes follow for each."""
    heads = json.loads(line)
    return heads, [head.pop("bytes") for head in heads]


def parts_of(heads: list[dict[str, Any]], sizes: list[int], content: bytes) -> list[Part]:
    """The parts, cut out of all the bytes that followed the line."""
    ends = pairwise(accumulate(sizes, initial=0))
    return [(head, content[start:end]) for head, (start, end) in zip(heads, ends, strict=True)]


def write(pipe: BinaryIO, parts: Sequence[Part]) -> None:
    """Send one frame."""
    pipe.write(frame_of(parts))
    pipe.flush()


def read(pipe: BinaryIO) -> list[Part] | None:
    """The parts of the next frame; None at the end."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    heads, sizes = sizes_in(line)
    return parts_of(heads, sizes, pipe.read(sum(sizes)))
