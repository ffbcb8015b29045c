import pytest
from starlette.testclient import TestClient


def test_health(client):
    """The service says that it is up, and which version."""
    assert client.get("/v1/health").json()["status"] == "ok"


def test_model(client):
    """What reads has a name."""
    assert client.get("/v1/model").json() == {
        "name": "sevens",
        "understood": None,
        "parameters": 1,
        "learned": False,
    }


def test_page_and_description_are_served(client):
    """The page, its description and the OpenAPI document come from the service itself."""
    answers = [client.get(path) for path in ("/", "/docs", "/openapi.json", "/app.js", "/style.css")]
    assert [answer.status_code for answer in answers] == [200] * 5


def test_unknown_path_is_one_line(client):
    """A path that is not there is answered with one line of JSON."""
    assert client.get("/v1/nothing").json() == client.post("/v1/read/").json()
    assert client.get("/nothing").json() == {"detail": "Not Found"}


@pytest.mark.parametrize(("path", "way"), [("/v1/read", "POST"), ("/v1/runs", "GET")])
def test_the_wrong_way(client, path, way):
    """A path that is asked in the wrong way is answered with the right one, not as if it were none."""
    answer = client.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, way)


def test_a_crash_shows_no_trace(app, picture):
    """An error of our own is answered without a word of where it happened."""

    class Broken:
        def read(self, source, as_):
            raise RuntimeError("secret detail at /home/someone")

    with TestClient(app(Broken()), base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.post("/v1/read", content=picture)
    assert (answer.status_code, "secret" in answer.text, "Traceback" in answer.text) == (500, False, False)


def test_metrics_count_what_was_read(client, picture):
    """Every digit that was read is in the metrics, in Prometheus' form."""
    client.post("/v1/read", content=picture)
    text = client.get("/v1/metrics").text
    assert 'inkread_seen_total{what="digits"} 1' in text
    assert 'inkread_requests_total{method="POST",route="/v1/read",status="200"} 1' in text
    assert 'inkread_request_seconds_bucket{route="/v1/read",le="+Inf"} 1' in text


def test_metrics_names_stay_few(client):
    """Paths that are not there share one name, so that nobody can fill the memory with names."""
    for n in range(20):
        client.get(f"/v1/made-up-{n}")
    assert "made-up" not in client.get("/v1/metrics").text
