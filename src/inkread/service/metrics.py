"""Counts and durations in the text format of Prometheus."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper ends of the buckets of the durations."""


class Metrics:
    """What happened since the start. Used by the event loop's thread alone."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.seen: Counter[str] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._sums: Counter[str] = Counter()
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}

    def gauge(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Ask ``value`` for a number whenever the metrics are read."""
        self._gauges[name] = (meaning, value)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request is done."""
        self.answers[method, route, status] += 1
        self._sums[route] += seconds  # type: ignore[assignment]  # Counter adds floats as well
        self._buckets[route, next((end for end in SECONDS if seconds <= end), float("inf"))] += 1

    def text(self) -> str:
        """All of it, in Prometheus' text format 0.0.4."""
        lines = ["# HELP inkread_requests_total Requests answered.", "# TYPE inkread_requests_total counter"]
        for (method, route, status), n in sorted(self.answers.items()):
            lines.append(f'inkread_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}')
        lines += self._durations()
        lines += ["# HELP inkread_seen_total What was read.", "# TYPE inkread_seen_total counter"]
        lines += [f'inkread_seen_total{{what="{what}"}} {n}' for what, n in sorted(self.seen.items())]
        for name, (meaning, value) in self._gauges.items():
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {value():g}"]
        return "\n".join(lines) + "\n"

    def _durations(self) -> list[str]:
        name = "inkread_request_seconds"
        lines = [f"# HELP {name} Time from request to answer.", f"# TYPE {name} histogram"]
        for route in sorted(self._sums):
            n = 0
            for end in (*SECONDS, float("inf")):
                n += self._buckets[route, end]
                label = "+Inf" if end == float("inf") else f"{end:g}"
                lines.append(f'{name}_bucket{{route="{route}",le="{label}"}} {n}')
            lines += [
                f'{name}_sum{{route="{route}"}} {self._sums[route]:.6f}',
                f'{name}_count{{route="{route}"}} {n}',
            ]
        return lines


class Measured:
    """Middleware that counts and times every request by its route, so that the names stay few."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - start
            self._metrics.answered(_method(scope), _route(scope), status, seconds)


def _method(scope: Scope) -> str:
    known = ("GET", "POST", "DELETE", "HEAD", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "other"
