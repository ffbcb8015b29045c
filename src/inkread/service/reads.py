"""What a service needs of a reader, and of those who work with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from inkread.reading.result import Reading
    from inkread.service.ask import Answer, Ask

Layout = Literal["page", "line", "digit"]
"""What a picture is of."""


@dataclass(frozen=True)
class About:
    """What is known of a classifier.

    ``understood`` says how a foreign file was taken, ``learned`` whether corrections have taught it, and
    ``given`` whether somebody named it, so that corrections teach another one.
    """

    name: str
    understood: str | None = None
    parameters: int | None = None
    learned: bool = False
    given: bool = False


class Reads(Protocol):
    """Whatever reads pictures; used by several threads at a time."""

    def read(self, source: Any, as_: Layout) -> Reading:
        """What the picture says. Raises PictureError for one that cannot be read."""


class Readers(Protocol):
    """Who answers for a service: threads of its own process, or a crew of processes."""

    @property
    def model(self) -> About:
        """What they read with."""
        ...

    @property
    def under_way(self) -> int:
        """Pictures being read or waiting."""
        ...

    async def start(self) -> None:
        """Be ready to read."""

    async def read(self, ask: Ask) -> Answer:
        """The answer to ``ask``. Raises 503 when there is no place for it or it takes too long."""
        ...

    async def reopen(self) -> None:
        """Open the model anew."""

    async def close(self) -> None:
        """Finish what is under way, and end."""
