"""Which pictures a command line means: files, folders, patterns and the standard input."""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path

from inkread.errors import PictureError
from inkread.ink.load import MAX_BYTES, SUFFIXES

STDIN = "-"
"""The name that stands for a picture on the standard input."""


SIGNATURE = b"Software\0Inkread"
"""Stands in the first ``SIGNED_BYTES`` of what Inkread draws: overlays, explanations and figures."""

SIGNED_BYTES = 256


def pictures_of(names: list[str]) -> list[str]:
    """The pictures meant by ``names``, in their order; folders and patterns are sorted by name.

    A folder means every picture in it and below it, by its ending, and each folder there that may not be
    looked into, which opening says. What begins with a dot is passed over, and what Inkread drew: else who
    reads a folder twice reads what was drawn into it the first time. A pattern (``scans/*.jpg``) is for
    shells that do not expand it. Raises ``PictureError`` for a folder or pattern without a picture.
    """
    found: list[str] = []
    for name in names:
        # Unlike Path's, these answer for names that are too long or may not be looked at, too.
        if name == STDIN or os.path.isfile(name):  # noqa: PTH113
            found.append(name)
        elif os.path.isdir(name):  # noqa: PTH112
            found += _in_folder(Path(name))
        elif glob.has_magic(name):
            found += _matching(name)
        else:
            found.append(name)  # opening it says what is wrong with it
    return found


def opened(name: str) -> str | bytes:
    """What ``load`` takes for a name: itself, or what comes from the standard input; nothing if it is closed.

    Of that no more is held than is enough for ``load`` to refuse it as too large.
    """
    if name != STDIN:
        return name
    return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its ending, and not one that Inkread drew."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and not _is_ours(path)


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return SIGNATURE in file.read(SIGNED_BYTES)
    except OSError:
        return False  # whoever opens it says what is wrong


def pictures_below(folder: Path) -> tuple[list[str], list[str]]:
    """The pictures in a folder and below it, by their endings, and the folders that may not be opened."""
    found: list[str] = []
    closed: list[str] = []
    for above, folders, names in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [str(path) for name in names if is_picture(path := Path(above, name))]
    return found, closed


def _in_folder(folder: Path) -> list[str]:
    found, closed = pictures_below(folder)
    if not found and not closed:
        endings = ", ".join(SUFFIXES)
        raise PictureError(
            f"No pictures in {folder}, what Inkread drew left aside. Their names must end in {endings}."
        )
    return sorted(found + closed)


def _matching(pattern: str) -> list[str]:
    matches = glob.glob(pattern, recursive=True)  # noqa: PTH207 – Path.glob takes no absolute patterns
    found = sorted(path for path in matches if Path(path).is_file())
    if not found:
        raise PictureError(
            f"No file matches {pattern}. Check the pattern, and quote it where the shell expands it."
        )
    return found
