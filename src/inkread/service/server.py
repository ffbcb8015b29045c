"""Listening, saying where, and stopping in good order."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from inkread.errors import InkreadError
from inkread.service.settings import Settings

STOP_SECONDS = 20
"""How long what is under way may take after SIGTERM or Ctrl-C."""

HEAD_SECONDS = 30.0
"""How long a connection may take until the head of a request is there; who says nothing keeps others out."""

MOST_CONNECTIONS = 512
"""More at the same time are answered with 503 before anything is looked at."""


def listen(settings: Settings) -> socket.socket:
    """A socket at the settings' address; port 0 takes any free one.

    Raises InkreadError when the address is not to be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        # The name of this machine, which is printed for it, may stand for an address of either kind.
        both = settings.host == "::" and socket.has_dualstack_ipv6()
        place = (settings.host, settings.port)
        return socket.create_server(place, family=family, backlog=1024, dualstack_ipv6=both)
    except (OSError, OverflowError) as error:
        why = str(getattr(error, "strerror", None) or error).partition(" (while")[0]
        raise InkreadError(
            f"Cannot listen on {settings.host}, port {settings.port}: {why}. "
            "Choose others with --host and --port."
        ) from error


def serve(app: FastAPI, listener: socket.socket, when_ready: Callable[[], None]) -> None:
    """Answer requests until SIGINT or SIGTERM; what is under way then is finished.

    Raises the InkreadError that keeps the application from starting, and KeyboardInterrupt after SIGINT.
    """
    config = uvicorn.Config(
        app,
        http=Punctual,
        lifespan="off",  # Uvicorn would print a traceback of what keeps it from starting: see _run
        log_config=None,  # Uvicorn's own would close the handlers that other libraries in the process have
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here asks who the client is
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = _Server(config, app, when_ready)
    asyncio.run(_run(server, app, listener))
    if server.interrupted:
        raise KeyboardInterrupt


async def _run(server: _Server, app: FastAPI, listener: socket.socket) -> None:
    """Start the application, answer, and end it."""
    with listener:
        async with app.router.lifespan_context(app):
            await server.serve(sockets=[listener])


class Punctual(H11Protocol):
    """A connection that is closed when no request is under way for ``HEAD_SECONDS``."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._patience.cancel()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, app: FastAPI, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._when_ready = when_ready
        self.interrupted = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # The streams of progress never end by themselves, and stopping waits for every answer.
        self._app.state.inkread.jobs.closing.set()
        # As uvicorn does, but the signal is not raised again at the end: this is a stop in good order.
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self.interrupted = sig == signal.SIGINT
