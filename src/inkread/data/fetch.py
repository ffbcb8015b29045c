"""Fetch MNIST from the public mirrors into Inkread's cache, with a progress bar."""

from __future__ import annotations

import logging
import os
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from inkread.data.registry import Mirror
from inkread.errors import DataError, DownloadError, OutputError
from inkread.files import write_whole

CONNECT_SECONDS = 3.0
"""How long a mirror may take to answer before the next one is tried."""

READ_SECONDS = 30.0
"""How long a transfer may stand still."""

VARIABLE = "INKREAD_CACHE"
"""The environment variable that names another folder for the cache."""

Loaded = TypeVar("Loaded")
log = logging.getLogger("inkread")


def cache_folder() -> Path:
    """Where fetched data are kept: the folder in ``INKREAD_CACHE``, or the system's place for caches."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE]).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("inkread"))


def fetch_mnist(load: Callable[[Path], Loaded], mirrors: tuple[Mirror, ...]) -> tuple[Loaded, str]:
    """What ``load`` makes of a folder with a mirror's files, and the address that it came from.

    Mirrors are tried in order until ``load`` accepts the files; it raises ``DataError`` on those that are not
    MNIST's. Accepted files go into the cache, each in one step; a cache that cannot be written is a warning.
    Raises ``DownloadError`` with the reason of each mirror when none serves.
    """
    reasons = []
    silent = _silent_hosts(mirrors)
    for mirror in mirrors:
        if urlsplit(mirror.address).netloc in silent:
            reasons.append(f"{mirror.name}: cannot be reached")
            continue
        with tempfile.TemporaryDirectory(prefix="inkread-") as name:
            try:
                _download(mirror, Path(name))
                loaded = load(Path(name))
            except (DataError, OSError) as error:
                reasons.append(f"{mirror.name}: {_reason(error, name)}")
                continue
            _keep(Path(name))
            return loaded, mirror.address
    raise DownloadError(f"MNIST could not be fetched ({'; '.join(reasons)}).")


def _silent_hosts(mirrors: tuple[Mirror, ...]) -> set[str]:
    """The hosts to which no connection can be had, found for all of them at the same time.

    Without this, a network that swallows packets would cost a timeout for every address of every host.
    Behind a proxy the question cannot be asked, and no host counts as silent.
    """
    hosts = {urlsplit(mirror.address).netloc for mirror in mirrors}
    if getproxies().keys() & {"all", "http", "https"}:
        return set()
    answered: set[str] = set()
    calls = [threading.Thread(target=_call, args=(host, answered), daemon=True) for host in hosts]
    for call in calls:
        call.start()
    for call in calls:
        call.join(CONNECT_SECONDS)
    return hosts - answered


def _call(host: str, answered: set[str]) -> None:
    name, _, port = host.partition(":")
    try:
        socket.create_connection((name, int(port or 443)), CONNECT_SECONDS).close()
    except OSError:
        return
    answered.add(host)


def _download(mirror: Mirror, folder: Path) -> None:
    import pooch  # type: ignore[import-untyped]

    pooch.get_logger().setLevel(logging.WARNING)
    downloader = pooch.HTTPDownloader(progressbar=True, timeout=(CONNECT_SECONDS, READ_SECONDS))
    for name in mirror.files:
        log.info("Fetching %s%s", mirror.address, name)
        # No hash of the packed file: what counts is the content, and that is checked when it is loaded.
        pooch.retrieve(mirror.address + name, None, fname=name, path=folder, downloader=downloader)


def _keep(folder: Path) -> None:
    """Copy the files into the cache; another process never sees half of one."""
    cache = cache_folder()
    try:
        for file in sorted(folder.iterdir()):
            write_whole(cache / file.name, file.read_bytes())
    except OutputError as error:
        log.warning("MNIST cannot be kept and will be fetched again next time: %s", error)


def _reason(error: Exception, folder: str) -> str:
    """One line without the temporary folder, which says nothing to anybody."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text.replace(f"{folder}{os.sep}", "").rstrip(".")
