"""Trainings that the page starts: each a process of its own, one at a time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from inkread.errors import InkreadError, RunError
from inkread.files import free_folder
from inkread.service.ask import FAULT
from inkread.service.schemas import EpochOut, JobIn, JobOut
from inkread.service.settings import Settings
from inkread.training.run import open_run

POLL_SECONDS = 0.25
"""How often the run folder is looked at."""

PATIENCE_SECONDS = 10.0
"""How long a cancelled training may take to keep what there is."""

NICENESS = 10
"""Reading goes first while something is trained."""

KEPT = 20
"""Finished jobs that are remembered."""

State = Literal["running", "done", "failed", "cancelled"]

log = logging.getLogger("inkread")


@dataclass(eq=False)
class Job:
    """One process and the run folder that it fills."""

    kind: Literal["train", "learn"]
    command: list[str]
    folder: Path | None = None
    recipe: str | None = None
    epochs: float | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: State = "running"
    process: asyncio.subprocess.Process | None = None
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    said: deque[str] = field(default_factory=lambda: deque(maxlen=20))
    cancelled: bool = False

    def out(self) -> JobOut:
        """Where it stands."""
        return JobOut(
            id=self.id,
            kind=self.kind,
            state=self.state,
            recipe=self.recipe,
            run=self.folder.name if self.folder else None,
            epochs=self.epochs,
            seconds=round((self.ended or time.monotonic()) - self.started, 2),
            history=history_of(self.folder) if self.folder else [],
            message=self.said[-1] if self.said else "",
        )

    def end(self, state: State, why: str = "") -> None:
        """It is over, and has ``why`` for its last word where there is one."""
        self.ended, self.state = time.monotonic(), state
        if why:
            self.said.append(why)


def history_of(folder: Path) -> list[EpochOut]:
    """The epochs that a run has behind it; none while its folder is not there yet."""
    try:
        return [EpochOut.model_validate(row, from_attributes=True) for row in open_run(folder).history]
    except (RunError, ValueError):
        return []


class Jobs:
    """The processes of one service; ``when_done`` is awaited after each that went well."""

    def __init__(self, settings: Settings, when_done: Callable[[Job], Awaitable[None]]) -> None:
        self._settings = settings
        self._when_done = when_done
        self._jobs: dict[str, Job] = {}
        self._watchers: set[asyncio.Task[None]] = set()
        self.closing = asyncio.Event()

    @property
    def running(self) -> Job | None:
        """The one that is under way."""
        return next((job for job in self._jobs.values() if job.state == "running"), None)

    def find(self, one: str) -> Job | None:
        """The job of this id."""
        return self._jobs.get(one)

    def all(self) -> list[Job]:
        """The newest first."""
        return list(self._jobs.values())[::-1]

    async def start(self, wish: JobIn, epochs: float | None) -> Job:
        """Start it; the caller has seen to it that nothing else runs."""
        job = self._learning() if wish.kind == "learn" else self._training(wish, epochs)
        while len(self._jobs) >= KEPT:
            self._jobs.pop(next(iter(self._jobs)))
        self._jobs[job.id] = job
        try:
            job.process = await asyncio.create_subprocess_exec(
                *job.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for the service, which then ends the job
            )
        except OSError as error:
            job.end("failed", f"It could not be started: {error.strerror or error}.")
            return job
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, job.process.pid, NICENESS)
        watcher = asyncio.create_task(self._watch(job, job.process))
        self._watchers.add(watcher)
        watcher.add_done_callback(self._watchers.discard)
        return job

    def _training(self, wish: JobIn, epochs: float | None) -> Job:
        recipe = wish.recipe or ""
        folder = free_folder(self._settings.runs / f"{recipe}-{time.strftime('%Y%m%d-%H%M%S')}")
        command = [*self._settings.program, "train", recipe, "--folder", str(folder)]
        if wish.quick:
            command += ["--quick"]
        if wish.epochs is not None:
            command += ["--epochs", f"{wish.epochs:g}"]
        return Job("train", command, folder, recipe, wish.epochs or epochs)

    def _learning(self) -> Job:
        command = [*self._settings.program, "learn", "--corrections", str(self._settings.corrections)]
        return Job("learn", command)

    async def _watch(self, job: Job, process: asyncio.subprocess.Process) -> None:
        if process.stdout is not None:
            async for line in _lines(process.stdout):
                job.said.append(line)
        code = await process.wait()
        if code or job.cancelled:
            job.end("cancelled" if job.cancelled else "failed")
            return
        try:
            await self._when_done(job)
        except Exception as error:  # whatever it was, the job must end: while one runs, no other starts
            log.exception("What follows a job failed")
            job.end("failed", str(error) if isinstance(error, InkreadError) else FAULT)
        else:
            job.end("done")

    async def cancel(self, job: Job) -> None:
        """Ask it to end as Ctrl-C would, so that it keeps what there is; returns when it has ended."""
        if job.state != "running" or job.process is None:
            return
        job.cancelled = True
        with contextlib.suppress(ProcessLookupError):
            job.process.send_signal(signal.SIGINT)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._ended(job)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                job.process.kill()
            await self._ended(job)

    async def _ended(self, job: Job) -> None:
        while job.state == "running":
            await asyncio.sleep(POLL_SECONDS / 5)

    async def events(self, job: Job) -> AsyncIterator[JobOut]:
        """Where it stands, at once and whenever there is news, until it ends or the service does."""
        last: tuple[object, ...] = ()
        while True:
            now = job.out()
            news = (now.state, len(now.history), now.message, int(now.seconds))
            if news != last:
                yield now
            if now.state != "running" or self.closing.is_set():
                return
            last = news
            await asyncio.sleep(POLL_SECONDS)

    async def close(self) -> None:
        """End what runs, keeping what there is."""
        self.closing.set()
        if self.running:
            await self.cancel(self.running)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Lines that say something; one that is too long to be a line is passed over."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:
            continue
        if not line:
            return
        text = line.decode(errors="replace").strip()
        if text:
            yield text[:500]
