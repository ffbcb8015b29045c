"""A picture on its way through a crew."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from inkread.service.ask import Answer, Ask
from inkread.service.limits import later


def _future() -> asyncio.Future[Answer]:
    return asyncio.get_running_loop().create_future()


def _patience() -> asyncio.Timeout:
    return asyncio.timeout(None)


@dataclass(eq=False)
class Errand:
    """Somebody's picture, from when it is asked of a crew until the answer is there.

    ``alone`` when it may not go with others; ``patience`` runs out while it waits, not while it is read.
    """

    ask: Ask
    alone: bool
    answer: asyncio.Future[Answer] = field(default_factory=_future)
    patience: asyncio.Timeout = field(default_factory=_patience)

    def wait(self, seconds: float | None) -> None:
        """From now on it waits so long at most; with None its time does not count."""
        now = asyncio.get_running_loop().time()
        self.patience.reschedule(None if seconds is None else now + seconds)

    def done(self, answer: Answer) -> None:
        """Here is the answer, unless nobody waits for it any longer."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def refuse(self, why: str) -> None:
        """503, likewise."""
        if not self.answer.done():
            self.answer.set_exception(later(why))
