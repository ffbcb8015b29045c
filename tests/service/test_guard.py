import pytest
from starlette.testclient import TestClient

from inkread.service.guard import host_name

TOKEN = "open sesame"  # noqa: S105 - of the service under test


@pytest.mark.parametrize("host", ["127.0.0.1:8028", "localhost", "LOCALHOST:8028", "[::1]:8028"])
def test_own_host(client, host):
    """The names of this machine are answered."""
    assert client.get("/v1/model", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil.example:8028", "", "[", "]:80"],
)
def test_foreign_host(client, host):
    """A name that was pointed at this machine (DNS rebinding) is not."""
    assert client.get("/v1/model", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "", "file://"])
def test_foreign_origin(client, picture, origin):
    """A page of another site cannot post here."""
    assert client.post("/v1/read", content=picture, headers={"Origin": origin}).status_code == 403


def test_own_origin(client, picture):
    """Our own page can."""
    answer = client.post("/v1/read", content=picture, headers={"Origin": "http://127.0.0.1:8028"})
    assert answer.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_foreign_fetch(client, site):
    """A page of another site cannot read answers either, even where its browser names no origin."""
    assert client.get("/v1/corrections", headers={"Sec-Fetch-Site": site}).status_code == 403


def test_a_link_is_followed(client):
    """A link on another site leads to the page."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/health", "/v1/nothing", "/app.js"])
def test_policy_allows_no_inline_script(client, path):
    """Every answer forbids inline script and style, framing and anything from elsewhere."""
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy


def test_refusals_carry_the_policy(client):
    """So does a refusal."""
    assert "content-security-policy" in client.get("/", headers={"Host": "evil.example"}).headers


@pytest.fixture
def guarded(app):
    """A service with a token."""
    with TestClient(app(token=TOKEN), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    "sent", [None, "Bearer wrong", "Bearer", "open sesame", "Bearer öpen", "Bearer open sesam"]
)
def test_without_the_token(guarded, sent):
    """Without the right token there is no answer."""
    headers = {} if sent is None else {"Authorization": sent.encode()}
    assert guarded.get("/v1/model", headers=headers).status_code == 401


def test_with_the_token(guarded):
    """With it there is."""
    assert guarded.get("/v1/model", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/v1/health"])
def test_open_to_all(guarded, path):
    """The page, the description and the health need no token: they tell nothing."""
    assert guarded.get(path).status_code == 200


@pytest.mark.parametrize(
    ("host", "name"), [("a:1", "a"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("A.B", "a.b"), ("", "")]
)
def test_host_name(host, name):
    """A Host header is a name and perhaps a port."""
    assert host_name(host) == name


def test_addresses_are_hosts_beyond_loopback(app):
    """A service for the network answers to its addresses, and to names only when they are allowed."""
    everywhere = app(host="0.0.0.0", token=TOKEN, allowed_hosts=("desk", "Lap.local:8028"))  # noqa: S104
    with TestClient(everywhere) as client:
        hosts = ("192.168.1.5:8028", "desk:8028", "lap.local:8028", "evil.example")
        assert [client.get("/", headers={"Host": host}).status_code for host in hosts] == [200, 200, 200, 400]
