import asyncio
import threading
from dataclasses import replace

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from inkread.service.app import create_app
from inkread.service.limits import Intake, Pool


def test_upload_size(settings, model):
    """An upload above the limit is refused."""
    app = create_app(replace(settings, upload_bytes=1000), model)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.post("/v1/read", content=bytes(1001)).status_code == 413


def test_upload_size_without_a_length(settings, model):
    """Also when it does not say how long it is."""
    app = create_app(replace(settings, upload_bytes=1000), model)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.post("/v1/read", content=(bytes(100) for _ in range(11))).status_code == 413


def test_upload_time(settings):
    """An upload that trickles in is refused when its time is over."""

    async def app(scope, receive, send):
        while (await receive())["more_body"]:
            pass

    async def receive():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    slow = Intake(app, replace(settings, upload_seconds=0.1))
    with pytest.raises(HTTPException) as caught:
        asyncio.run(slow({"type": "http"}, receive, None))
    assert caught.value.status_code == 408


def test_over_capacity(settings):
    """What does not fit is refused at once, with the time to come again."""

    async def scene():
        pool, gate = Pool(replace(settings, workers=1, queue=1)), threading.Event()
        waiting = [asyncio.create_task(pool.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(HTTPException) as caught:
            await pool.run(gate.wait)
        gate.set()
        return caught.value, await asyncio.gather(*waiting), pool

    refusal, answers, _ = asyncio.run(scene())
    assert (refusal.status_code, refusal.headers, answers) == (503, {"Retry-After": "1"}, [True, True])


def test_slow_work_keeps_its_place(settings):
    """Work that outlives its time is answered, but counts until it ends."""

    async def scene():
        pool, gate = Pool(replace(settings, workers=1, queue=0, read_seconds=0.05)), threading.Event()
        with pytest.raises(HTTPException):
            await pool.run(gate.wait)
        held = pool.under_way
        gate.set()
        while pool.under_way:
            await asyncio.sleep(0.001)
        return held, await pool.run(lambda: "free again")

    assert asyncio.run(scene()) == (1, "free again")


def test_errors_pass_through(settings):
    """An error of the work is the caller's to see, and frees the place."""

    async def scene():
        pool = Pool(settings)
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda: 1 // 0)
        await asyncio.sleep(0.01)
        return pool.under_way

    assert asyncio.run(scene()) == 0
