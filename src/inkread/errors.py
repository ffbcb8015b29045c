"""Every error that Inkread raises for a caller's mistake.

::

    InkreadError                 one line: the rule, the value received, the way out
    ├── DataError                a data set is missing, corrupt or not what it says
    │   └── DownloadError        no source could be reached
    ├── RecipeError              an unknown recipe, or one that cannot be built or trained
    ├── ModelError               a model file of another kind, shape or version, or an unsafe one
    ├── RunError                 a run folder that is missing, unfinished, or from a newer version
    ├── PictureError             a picture that cannot be read, is too large or is no picture
    │   └── BlankInkError        no ink where ink is needed
    ├── MissingExtraError        an optional library is absent; says the install command
    └── OutputError              a file or folder that cannot be written

The command line prints the message alone and exits with 2; ``--debug`` adds the traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InkreadError(Exception):
    """The root of the tree: catch this to catch all of them."""


class DataError(InkreadError):
    """A data set is missing, corrupt or not what it says."""


class DownloadError(DataError):
    """No source could be reached."""


class RecipeError(InkreadError):
    """An unknown recipe, or one that cannot be built or trained."""


class ModelError(InkreadError):
    """A model file of another kind, shape or version, or an unsafe one."""


class RunError(InkreadError):
    """A run folder that is missing, unfinished, or from a newer version."""


class PictureError(InkreadError):
    """A picture that cannot be read, is too large or is no picture."""


class BlankInkError(PictureError):
    """There is no ink where ink is needed."""


class OutputError(InkreadError):
    """A file or folder that cannot be written."""


class MissingExtraError(InkreadError):
    """An optional library is absent."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs {library}, which is not installed. "
            f"Install it with: pip install 'inkread[{extra}]'"
        )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message on an unknown name: the nearest known name, then all of them."""
    names = list(known)
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"Did you mean '{nearest[0]}'? " if nearest else ""
    return f"{hint}Known: {', '.join(names)}."
