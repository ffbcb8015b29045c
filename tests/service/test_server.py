"""Starting and stopping in good order."""

import asyncio
import os
import signal
from dataclasses import replace
from functools import partial

import pytest
import uvicorn

from inkread.errors import DataError
from inkread.service.app import create_app
from inkread.service.hand import hire
from inkread.service.server import Punctual, listen, serve


@pytest.fixture
def listener(settings):
    """A socket at any free port."""
    with listen(replace(settings, port=0)) as listener:
        yield listener


def test_what_keeps_it_from_starting(app, settings, listener, capfd):
    """What keeps the service from starting, such as broken corrections, is raised and not printed."""
    settings.corrections.write_text("no database" * 100)
    with pytest.raises(DataError, match="not a file of corrections"):
        serve(app(), listener, lambda: print("ready"))
    assert capfd.readouterr() == ("", "")


class Interrupted:
    """Readers over whose start the user presses Ctrl-C."""

    under_way = 0

    async def start(self):
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(60)


def test_ctrl_c_while_it_starts(settings, listener):
    """Ctrl-C ends it also while it is starting."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.raises(KeyboardInterrupt):
        serve(create_app(settings, Interrupted()), listener, lambda: print("ready"))


@pytest.fixture
def hurried(monkeypatch, listener):
    """Gives what a slow service without patience answers to some bytes on a connection."""
    monkeypatch.setattr("inkread.service.server.HEAD_SECONDS", 0.1)

    async def slow(scope, receive, send):
        await asyncio.sleep(0.3)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def scene(said):
        config = uvicorn.Config(slow, lifespan="off", log_config=None)
        config.load()
        make = partial(Punctual, config, uvicorn.server.ServerState(), {})
        async with await asyncio.get_running_loop().create_server(make, sock=listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writer.write(said)
            async with asyncio.timeout(4):  # without a request less than the five seconds of a keep-alive
                answer = await reader.read()
            writer.close()
        return answer

    return lambda said: asyncio.run(scene(said))


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: loc"])
def test_who_says_nothing(hurried, said):
    """A connection without a request, or with half of one, is closed; it would keep a place for ever."""
    assert hurried(said) == b""


def test_who_asks_is_answered(hurried):
    """A connection that waits for its answer stays, and is closed when nothing more comes."""
    assert hurried(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 204")


def test_no_process_is_left(tmp_path):
    """A process that is still starting is ended when nobody waits for it any longer."""

    async def scene():
        hiring = asyncio.create_task(hire(("sh", "-c", f"echo $$ > {tmp_path}/id; exec sleep 60")))
        while not (tmp_path / "id").exists() or not (tmp_path / "id").read_text().strip():
            await asyncio.sleep(0.01)
        hiring.cancel()
        await asyncio.wait([hiring])

    asyncio.run(scene())
    number = (tmp_path / "id").read_text().strip()
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)
