"""The version of a run folder's layout, for all that read one."""

from __future__ import annotations

from pathlib import Path

from inkread.errors import RunError

FORMAT = 1
"""A folder with a higher one is from a newer Inkread."""


def check_format(folder: Path, found: object) -> None:
    """Raises RunError unless this Inkread knows the ``format`` in the ``config.json`` of ``folder``."""
    if not isinstance(found, int) or found > FORMAT:
        raise RunError(
            f"The run {folder} has format {found}, this Inkread reads up to {FORMAT}. Upgrade Inkread."
        )
