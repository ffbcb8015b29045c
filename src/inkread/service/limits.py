"""How much of a request is taken in, and how much work is under way at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inkread.service.settings import MEBIBYTE, Settings

Result = TypeVar("Result")


class Pool:
    """Threads for the work that takes a core; more than ``workers + queue`` pieces at once are refused.

    A piece that outlives ``read_seconds`` is answered with 503 but keeps its place until it ends, so that
    slow pictures cannot pile up behind the answers.
    """

    def __init__(self, settings: Settings) -> None:
        self.capacity = settings.workers + settings.queue
        self.under_way = 0
        self._seconds = settings.read_seconds
        self._threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="inkread")

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of ``work``; raises 503 when there is no place for it or it takes too long."""
        if self.under_way >= self.capacity:
            raise later(f"{self.under_way} pictures are being read or wait, which is all that fits.")
        loop = asyncio.get_running_loop()
        self.under_way += 1
        future = self._threads.submit(work)
        future.add_done_callback(lambda _: _tell(loop, self._leave))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise later(f"The picture took longer than {self._seconds:g} s.") from None

    def _leave(self) -> None:
        self.under_way -= 1

    def close(self) -> None:
        """Finish what is under way, take nothing new."""
        self._threads.shutdown(wait=True)


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(what)


def later(why: str) -> HTTPException:
    """A refusal that asks to come again."""
    return HTTPException(503, f"{why} Try again in a moment.", {"Retry-After": "1"})


class Intake:
    """Middleware that stops an upload above ``upload_bytes`` (413) or beyond ``upload_seconds`` (408).

    Counted as the bytes come in, whatever the request says of its length.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted ``receive``."""
        counted = _Counted(receive, self._settings) if scope["type"] == "http" else receive
        await self._app(scope, counted, send)


class _Counted:
    def __init__(self, receive: Receive, settings: Settings) -> None:
        self._receive = receive
        self._settings = settings
        self._size = 0
        self._until = asyncio.get_running_loop().time() + settings.upload_seconds
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(
                408, f"An upload takes {self._settings.upload_seconds:g} s at most."
            ) from None
        self._size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._size > self._settings.upload_bytes:
            raise HTTPException(413, f"An upload has at most {self._settings.upload_bytes / MEBIBYTE:g} MiB.")
        return message
