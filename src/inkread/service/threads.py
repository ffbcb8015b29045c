"""Reading in threads of the service's own process: little memory, one core's worth of speed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from inkread.service.answer import answer
from inkread.service.ask import Answer, Ask
from inkread.service.limits import Gate, later
from inkread.service.model import Model
from inkread.service.reads import About
from inkread.service.settings import Settings


class Threads:
    """A piece that outlives ``read_seconds`` is answered with 503 but keeps its place until it ends."""

    def __init__(self, settings: Settings, open_model: Callable[[], Model]) -> None:
        n = max(1, settings.workers)
        self._gate = Gate(n + settings.queue)
        self._seconds = settings.read_seconds
        self._open = open_model
        self._model = open_model()
        self._threads = ThreadPoolExecutor(n, thread_name_prefix="inkread")

    @property
    def model(self) -> About:
        """What they read with."""
        return self._model.about

    @property
    def under_way(self) -> int:
        """Pictures being read or waiting."""
        return self._gate.under_way

    async def start(self) -> None:
        """Nothing is left to do."""

    async def read(self, ask: Ask) -> Answer:
        """The answer to ``ask``. Raises 503 when there is no place for it or it takes too long."""
        self._gate.enter()
        loop = asyncio.get_running_loop()
        future = self._threads.submit(answer, self._model.reader, ask)
        future.add_done_callback(lambda _: _tell(loop, self._gate.leave))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise later(f"The picture took longer than {self._seconds:g} s.") from None

    async def reopen(self) -> None:
        """Open the model anew; what is under way is finished with the old one."""
        self._model = await asyncio.to_thread(self._open)

    async def close(self) -> None:
        """Finish what is under way, take nothing new."""
        await asyncio.to_thread(self._threads.shutdown)


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(what)
