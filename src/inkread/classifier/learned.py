"""Where the classifiers lie that a person's corrections have taught: numbered, the highest one reads."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """The folder of what belongs to this person: ``INKREAD_HOME``, else the system's place for it."""
    return Path(os.environ.get("INKREAD_HOME") or user_data_path("inkread"))


def learned_model() -> Path | None:
    """The ONNX file that reads in place of the shipped one, or None."""
    return max(_all(), default=None)


def next_model() -> Path:
    """Where the next one goes: a name above all there are."""
    newest = learned_model()
    return _folder() / f"{1 if newest is None else int(newest.stem) + 1:04d}.onnx"


def undo() -> Path | None:
    """Take the newest one back; returns what reads now, None for the shipped one."""
    newest = learned_model()
    if newest is not None:
        newest.replace(newest.with_suffix(".undone"))
    return learned_model()


def _folder() -> Path:
    return home() / "learned"


def _all() -> list[Path]:
    try:
        return [path for path in _folder().glob("*.onnx") if path.stem.isdigit()]
    except PermissionError:  # HOME is somebody else's, as under sudo and in containers
        return []
