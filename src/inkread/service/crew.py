"""Reading in processes, one for each core: Python runs one thread at a time, a crew runs all at once.

A process that takes too long, or dies, is replaced; so no picture can hold up the service for good.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from typing import Any

from inkread.errors import ModelError
from inkread.service.ask import Answer, Ask
from inkread.service.limits import Gate, later
from inkread.service.reads import About
from inkread.service.settings import Settings
from inkread.service.worker import frame_of

COMMAND = (sys.executable, "-m", "inkread.service.worker")

STOP_SECONDS = 10

HEAD_BYTES = 1 << 16
"""More than the line before a frame's bytes ever has."""


class Hand:
    """One process of the crew."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, ask: Ask) -> Answer:
        """Its answer. Raises EOFError when the process dies over it."""
        head = {"kind": ask.kind, "as_": ask.as_, "detail": ask.detail, "name": ask.name}
        pipe = self._process.stdin
        if pipe is None:
            raise EOFError
        try:
            pipe.write(frame_of(head, ask.content))
            await pipe.drain()
        except ConnectionError as error:
            raise EOFError from error
        about, body = await self.hear()
        return Answer(body=body, **about)

    async def hear(self) -> tuple[dict[str, Any], bytes]:
        """The next frame that it sends."""
        pipe = self._process.stdout
        line = await pipe.readline() if pipe else b""
        if pipe is None or not line:
            raise EOFError
        head = json.loads(line)
        try:
            return head, await pipe.readexactly(head.pop("bytes"))
        except asyncio.IncompleteReadError as error:
            raise EOFError from error

    async def dismiss(self, at_once: bool = False) -> None:
        """End it when it has finished, or at once."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if not at_once:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        # The pipe is closed when its end has been seen.
        if self._process.stdout is not None:
            await self._process.stdout.read()
        await self._process.wait()


class Crew:
    """``settings.workers`` processes that read with the same model, each one picture at a time."""

    def __init__(self, settings: Settings, model: str | None) -> None:
        self._command = (*COMMAND, *([model] if model is not None else []))
        self._n = settings.workers
        self._gate = Gate(settings.workers + settings.queue)
        self._seconds = settings.read_seconds
        self._idle: asyncio.LifoQueue[Hand] = asyncio.LifoQueue()
        self._model: About | None = None

    @property
    def model(self) -> About:
        """What they read with."""
        if self._model is None:
            raise ModelError("The crew has not been started.")
        return self._model

    @property
    def under_way(self) -> int:
        """Pictures being read or waiting."""
        return self._gate.under_way

    async def start(self) -> None:
        """Start all of them. Raises ModelError when they cannot open the model."""
        found = await asyncio.gather(*(self._hire() for _ in range(self._n)), return_exceptions=True)
        for hand in found:
            if isinstance(hand, Hand):
                self._idle.put_nowait(hand)
        for error in found:
            if isinstance(error, BaseException):
                await self.close()
                raise error

    async def _hire(self) -> Hand:
        pipe = asyncio.subprocess.PIPE
        # One thread each: the crew itself takes all the cores.
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, env=environment, limit=HEAD_BYTES
        )
        hand = Hand(process)
        try:
            head, _ = await hand.hear()
        except EOFError:
            head = {"error": "A process of the service ended before it could read. See its log."}
        if "error" in head:
            await hand.dismiss(at_once=True)
            raise ModelError(head["error"])
        self._model = About(**head["model"])
        return hand

    async def read(self, ask: Ask) -> Answer:
        """The answer to ``ask``. Raises 503 when there is no place for it or it takes too long."""
        self._gate.enter()
        try:
            return await self._read(await self._next_hand(), ask)
        finally:
            self._gate.leave()

    async def _next_hand(self) -> Hand:
        try:
            return await asyncio.wait_for(self._idle.get(), self._seconds)
        except TimeoutError:
            raise later("All are busy with other pictures.") from None

    async def _read(self, hand: Hand, ask: Ask) -> Answer:
        try:
            answer = await asyncio.wait_for(hand.ask(ask), self._seconds)
        except TimeoutError:
            await self._replace(hand)
            raise later(f"The picture took longer than {self._seconds:g} s.") from None
        except EOFError:
            await self._replace(hand)
            raise later("The process that read the picture ended.") from None
        except BaseException:  # the request was given up: its answer would be taken for the next one's
            await asyncio.shield(self._replace(hand))
            raise
        self._idle.put_nowait(hand)
        return answer

    async def _replace(self, hand: Hand) -> None:
        await hand.dismiss(at_once=True)
        self._idle.put_nowait(await self._hire())

    async def reopen(self) -> None:
        """Replace them one by one, so that reading goes on."""
        for _ in range(self._n):
            new = await self._hire()
            old = await self._idle.get()
            self._idle.put_nowait(new)
            await old.dismiss()

    async def close(self) -> None:
        """Let each finish what it has, and end."""
        for _ in range(self._idle.qsize()):
            await self._idle.get_nowait().dismiss()
