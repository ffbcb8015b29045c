"""What the benchmarks of the service share: a service of their own, and a client that is fast enough."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

RESULTS = Path(__file__).parents[1] / "results"
STROKES = Path(__file__).parents[1] / "tests" / "browser" / "strokes.json"


@dataclass(frozen=True)
class Service:
    """A running ``inkread serve``."""

    process: subprocess.Popen[str]
    port: int
    start_seconds: float

    def memory_mb(self) -> float:
        """Resident memory of the service and its readers."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return sum(_resident_mb(pid) for pid in pids)

    def cpu_seconds(self) -> dict[str, float]:
        """Processor time so far: of the process that answers HTTP, of those that read, and of this one."""
        readers = sum(_cpu_seconds(pid) for pid in _children(self.process.pid))
        return {"http": _cpu_seconds(self.process.pid), "readers": readers, "client": time.process_time()}


@contextlib.contextmanager
def serving(*options: str, cores: str = "") -> Iterator[Service]:
    """``inkread serve`` on a free port with a home of its own, on ``cores`` such as "0,1" where given."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "inkread", "serve", "--port", "0", *options]
        command = ["taskset", "-c", cores, *command] if cores else command
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "INKREAD_HOME": home}
        )
        with process:
            line = process.stdout.readline() if process.stdout else ""
            port = re.search(r":(\d+)/", line)
            assert port, "the service did not start"
            try:
                yield Service(process, int(port[1]), time.perf_counter() - start)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def small_pictures(n: int, digits: int = 1, height: int = 64) -> list[bytes]:
    """``n`` PNGs of numbers of that many digits out of the embedded test digits, dark on light."""
    from inkread.data.uci import load_digits

    images = load_digits().test_images
    pictures = []
    for at in range(n):
        chosen = [images[(at * digits + k) % len(images)] for k in range(digits)]
        line = Image.fromarray(np.hstack([255 - image for image in chosen]))
        line = line.resize((digits * height, height), Image.Resampling.BICUBIC)
        file = io.BytesIO()
        line.save(file, "PNG")
        pictures.append(file.getvalue())
    return pictures


def request(path: str, content: bytes, kind: str) -> bytes:
    """One HTTP/1.1 request as it goes over the wire."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {kind}",
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes
) -> tuple[int, dict[str, str], bytes]:
    """Send a request and take its answer: status, headers, body."""
    writer.write(message)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(head[0].split()[1]), headers, body


__all__ = ["RESULTS", "STROKES", "Service", "exchange", "request", "serving", "small_pictures"]
