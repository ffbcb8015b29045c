"""Where tables of figures are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

FEWEST_COLUMNS = 80


def console() -> Console:
    """A console that is never narrower: a small terminal breaks lines, but no figure is cut to 98.…"""
    from rich.console import Console

    found = Console(highlight=False, markup=False, soft_wrap=True)
    found.width = max(found.width, FEWEST_COLUMNS)
    return found
