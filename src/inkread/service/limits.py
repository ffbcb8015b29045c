"""How much of a request is taken in, and how much work is under way at a time."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inkread.service.settings import MEBIBYTE, Settings
from inkread.words import counted


class Gate:
    """Lets ``capacity`` pieces of work in at a time, to be done or to wait; the next one is refused."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.under_way = 0

    def enter(self) -> None:
        """Take a place. Raises 503 when there is none."""
        if self.under_way >= self.capacity:
            raise later(f"{counted(self.under_way, 'picture')} under way, which is all that fits.")
        self.under_way += 1

    def leave(self) -> None:
        """Give the place back."""
        self.under_way -= 1


def later(why: str) -> HTTPException:
    """A refusal that asks to come again."""
    return HTTPException(503, f"{why} Try again in a moment.", {"Retry-After": "1"})


PICTURES = ("/v1/read", "/v1/explain")
"""Where pictures are sent to; whatever is sent elsewhere is JSON, which is taken apart in the event loop."""


class Intake:
    """Middleware that stops uploads: a picture above ``upload_bytes``, JSON above ``json_bytes`` (413), and
    either beyond ``upload_seconds`` (408).

    Counted as the bytes come in, whatever the request says of its length.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted ``receive``."""
        if scope["type"] == "http":
            is_picture = scope.get("path") in PICTURES
            most = self._settings.upload_bytes if is_picture else self._settings.json_bytes
            receive = _Counted(receive, most, self._settings.upload_seconds)
        await self._app(scope, receive, send)


class _Counted:
    def __init__(self, receive: Receive, most_bytes: int, seconds: float) -> None:
        self._receive = receive
        self._most_bytes, self._seconds = most_bytes, seconds
        self._size = 0
        self._until = asyncio.get_running_loop().time() + seconds
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, f"An upload takes {self._seconds:g} s at most.") from None
        self._size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._size > self._most_bytes:
            raise HTTPException(413, f"An upload has at most {self._most_bytes / MEBIBYTE:g} MiB.")
        return message
