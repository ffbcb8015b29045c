"""Who may ask, and what a browser may do with the answers.

A page of another site can make a browser send requests to this machine, or point its own name at it (DNS
rebinding). So the Host must be one of ours, and where an Origin is named it must be the one that was asked.
"""

from __future__ import annotations

import ipaddress
import secrets

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inkread.service.settings import Settings, is_loopback

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}
"""Sent with every answer; a route that sets one of them itself keeps its own."""

_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""The usual names of it, known without taking them apart."""

OPEN_TO_ALL = ("/v1/health",)
"""What is answered without the token."""


class Guard:
    """Middleware: 400 for a foreign Host, 403 for a foreign Origin, 401 without the token if there is one."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        hosts = (*settings.allowed_hosts, settings.host)
        # People copy the whole Host that was refused, with its port.
        self._hosts = {name for host in hosts for name in (host.lower(), host_name(host)) if name}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a refusal, or pass the request on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                ours = (header for header in _RAW_HEADERS if header[0] not in own)
                message["headers"] = [*message["headers"], *ours]
            await send(message)

        app = self._refusal(scope) or self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "")):
            return _refuse(400, "This Host is not served here. Allow it with --allow-host.")
        if not _same_origin(headers):
            return _refuse(403, "Requests from pages of other sites are not answered.")
        if self._settings.token and _is_guarded(scope["path"]) and not self._knows_token(headers):
            return _refuse(401, "Send the token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
        return None

    def _is_ours(self, host: str) -> bool:
        name = host_name(host)
        if name in _THIS_MACHINE or name in self._hosts:
            return True
        # Rebinding needs a name of the attacker's: an address in the Host cannot be one.
        by_address = not self._settings.loopback and is_address(name)
        return is_loopback(name) or by_address

    def _knows_token(self, headers: Headers) -> bool:
        sent = headers.get("authorization", "").partition(" ")[2].strip()
        return secrets.compare_digest(sent.encode(), (self._settings.token or "").encode())


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    name = host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.strip("[]").lower()


def is_address(name: str) -> bool:
    """Whether ``name`` is a numeric address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower().partition("://")[2] == headers.get("host", "").lower()
    followed_a_link = headers.get("sec-fetch-mode") == "navigate"
    return followed_a_link or headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _is_guarded(path: str) -> bool:
    return path.startswith("/v1/") and path not in OPEN_TO_ALL


def _refuse(status: int, why: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"detail": why}, status, headers)
