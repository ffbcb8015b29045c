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
from inkread.service.frame import read, write
out = sys.stdout.buffer
if sys.argv[1:] == ["broken"]:
    write(out, [({"error": "No such model."}, b"")])
    sys.exit()
about = {"name": str(os.getpid()), "understood": None, "parameters": None, "learned": False}
write(out, [({"model": about}, b"")])
while (asked := read(sys.stdin.buffer)) is not None:
    contents = [content for _, content in asked]
    if b"sleep" in contents: time.sleep(60)
    if b"nap" in contents: time.sleep(0.2)
    if b"die" in contents: os._exit(1)
    say = {b"who": str(os.getpid()).encode(), b"how many": str(len(contents)).encode()}
    write(out, [({"status": 200, "media_type": "", "seen": {}}, say.get(one, one)) for one in contents])
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


async def ask_all(readers, *contents):
    """What is answered to each, or raised, when all are asked at once."""
    found = await asyncio.gather(*(ask(readers, content) for content in contents), return_exceptions=True)
    return [getattr(one, "body", one) for one in found]


def test_each_gets_its_own_answer(in_crew):
    """Many pictures at once, of any size, each come back as the answer to their own request."""
    pictures = [bytes([n]) * (n * 5000) for n in range(30)]

    async def scene(readers):
        return await ask_all(readers, *pictures)

    assert in_crew(scene) == pictures


def test_small_ones_go_together(in_crew):
    """Small pictures that wait are read several at a time, half of them by each of two."""

    async def scene(readers):
        return await ask_all(readers, b"nap", b"nap", *[b"how many"] * 12)

    assert in_crew(scene)[2:][:6] == [b"6"] * 6


def test_large_ones_go_alone(in_crew):
    """No picture has to wait for a large one that came later."""

    async def scene(readers):
        return await ask_all(readers, b"nap", b"nap", b"how many", bytes(crew.SMALL_BYTES + 1), b"how many")

    assert in_crew(scene)[2::2] == [b"1", b"1"]


@pytest.mark.parametrize("end", [b"die", b"sleep"])
def test_the_others_of_one_that_stops_a_process(in_crew, end):
    """Pictures that went together with one that stops the process are read all the same."""

    async def scene(readers):
        return await ask_all(readers, b"nap", b"nap", b"one", end, b"two", b"three")

    found = in_crew(scene, read_seconds=1)
    assert isinstance(found.pop(3), HTTPException)
    assert found == [b"nap", b"nap", b"one", b"two", b"three"]


def test_one_that_is_given_up(in_crew):
    """Nobody gets the answer to a request that was given up."""

    async def scene(readers):
        left = asyncio.create_task(ask(readers, b"nap"))
        await asyncio.sleep(0.05)
        left.cancel()
        return await ask_all(readers, b"mine", b"yours", b"theirs")

    assert in_crew(scene) == [b"mine", b"yours", b"theirs"]


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


def test_one_that_cannot_be_replaced(in_crew, tmp_path):
    """Where none can be started a request is refused at once; as soon as one can, the next is answered."""
    script = tmp_path / "worker.py"

    async def scene(readers):
        script.write_text("")
        lost = await ask_all(readers, b"die", b"die")
        refused = await ask_all(readers, b"one", b"two")
        script.write_text(WORKER)
        return lost, refused, await ask_all(readers, b"one", b"two")

    lost, refused, read = in_crew(scene, read_seconds=600)
    assert {str(one)[:3] for one in lost + refused} == {"503"}
    assert "No process can be started" in str(refused[1]) and read == [b"one", b"two"]


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
    """After reopening, all processes are new."""

    async def scene(readers):
        before = await ask_all(readers, b"who", b"who")
        await readers.reopen()
        return before, await ask_all(readers, b"who", b"who"), readers.model.name

    before, after, name = in_crew(scene)
    assert len({*before, *after}) == 4
    assert name.encode() in after


def test_reopening_waits_for_what_is_read(in_crew):
    """Who reads while the crew is reopened finishes that, and reads no more."""

    async def scene(readers):
        before = await ask_all(readers, b"who", b"who")
        at_work = [asyncio.create_task(ask(readers, b"nap")) for _ in range(2)]
        await readers.reopen()
        answers = [(await one).body for one in at_work]
        return answers, {*before} & {*await ask_all(readers, b"who", b"who")}

    assert in_crew(scene) == ([b"nap", b"nap"], set())


def test_a_model_that_cannot_be_opened(in_crew):
    """A model that cannot be opened is said in one line."""
    with pytest.raises(ModelError, match="No such model"):
        in_crew(None, model="broken")
