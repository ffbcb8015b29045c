"""SIGKILL the service while corrections are being sent: is every one that was acknowledged still there?

    python benchmarks/store_kill.py [--kills 50]

Writes results/store_kill.json.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from serving import RESULTS, exchange, request

from inkread.files import write_json
from inkread.service.store import Store
from inkread.words import at_least_one


async def send_until_killed(port: int, pid: int, seconds: float) -> set[str]:
    """Send corrections over four connections and kill the service after so long; the acknowledged ids."""
    acknowledged: set[str] = set()
    wish = {"pixels": base64.b64encode(bytes(784)).decode(), "read": 1, "correct": 7}
    message = request("/v1/corrections", json.dumps(wish).encode(), "application/json")

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while True:
                status, _, body = await exchange(reader, writer, message)
                assert status == 201
                acknowledged.add(json.loads(body)["id"])
        except (ConnectionError, asyncio.IncompleteReadError):
            return

    tasks = [asyncio.create_task(client()) for _ in range(4)]
    await asyncio.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    await asyncio.gather(*tasks)
    return acknowledged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=at_least_one, default=50)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    acknowledged: set[str] = set()
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "inkread", "serve", "--port", "0", "--workers", "0"]
        for _ in range(arguments.kills):
            service = subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, env={**os.environ, "INKREAD_HOME": home}
            )
            with service:
                found = re.search(r":(\d+)/", service.stdout.readline() if service.stdout else "")
                assert found, "the service did not start after a kill"
                seconds = float(rng.uniform(0.02, 0.5))
                acknowledged |= asyncio.run(send_until_killed(int(found[1]), service.pid, seconds))
        with Store(Path(home) / "corrections.sqlite") as store:
            kept = {one.id for one in store.list()}
    result = {
        "kills": arguments.kills,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - kept),
        "kept_but_not_acknowledged": len(kept - acknowledged),
    }
    write_json(RESULTS / "store_kill.json", result)
    print(result)


if __name__ == "__main__":
    main()
