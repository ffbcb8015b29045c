"""How far a verb is with many pictures, counted in place where a person looks on."""

from __future__ import annotations

import os
import stat
import sys

import typer


def show_progress(done: int, of: int) -> None:
    """Count on stderr where that is a terminal; what is printed next begins at the start of the line."""
    if sys.stderr.isatty():
        words = f"{done:,} of {of:,}"
        typer.echo((words if done < of else " " * len(words)) + "\r", nl=False, err=True)


def answers_are_kept() -> bool:
    """Whether the answers go into a file, so that nobody sees them pass."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):  # closed, or none of the system's
        return False
