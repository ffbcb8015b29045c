"""What a service may be told, with the limits it keeps when it is told nothing."""

from __future__ import annotations

import ipaddress
import sys
from dataclasses import dataclass, field
from pathlib import Path

from inkread.classifier.learned import home
from inkread.cores import usable_cores

MEBIBYTE = 1 << 20


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach ``host``."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Settings:
    """How one service listens, what it keeps and how much it takes.

    ``token`` guards everything but the page itself, its description and ``/v1/health``. ``workers``
    processes read (with 0, threads of the service's own), and ``queue`` pictures may wait; whoever comes then
    is told to try again. A picture may have ``upload_bytes``, other requests ``json_bytes``, twice what the
    largest drawing takes. ``program`` is the command that trains and evaluates.
    """

    host: str = "127.0.0.1"
    port: int = 8028
    token: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    corrections: Path = field(default_factory=lambda: home() / "corrections.sqlite")
    runs: Path = Path("runs")
    workers: int = field(default_factory=lambda: min(8, usable_cores()))
    queue: int = 64
    upload_bytes: int = 25 * MEBIBYTE
    json_bytes: int = 2 * MEBIBYTE
    upload_seconds: float = 30.0
    read_seconds: float = 15.0
    program: tuple[str, ...] = (sys.executable, "-m", "inkread")

    @property
    def loopback(self) -> bool:
        """Whether only this machine is served."""
        return is_loopback(self.host)

    @property
    def address(self) -> str:
        """What to type into a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
