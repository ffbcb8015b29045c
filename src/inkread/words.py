"""Numbers and counted things in messages to people, and as they give them to scripts."""

from __future__ import annotations

from math import floor


def counted(n: int, thing: str) -> str:
    """``n`` with its noun: ``1 picture``, ``0 pictures``, ``60,000 pictures``."""
    return f"{n:,} {plural(n, thing)}"


def a(digit: int) -> str:
    """A digit as a noun: ``a 5``, ``an 8``."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def plural(n: int, thing: str) -> str:
    """A noun whose plural ends in s, as it stands behind ``n``: the last word of ``thing`` changes."""
    return thing if n == 1 else f"{thing}s"


def at_least_one(word: str) -> int:
    """The type of a script's option that counts something (argparse): a whole number of at least 1."""
    from argparse import ArgumentTypeError  # only scripts have need of it

    if not word.isdecimal() or int(word) < 1:
        raise ArgumentTypeError(f"must be a whole number of at least 1, got {word!r}")
    return int(word)


def percent(confidence: float, decimals: int = 1) -> str:
    """A confidence in [0, 1] in percent, never rounded up: 0.9999 is 99.9%, and only 1 is 100.0%.

    The page's counterpart is ``sure`` in ``service/static/dom.js``.
    """
    return f"{100 * floored(confidence, decimals + 2):.{decimals}f}%"


def floored(confidence: float, decimals: int = 4) -> float:
    """A confidence in [0, 1], never rounded up: 0.99999 is 0.9999, and only 1 is 1."""
    steps: int = 10**decimals
    whole = floor(steps * confidence * (1 + 1e-7))  # 0.9 in float32 is 0.89999998
    return min(whole, steps - (confidence < 1)) / steps
