"""Counted things in messages to people."""

from __future__ import annotations


def counted(n: int, thing: str) -> str:
    """``n`` with its noun: ``1 picture``, ``0 pictures``, ``60,000 pictures``."""
    return f"{n:,} {plural(n, thing)}"


def plural(n: int, thing: str) -> str:
    """A noun whose plural ends in s, as it stands behind ``n``: the last word of ``thing`` changes."""
    return thing if n == 1 else f"{thing}s"
