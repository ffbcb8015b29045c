import asyncio
from dataclasses import replace

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from inkread.service.limits import Gate, Intake


def test_upload_size(app):
    """An upload above the limit is refused."""
    with TestClient(app(upload_bytes=1000), base_url="http://localhost") as client:
        assert client.post("/v1/read", content=bytes(1001)).status_code == 413


def test_upload_size_without_a_length(app):
    """Also when it does not say how long it is."""
    with TestClient(app(upload_bytes=1000), base_url="http://localhost") as client:
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


def test_over_capacity():
    """What does not fit is refused at once, with the time to come again; what has left makes room."""
    gate = Gate(1)
    gate.enter()
    with pytest.raises(HTTPException) as caught:
        gate.enter()
    gate.leave()
    gate.enter()
    assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "1"})
