import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import build_torch, weights_of
from inkread.recipes.registry import RECIPES


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """An untrained network in an ONNX file: enough to start a service."""
    path = tmp_path_factory.mktemp("model") / "untrained.onnx"
    recipe = RECIPES["mlp-256-128"]
    export_onnx(recipe, weights_of(build_torch(recipe, 0)), path, {"recipe": recipe.name})
    return path


@pytest.fixture
def start(model, tmp_path):
    """Starts ``inkread serve`` with further options, and stops it at the end."""
    started = []

    def go(*options):
        command = [sys.executable, "-m", "inkread", "serve", "--port", "0", "--model", str(model), *options]
        environment = {**os.environ, "INKREAD_HOME": str(tmp_path)}
        pipe = subprocess.PIPE
        service = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)
        started.append(service)
        return service

    yield go
    for service in started:
        service.kill()
        service.communicate()


def test_prints_its_address_and_answers_there(start):
    """The address that is printed is where the service answers, on this machine alone."""
    address = start().stdout.readline().split()[-1]
    with urllib.request.urlopen(f"{address}v1/health") as answer:  # noqa: S310 - on loopback
        assert (answer.status, address.startswith("http://127.0.0.1:")) == (200, True)


@pytest.mark.parametrize(
    ("how", "code", "said"), [(signal.SIGTERM, 0, "Ctrl-C stops it.\n"), (signal.SIGINT, 130, "Stopped.\n")]
)
def test_stops_when_asked(start, how, code, said):
    """SIGTERM and Ctrl-C stop it, in good order and without a trace; Ctrl-C says so."""
    service = start()
    service.stdout.readline()
    service.send_signal(how)
    _, errors = service.communicate(timeout=30)
    assert (service.returncode, "Traceback" in errors, errors.endswith(said)) == (code, False, True)


def test_others_need_a_token(start):
    """Beyond loopback a token is made up, printed with the address, and asked for."""
    address = start("--host", "0.0.0.0").stdout.readline().split()[-1]  # noqa: S104 - of the test
    port, token = re.search(r":(\d+)/#token=(\S{16,})$", address).groups()
    local = f"http://127.0.0.1:{port}/v1/model"
    with pytest.raises(urllib.request.HTTPError, match="401"):
        urllib.request.urlopen(local)
    request = urllib.request.Request(local, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert answer.status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104
def test_the_printed_name_is_answered(start, host):
    """Beyond loopback the printed address has this machine's name, and that is served, by IPv4 too."""
    if host == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("needs IPv6")
    name, port = re.search(r"//(.*):(\d+)/#", start("--host", host).stdout.readline()).groups()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/health", headers={"Host": f"{name}:{port}"})
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert answer.status == 200


@pytest.mark.parametrize("token", ["geheim€", "two words", "line\n"])
def test_a_token_that_cannot_be_sent(start, token):
    """A token that not everybody can send in a header is refused at once."""
    _, errors = (service := start("--token", token)).communicate(timeout=30)
    assert (service.returncode, errors.count("\n"), "no spaces" in errors) == (2, 1, True)


def test_a_port_that_is_taken(start):
    """A port that is in use is answered with one line."""
    port = start().stdout.readline().strip("/\n").rpartition(":")[2]
    second = start("--port", port)
    _, errors = second.communicate(timeout=30)
    assert (second.returncode, errors.count("\n"), "already in use." in errors) == (2, 1, True)


def test_missing_extra(monkeypatch):
    """Without the extra, the verb says how to install it."""
    from inkread.cli.serve import serve
    from inkread.errors import MissingExtraError

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "inkread.service.server", raising=False)
    with pytest.raises(MissingExtraError, match=r"inkread\[serve\]"):
        serve()


def test_light():
    """The service reaches neither PyTorch nor Keras nor matplotlib."""
    code = (
        "import sys, inkread.service.app, inkread.service.server, inkread.reading.reader;"
        "sys.exit(bool({'torch', 'keras', 'matplotlib', 'sklearn'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
