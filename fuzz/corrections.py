"""Any bytes as a file of exported corrections: kept and listed as they are, or refused in one line.

What begins with the byte 1 is no file but the values of one correction's fields, with a zero byte between
them: as JSON, but changed one by one they get further than a changed file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from inkread.cli.corrections import corrections_in, line_of
from inkread.errors import DataError
from inkread.service.store import Correction, Store

FIELDS = ("pixels", "crop", "correct", "read", "confidence", "model", "at", "id")

ODD = (b"null", b"true", b"-1", b"3.5", b"1e999", b"NaN", b"1" + b"0" * 30, b"[]", b"{}", b'""', b'"\\ud800"')
"""Values that JSON has, and few fields want."""


def check(content: bytes) -> None:
    """Import ``content``: what is accepted must be exported as it came, all else be a ``DataError``."""
    try:
        found = corrections_in(file_of(content), "fuzz.jsonl")
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "corrections.sqlite") as store:
            store.add(*found)
            again = {one.id: one for one in store.list()}
    except DataError as error:
        assert "\n" not in str(error)
        return
    assert all(json.loads(line_of(one)) == json.loads(line_of(again[one.id])) for one in found[:1])


def file_of(content: bytes) -> bytes:
    """The file that ``content`` stands for."""
    if content[:1] != b"\1":
        return content
    values = zip(FIELDS, content[1:].split(b"\0"), strict=False)
    return b"{" + b", ".join(json.dumps(name).encode() + b": " + value for name, value in values) + b"}"


def seeds() -> Iterator[bytes]:
    """One correction, two, one of no digit, and what is none."""
    lines = [line_of(one) for one in (_one(3, read=8), _one(None, read=1, crop=b"png"), _one(0))]
    yield from ((line + "\n").encode() for line in lines)
    usual = [json.dumps(json.loads(lines[0])[name]).encode() for name in FIELDS]
    yield b"\1" + b"\0".join(usual)
    for place in range(len(FIELDS)):
        yield from (b"\1" + b"\0".join([*usual[:place], odd, *usual[place + 1 :]]) for odd in ODD)
    yield "\n".join([*lines, "", lines[0]]).encode()
    yield from (b"", b"{}", b"[[[[", b"\xff\xfe", b'{"pixels": null, "crop": 1, "correct": "3"}', b"[" * 5000)


def _one(correct: int | None, **more: object) -> Correction:
    return Correction(bytes(784), correct, at="2026-01-31T12:00:00+00:00", id=f"{0:032x}", **more)
