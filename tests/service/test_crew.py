import asyncio
import sys
from dataclasses import replace

import pytest
from starlette.exceptions import HTTPException

from inkread.errors import ModelError
from inkread.service import crew
from inkread.service.ask import Ask

WORKER = """
import os, sys, time
from inkread.service.worker import read, write
out = sys.stdout.buffer
if sys.argv[1:] == ["broken"]:
    write(out, {"error": "No such model."}, b"")
    sys.exit()
about = {"name": str(os.getpid()), "understood": None, "parameters": None, "learned": False}
write(out, {"model": about}, b"")
while (frame := read(sys.stdin.buffer)) is not None:
    content = frame[1]
    if content == b"sleep": time.sleep(60)
    if content == b"die": os._exit(1)
    write(out, {"status": 200, "media_type": "text/plain", "seen": {}}, content)
"""
"""Stands for a process that reads: answers what it was asked, or sleeps, or dies."""


@pytest.fixture
def in_crew(settings, tmp_path, monkeypatch):
    """Runs a scene with a crew of two."""
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    monkeypatch.setattr(crew, "COMMAND", (sys.executable, str(script)))

    def run(scene, model=None, **changes):
        async def go():
            readers = crew.Crew(replace(settings, workers=2, **changes), model)
            await readers.start()
            try:
                return await scene(readers)
            finally:
                await readers.close()

        return asyncio.run(go())

    return run


def ask(readers, content):
    return readers.read(Ask("picture", content))


def test_each_gets_its_own_answer(in_crew):
    """Many pictures at once, of any size, each come back as the answer to their own request."""
    pictures = [bytes([n]) * (n * 5000) for n in range(30)]

    async def scene(readers):
        return await asyncio.gather(*(ask(readers, picture) for picture in pictures))

    assert [answer.body for answer in in_crew(scene)] == pictures


def test_one_that_takes_too_long_is_replaced(in_crew):
    """A process that takes too long is ended and replaced."""

    async def scene(readers):
        for _ in range(2):
            with pytest.raises(HTTPException, match="503"):
                await ask(readers, b"sleep")
        return await asyncio.gather(*(ask(readers, b"again") for _ in range(4)))

    assert [answer.body for answer in in_crew(scene, read_seconds=0.3)] == [b"again"] * 4


def test_one_that_dies_is_replaced(in_crew):
    """So is one that dies over a picture."""

    async def scene(readers):
        for _ in range(3):
            with pytest.raises(HTTPException, match="503"):
                await ask(readers, b"die")
        return await ask(readers, b"again")

    assert in_crew(scene).body == b"again"


def test_over_capacity(in_crew):
    """What does not fit is refused at once."""

    async def scene(readers):
        tasks = [asyncio.create_task(ask(readers, b"sleep")) for _ in range(3)]
        await asyncio.sleep(0.01)
        with pytest.raises(HTTPException, match="which is all that fits"):
            await ask(readers, b"more")
        await asyncio.gather(*tasks, return_exceptions=True)

    in_crew(scene, queue=1, read_seconds=0.3)


def test_reopening_changes_all(in_crew):
    """After reopening, all processes are new, and the reading goes on."""

    async def scene(readers):
        before = readers.model.name
        await readers.reopen()
        return before != readers.model.name, (await ask(readers, b"still")).body

    assert in_crew(scene) == (True, b"still")


def test_a_model_that_cannot_be_opened(in_crew):
    """A model that cannot be opened is said in one line."""
    with pytest.raises(ModelError, match="No such model"):
        in_crew(None, model="broken")
