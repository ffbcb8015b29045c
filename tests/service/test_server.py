"""Starting and stopping in good order."""

import asyncio
import os
import signal
from dataclasses import replace

import pytest

from inkread.errors import DataError
from inkread.service.app import create_app
from inkread.service.hand import hire
from inkread.service.server import listen, serve


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
