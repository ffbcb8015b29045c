"""Reading in processes, one for each core: Python runs one thread at a time, a crew runs all at once.

A process that takes too long, or dies, is replaced; so no picture can hold up the service for good. Small
pictures that wait go to a process several at a time, which spares the event loop half of its work.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import deque
from collections.abc import Coroutine, Sequence

from inkread.errors import ModelError
from inkread.service.ask import Answer, Ask
from inkread.service.errand import Errand
from inkread.service.hand import Hand, hire
from inkread.service.limits import Gate, later
from inkread.service.reads import About
from inkread.service.settings import Settings

COMMAND = (sys.executable, "-m", "inkread.service.worker")

TOGETHER = 8
"""How many pictures a process is given at a time, at most."""

SMALL_BYTES = 1 << 14
"""A larger one goes alone: others are not to wait for it."""

log = logging.getLogger("inkread")


class Crew:
    """``settings.workers`` processes that read with the same model."""

    def __init__(self, settings: Settings, model: str | None) -> None:
        self._command = (*COMMAND, *([model] if model is not None else []))
        self._n = settings.workers
        self._gate = Gate(settings.workers + settings.queue)
        self._seconds = settings.read_seconds
        self._hands: list[Hand] = []
        self._idle: list[Hand] = []
        self._waiting: deque[Errand] = deque()
        self._at_work: set[asyncio.Task[None]] = set()
        self._model: About | None = None
        self._hiring = 0

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
        found = await asyncio.gather(*(hire(self._command) for _ in range(self._n)), return_exceptions=True)
        for hand in found:
            if isinstance(hand, Hand):
                self._welcome(hand)
        for error in found:
            if isinstance(error, BaseException):
                await self.close()
                raise error

    async def read(self, ask: Ask) -> Answer:
        """The answer to ``ask``. Raises 503 when there is no place for it or it takes too long."""
        self._gate.enter()
        if not self._hiring and len(self._hands) < self._n:  # one could not be replaced: try once more
            self._begin(self._hire())
        errand = Errand(ask, alone=ask.kind == "explain" or len(ask.content) > SMALL_BYTES)
        try:
            async with errand.patience:
                errand.wait(self._seconds)
                self._waiting.append(errand)
                self._send_out()
                return await errand.answer
        except TimeoutError:
            raise later("All are busy with other pictures.") from None
        finally:
            self._gate.leave()

    def _send_out(self) -> None:
        """Give what waits to who is idle."""
        while self._idle and (errands := self._next()):
            for errand in errands:
                errand.wait(None)
            self._begin(self._work(self._idle.pop(), errands))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    def _next(self) -> list[Errand]:
        """What goes to one process: the first that waits, and small ones behind it, up to a fair share."""
        share = min(TOGETHER, -(-len(self._waiting) // self._n))
        errands: list[Errand] = []
        while self._waiting and len(errands) < share:
            if errands and (errands[0].alone or self._waiting[0].alone):
                break
            errand = self._waiting.popleft()
            if not errand.answer.done():  # else the request was given up
                errands.append(errand)
        return errands

    async def _work(self, hand: Hand, errands: Sequence[Errand]) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                answers = await hand.ask([errand.ask for errand in errands])
        except TimeoutError:
            await self._failed(hand, errands, f"The picture took longer than {self._seconds:g} s.")
        except EOFError:
            await self._failed(hand, errands, "The process that read the picture ended.")
        else:
            for errand, answer in zip(errands, answers, strict=True):
                errand.done(answer)
            await self._release(hand)

    async def _release(self, hand: Hand) -> None:
        if hand in self._hands:
            self._idle.append(hand)
            self._send_out()
        else:
            await hand.dismiss()

    async def _failed(self, hand: Hand, errands: Sequence[Errand], why: str) -> None:
        if len(errands) == 1:
            errands[0].refuse(why)
        else:
            self._again(errands)
        await hand.dismiss(at_once=True)
        if hand in self._hands:
            self._hands.remove(hand)
            await self._hire()

    def _again(self, errands: Sequence[Errand]) -> None:
        """Nobody knows over which of them the process stopped: each is tried alone."""
        wanted = [errand for errand in errands if not errand.answer.done()]
        for errand in wanted:
            errand.alone = True
            errand.wait(self._seconds)
        self._waiting.extendleft(reversed(wanted))
        self._send_out()

    async def _hire(self) -> None:
        """One process more in the place of a lost one; where it cannot be had, the next request asks again.

        Where there is none at all and no other is coming, nobody is kept waiting.
        """
        self._hiring += 1
        try:
            self._welcome(await hire(self._command))
        except (ModelError, OSError) as error:
            log.error("A process of the crew could not be replaced: %s", error)
            while self._waiting and not self._hands and self._hiring == 1:
                self._waiting.popleft().refuse("No process can be started to read it.")
        finally:
            self._hiring -= 1

    def _welcome(self, hand: Hand) -> None:
        self._hands.append(hand)
        self._idle.append(hand)
        self._model = hand.model
        self._send_out()

    async def reopen(self) -> None:
        """Replace them one by one, so that reading goes on; who is at work finishes it and goes."""
        for old in tuple(self._hands):
            new = await hire(self._command)
            if old not in self._hands:  # it was replaced meanwhile
                await new.dismiss()
                continue
            self._hands.remove(old)
            self._welcome(new)
            if old in self._idle:
                self._idle.remove(old)
                await old.dismiss()

    async def close(self) -> None:
        """Let each finish what it has, and end."""
        while self._at_work:
            await asyncio.wait(self._at_work)
        for hand in self._hands:
            await hand.dismiss()
