"""A real Chromium at a real service; skipped, with the reason, where one of them is missing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from inkread.weights import READER

STROKES = json.loads(Path(__file__).with_name("strokes.json").read_text())
"""Each digit as a pen went: strokes of points in a square of 100 by 100."""


def find_chromium():
    """The browser's program; Debian's package is enough."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("INKREAD_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture
def points():
    """Gives the strokes of a number's digits, side by side, each ``size`` high."""

    def strokes(number, left, top, size, gap=0.0):
        return [
            [(left + at * (size * 0.75 + gap) + x * size / 100, top + y * size / 100) for x, y in stroke]
            for at, digit in enumerate(str(number))
            for stroke in STROKES[digit]
        ]

    return strokes


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    program = find_chromium()
    if program is None:
        pytest.skip("needs a Chromium: apt-get install chromium, or INKREAD_CHROMIUM=its path")
    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serving(folder, data, *options):
    """``inkread serve`` on a free port, with a home of its own; yields its address."""
    environment = {**os.environ, "INKREAD_HOME": str(folder / "home"), "INKREAD_DATA": str(data)}
    command = [
        sys.executable,
        "-m",
        "inkread",
        "serve",
        "--port",
        "0",
        "--runs",
        str(folder / "runs"),
        *options,
    ]
    service = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    with service:
        try:
            yield service.stdout.readline().split()[-1]
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(30)


@pytest.fixture(scope="session")
def address(tmp_path_factory, digits):
    """Where the service is; it trains on the embedded digits."""
    if not READER.is_file():
        pytest.skip("needs the shipped classifier: make weights")
    folder = tmp_path_factory.mktemp("service")
    arrays = (digits.train_images, digits.train_labels, digits.test_images, digits.test_labels)
    np.savez(folder / "own.npz", **dict(zip(("x_train", "y_train", "x_test", "y_test"), arrays, strict=True)))
    with serving(folder, folder / "own.npz") as address:
        yield address


@pytest.fixture
def locked(tmp_path):
    """The address of a service with a token; it has signs that mean something in an address."""
    with serving(tmp_path, tmp_path, "--token", "a+b/c=%20&", "--workers", "0") as address:
        yield address


@pytest.fixture
def opened(chromium, address):
    """Opens the page in a fresh window; at the end no script failed and nothing was asked elsewhere."""
    contexts, problems = [], []

    def open_page(view="draw", **how):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 860}, **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda one: _is_foreign(one.url, address) and problems.append(one.url))
        page.goto(f"{address}#{view}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def _is_foreign(url, address):
    return not url.startswith((address, "blob:", "data:"))


@pytest.fixture
def page(opened):
    """The page on a desktop."""
    return opened()


@pytest.fixture
def write():
    """Writes strokes on the page's sheet with the mouse."""

    def go(page, strokes):
        frame = page.locator("#sheet").bounding_box()
        for stroke in strokes:
            for at, (x, y) in enumerate(stroke):
                page.mouse.move(frame["x"] + x, frame["y"] + y)
                if at == 0:
                    page.mouse.down()
            page.mouse.up()

    return go
