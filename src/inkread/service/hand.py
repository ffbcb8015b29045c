"""One process that reads for a service, seen from the service."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Sequence

from inkread.errors import ModelError
from inkread.service.ask import Answer, Ask
from inkread.service.frame import Part, frame_of, parts_of, sizes_in
from inkread.service.reads import About

STOP_SECONDS = 10
"""How long it may take to finish before it is killed."""

HEAD_BYTES = 1 << 16
"""More than the line before a frame's bytes ever has."""


class Hand:
    """A running process; ``model`` is what it reads with."""

    def __init__(self, process: asyncio.subprocess.Process, model: About) -> None:
        self._process = process
        self.model = model

    async def ask(self, asks: Sequence[Ask]) -> list[Answer]:
        """Its answers, in order; they come together. Raises EOFError when the process dies over them."""
        pipe = self._process.stdin
        if pipe is None:
            raise EOFError
        try:
            pipe.write(frame_of([_part(ask) for ask in asks]))
            await pipe.drain()
        except ConnectionError as error:
            raise EOFError from error
        return [Answer(body=body, **about) for about, body in await _hear(self._process)]

    async def dismiss(self, at_once: bool = False) -> None:
        """End it when it has finished, or at once."""
        await _end(self._process, at_once)


async def hire(command: Sequence[str]) -> Hand:
    """Start a process and wait until it can read. Raises ModelError when it cannot open the model."""
    pipe = asyncio.subprocess.PIPE
    # One thread each: a crew takes all the cores.
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, env=environment, limit=HEAD_BYTES
    )
    try:
        head, _ = (await _hear(process))[0]
    except EOFError:
        head = {"error": "A process of the service ended before it could read. See its log."}
    except asyncio.CancelledError:  # the service is stopped while it starts
        await _end(process, at_once=True)
        raise
    if "error" in head:
        await _end(process, at_once=True)
        raise ModelError(head["error"])
    return Hand(process, About(**head["model"]))


def _part(ask: Ask) -> Part:
    return {"kind": ask.kind, "as_": ask.as_, "detail": ask.detail, "name": ask.name}, ask.content


async def _hear(process: asyncio.subprocess.Process) -> list[Part]:
    """The next frame that it sends."""
    pipe = process.stdout
    line = await pipe.readline() if pipe else b""
    if pipe is None or not line:
        raise EOFError
    heads, sizes = sizes_in(line)
    try:
        return parts_of(heads, sizes, await pipe.readexactly(sum(sizes)))
    except asyncio.IncompleteReadError as error:
        raise EOFError from error


async def _end(process: asyncio.subprocess.Process, at_once: bool) -> None:
    if process.stdin is not None:
        process.stdin.close()
    if not at_once:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    # The pipe is closed when its end has been seen.
    if process.stdout is not None:
        await process.stdout.read()
    await process.wait()
