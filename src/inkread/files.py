"""Files that are written whole or not at all, and never over one another."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inkread.errors import OutputError


def write_json(path: Path, value: Any) -> None:
    """Write ``value`` as indented JSON, whole or not at all."""
    write_whole(path, (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, making its folder. Raises OutputError with the reason."""
    with written(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


@contextmanager
def written(path: Path) -> Iterator[None]:
    """What keeps ``path`` from being written becomes an OutputError with the reason."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {_why(error, path)}") from error


def _why(error: OSError, path: Path) -> str:
    """The reason and the way out."""
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{reason}. Make room, or choose another place."
    if isinstance(error, FileExistsError | NotADirectoryError):
        reason = f"{next(above for above in path.parents if above.exists())} is no folder"
    return f"{reason}. Choose another place."


def free_folder(base: Path) -> Path:
    """``base`` when nothing is there yet, else the first of ``base-2``, ``base-3``, … that is free.

    Raises OutputError for a folder without a name, of which there is but one.
    """
    base = base if base.name not in ("", "..") else base.resolve()
    if not base.name:
        raise OutputError(f"A new folder must have a name, got {base}. Choose another place.")
    candidate, number = base, 1
    while candidate.exists():
        number += 1
        candidate = base.with_name(f"{base.name}-{number}")
    return candidate
