import asyncio
import threading
from dataclasses import replace

import pytest
from starlette.exceptions import HTTPException

from inkread.reading.result import Reading
from inkread.service.ask import Ask
from inkread.service.model import Model
from inkread.service.threads import Threads

ASK = Ask("picture", b"")


class Slow:
    """Reads nothing, but only when the gate is open."""

    def __init__(self):
        self.gate = threading.Event()

    def read(self, source, as_):
        self.gate.wait(20)
        return Reading(None)


def threads(settings, reader, **changes):
    return Threads(replace(settings, **changes), lambda: Model(reader, None))


def test_over_capacity(settings):
    """What does not fit is refused; what was taken in is answered."""

    async def scene():
        slow = Slow()
        readers = threads(settings, slow, workers=1, queue=1)
        waiting = [asyncio.create_task(readers.read(ASK)) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(HTTPException, match="503"):
            await readers.read(ASK)
        slow.gate.set()
        return [answer.status for answer in await asyncio.gather(*waiting)]

    assert asyncio.run(scene()) == [200, 200]


def test_slow_work_keeps_its_place(settings):
    """Work that outlives its time is answered, but counts until it ends."""

    async def scene():
        slow = Slow()
        readers = threads(settings, slow, workers=1, queue=0, read_seconds=0.05)
        with pytest.raises(HTTPException, match="503"):
            await readers.read(ASK)
        held = readers.under_way
        slow.gate.set()
        while readers.under_way:
            await asyncio.sleep(0.001)
        return held, (await readers.read(ASK)).status

    assert asyncio.run(scene()) == (1, 200)
