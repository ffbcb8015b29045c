import asyncio
from dataclasses import replace

import pytest
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from inkread.service.limits import Gate, Intake
from inkread.service.schemas import MAX_POINTS, Drawing


def test_upload_size(app):
    """An upload above the limit is refused."""
    with TestClient(app(upload_bytes=1000), base_url="http://localhost") as client:
        assert client.post("/v1/read", content=bytes(1001)).status_code == 413


def test_upload_size_without_a_length(app):
    """Also when it does not say how long it is."""
    with TestClient(app(upload_bytes=1000), base_url="http://localhost") as client:
        assert client.post("/v1/read", content=(bytes(100) for _ in range(11))).status_code == 413


def test_json_size(app):
    """What is no picture may have less: it is taken apart where all requests are answered."""
    with TestClient(app(json_bytes=1000), base_url="http://localhost") as client:
        large = {"width": 9, "height": 9, "strokes": [{"points": [[1, 1, 0.5]] * 100}]}
        assert client.post("/v1/drawing", json=large).status_code == 413
        assert client.post("/v1/read", content=bytes(1001)).status_code == 422


def test_the_largest_drawing_fits(client):
    """A drawing of as many points as are taken, each with all the places that a browser sends, is read."""
    points = [[1183.3333740234375, 655.1666870117188, 0.5234375]] * MAX_POINTS
    drawing = {"width": 1200, "height": 700, "strokes": [{"points": points}]}
    assert client.post("/v1/drawing", json=drawing).status_code == 200


def test_one_mistake_is_enough():
    """Of a drawing with many mistakes the first is said, not one for each is looked for."""
    points = [["x", "y", "z"]] * 10_000
    with pytest.raises(ValidationError) as caught:
        Drawing.model_validate({"width": 9, "height": 9, "strokes": [{"points": points}] * 20})
    assert caught.value.error_count() <= 3


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


@pytest.mark.parametrize("kind", [b"image/png", b"multipart/form-data; boundary=x"])
def test_upload_that_breaks_off(client, caplog, kind):
    """Who goes away in the middle of an upload leaves no traceback, and it is no fault of ours."""
    parts = iter([{"type": "http.request", "body": b"--x", "more_body": True}, {"type": "http.disconnect"}])
    sent = []

    async def receive():
        return next(parts)

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", kind)]
    scope = {"type": "http", "method": "POST", "path": "/v1/read", "query_string": b"", "headers": headers}
    asyncio.run(client.app(scope, receive, send))
    assert (sent[0]["status"], caplog.records) == (400, [])


def test_over_capacity():
    """What does not fit is refused at once, with the time to come again; what has left makes room."""
    gate = Gate(1)
    gate.enter()
    with pytest.raises(HTTPException) as caught:
        gate.enter()
    gate.leave()
    gate.enter()
    assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "1"})
