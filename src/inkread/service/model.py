"""What a service reads with."""

from __future__ import annotations

from dataclasses import dataclass

from inkread.service.reads import Reads


@dataclass(frozen=True)
class Model:
    """A reader and what is known of its classifier.

    ``understood`` says how a foreign file was taken; ``learned`` whether corrections have taught it.
    """

    reader: Reads
    name: str
    understood: str | None = None
    parameters: int | None = None
    learned: bool = False
