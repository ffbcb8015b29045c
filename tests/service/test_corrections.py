import base64

import pytest

from inkread.service.store import Correction, Store

PIXELS = base64.b64encode(bytes(range(256)) * 3 + bytes(16)).decode()
WISH = {"pixels": PIXELS, "read": 7, "confidence": 0.6, "correct": 1, "model": "sevens"}


def test_submit_then_list(client):
    """A correction that was sent is listed."""
    kept = client.post("/v1/corrections", json=WISH).json()
    assert client.get("/v1/corrections").json() == {"total": 1, "corrections": [kept]}


def test_no_digit_is_a_correction(client):
    """What was taken for a digit may be none."""
    assert client.post("/v1/corrections", json={**WISH, "correct": None}).json()["correct"] is None


def test_delete(client):
    """A correction can be taken back, once."""
    one = client.post("/v1/corrections", json=WISH).json()["id"]
    answers = [client.delete(f"/v1/corrections/{one}").status_code for _ in range(2)]
    assert answers == [204, 404]


@pytest.mark.parametrize(
    "wrong",
    [
        {"pixels": "AAAA"},
        {"pixels": "not base64 ☃"},
        {"pixels": None},
        {"correct": 10},
        {"correct": "1"},
        {"read": -1},
        {"confidence": 1.5},
        {"crop": PIXELS},
        {"model": "x" * 1000},
        {"id": "chosen by the client"},
    ],
)
def test_malformed(client, wrong):
    """What is no correction is refused and not kept."""
    answer = client.post("/v1/corrections", json={**WISH, **wrong})
    assert (answer.status_code, client.get("/v1/corrections").json()["total"]) == (422, 0)


@pytest.mark.parametrize("one", ["..%2f..%2fetc", "x", "A" * 32, "0" * 33])
def test_malformed_id(client, one):
    """An id has its form, or is refused."""
    assert client.delete(f"/v1/corrections/{one}").status_code in (404, 405, 422)


@pytest.mark.parametrize("at", ["2026-W47-7", "20261122T120000", "2026-11-22T12"])
def test_imported_times(client, settings, at):
    """A correction whose time is written in another form of ISO 8601 is listed as well."""
    with Store(settings.corrections) as store:
        store.add(Correction(bytes(784), 3, at=at))
    assert client.get("/v1/corrections").json()["corrections"][0]["at"].startswith("2026-11-22T")
