"""The service against its own description, with requests that schemathesis makes up."""

import os
import re
import signal
import subprocess
import sys

import pytest

pytest.importorskip("schemathesis", reason="needs the package schemathesis")

SERVICE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from conftest import Sevens, of
from inkread.service.app import create_app
from inkread.service.server import listen, serve
from inkread.service.settings import Settings
from inkread.service.threads import Threads

folder = Path(sys.argv[2])
settings = Settings(port=0, corrections=folder / "c.sqlite", runs=folder / "runs", program=("false",))
listener = listen(settings)
app = create_app(settings, Threads(settings, of(Sevens())))
serve(app, listener, lambda: print(listener.getsockname()[1], flush=True))
"""


@pytest.fixture
def address(tmp_path, request):
    """Where a service is whose reader always says 7."""
    command = [sys.executable, "-c", SERVICE, str(request.path.parent), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        yield f"http://127.0.0.1:{service.stdout.readline().strip()}"
        service.send_signal(signal.SIGTERM)


def test_description_is_kept(address, tmp_path):
    """No made-up request gets an answer that is not described, or a server error."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"]
    options = ["--max-examples", "5", "--seed", "1", "--phases", "examples,coverage,fuzzing", "--no-color"]
    checks = [
        "--checks",
        "not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance",
    ]
    run = subprocess.run(
        [*command, *options, *checks],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "100"},
        check=False,
    )
    assert run.returncode == 0, re.sub(r"\n{2,}", "\n", run.stdout)[-4000:]
