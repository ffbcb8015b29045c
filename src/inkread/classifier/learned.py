"""Where the classifiers lie that a person's corrections have taught: numbered, the highest one reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from platformdirs import user_data_path

from inkread.files import written


def home() -> Path:
    """The folder of what belongs to this person: ``INKREAD_HOME``, else the system's place for it."""
    return Path(os.environ.get("INKREAD_HOME") or user_data_path("inkread"))


def learned_model() -> Path | None:
    """The ONNX file that reads in place of the shipped one, or None."""
    return max(_all(), default=None)


@contextmanager
def next_model() -> Iterator[Path]:
    """Where the next one goes: a name above all there are, which nobody else is given meanwhile.

    Raises OutputError where nothing can be written.
    """
    newest = learned_model()
    with written(_folder()):
        _folder().mkdir(parents=True, exist_ok=True)
        numbers = count(1 if newest is None else int(newest.stem) + 1)
        claim = next(filter(_claimed, (_folder() / f"{number:04d}.claim" for number in numbers)))
    try:
        yield claim.with_suffix(".onnx")
    finally:
        claim.unlink(missing_ok=True)


def undo() -> Path | None:
    """Take the newest one back; returns what reads now, None for the shipped one."""
    newest = learned_model()
    if newest is not None:
        newest.replace(newest.with_suffix(".undone"))
    return learned_model()


def _claimed(claim: Path) -> bool:
    """Whether the name is this process's alone; that of a process that was killed stays taken."""
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        return False
    if claim.with_suffix(".onnx").exists():  # written since the newest was looked up
        claim.unlink()
        return False
    return True


def _folder() -> Path:
    return home() / "learned"


def _all() -> list[Path]:
    try:
        return [path for path in _folder().glob("*.onnx") if path.stem.isdigit()]
    except PermissionError:  # HOME is somebody else's, as under sudo and in containers
        return []
