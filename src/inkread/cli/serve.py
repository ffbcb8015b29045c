"""``inkread serve``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from inkread.service.model import Model
    from inkread.service.reads import Readers
    from inkread.service.settings import Settings

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared, not listened on
"""Hosts that stand for all addresses of this machine."""


def serve(
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 lets others in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8028,
    model: Annotated[
        str | None, typer.Option(help="A run folder or a model file; the shipped model by default.")
    ] = None,
    runs: Annotated[Path, typer.Option(help="The folder of runs that the lesson shows.")] = Path("runs"),
    corrections: Annotated[
        Path | None, typer.Option(help="The file of corrections; your own by default.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(envvar="INKREAD_TOKEN", help="Asked of everybody; made up when others are let in."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A further name of this machine; may be repeated.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that read; 0 reads in the service's own.")
    ] = None,
) -> None:
    """Open the page and the HTTP service: draw, photograph, correct, learn, train."""
    from inkread.errors import MissingExtraError

    try:
        from inkread.service.app import create_app
        from inkread.service.server import listen
        from inkread.service.server import serve as answer
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "serve", "The service") from error

    settings = _settings(host, port, token, allow_host or [], runs, corrections, workers)
    listener = listen(settings)
    app = create_app(settings, _readers(settings, model))
    answer(app, listener, lambda: _announce(settings, listener.getsockname()[1]))


def _settings(
    host: str,
    port: int,
    token: str | None,
    names: list[str],
    runs: Path,
    corrections: Path | None,
    workers: int | None,
) -> Settings:
    import secrets
    import socket

    from inkread.service.settings import Settings, is_loopback

    default = Settings()
    own = [socket.gethostname()] if host in EVERYWHERE else []  # the name that is printed
    return Settings(
        host=host,
        port=port,
        # Whoever reaches the port could read corrections and start trainings: so others always need a token.
        token=_plain(token) or (None if is_loopback(host) else secrets.token_urlsafe(16)),
        allowed_hosts=tuple(name.lower() for name in (*names, *own)),
        runs=runs,
        corrections=corrections or default.corrections,
        workers=default.workers if workers is None else workers,
    )


def _plain(token: str | None) -> str | None:
    """The token, which must be one that every browser and program can send in a header."""
    from inkread.errors import InkreadError

    if token and not all("!" <= sign <= "~" for sign in token):
        raise InkreadError("A token has letters, digits and signs of ASCII and no spaces. Choose another.")
    return token


def _readers(settings: Settings, model: str | None) -> Readers:
    from inkread.service.crew import Crew

    if settings.workers and (model is None or not _is_keras(model)):
        return Crew(settings, model)
    from inkread.service.model import open_model
    from inkread.service.threads import Threads

    if model is not None and _is_keras(model):
        return Threads(settings, lambda: _open_keras(model))
    return Threads(settings, lambda: open_model(model))


def _is_keras(model: str) -> bool:
    from inkread.classifier.kinds import Kind, kind_of

    return kind_of(model) in (Kind.KERAS, Kind.H5)


def _open_keras(path: str) -> Model:
    from inkread.networks.load import load_classifier
    from inkread.reading.reader import Reader
    from inkread.service.model import Model
    from inkread.service.reads import About

    loaded = load_classifier(path)
    return Model(
        Reader(loaded.classifier), About(loaded.name, loaded.understood, loaded.parameters, given=True)
    )


def _announce(settings: Settings, port: int) -> None:
    import socket
    from dataclasses import replace
    from urllib.parse import quote

    everywhere = settings.host in EVERYWHERE
    shown = replace(settings, host=socket.gethostname() if everywhere else settings.host, port=port)
    key = f"#token={quote(settings.token, safe='')}" if settings.token else ""
    typer.echo(f"Inkread is at {shown.address}/{key}")
    typer.echo("Ctrl-C stops it.", err=True)
