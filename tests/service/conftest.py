"""A service with a reader that always says 7, and pictures to send to it."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from inkread.core import Box
from inkread.ink.load import Picture, load
from inkread.ink.sheet import sheet_of
from inkread.reading.reader import Trace
from inkread.reading.result import Digit, Number, Reading, Sight
from inkread.service.app import create_app
from inkread.service.model import Model
from inkread.service.reads import About
from inkread.service.settings import Settings
from inkread.service.threads import Threads


class Sevens:
    """Reads every picture as one 7 of the picture's size, or as nothing when the picture is of one colour."""

    recogniser = None

    def classifier(self, images):
        return np.tile(np.eye(10, dtype=np.float32)[7], (len(images), 1))

    def read(self, source, as_="page"):
        page = source if isinstance(source, Picture) else load(source)
        if page.pixels.min() == page.pixels.max():
            return Reading(None)
        box = Box(0, 0, page.width, page.height)
        probabilities = np.eye(10, dtype=np.float32)[7] * np.float32(0.9)
        digit = Digit(7, 0.9, box, Sight(np.full((28, 28), 0.5, np.float32), probabilities))
        return Reading(None, (Number("7", 0.9, box, (digit,)),))

    def traced(self, picture, as_="page"):
        return Trace(self.read(picture, as_), sheet_of(picture))


def png(pixels):
    """The bytes of a PNG of ``(H, W) uint8``."""
    file = io.BytesIO()
    Image.fromarray(np.asarray(pixels, np.uint8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def picture():
    """A PNG with a black bar on white, 60 by 40."""
    pixels = np.full((40, 60), 255)
    pixels[8:32, 28:33] = 0
    return png(pixels)


@pytest.fixture
def settings(tmp_path):
    """A service on loopback that keeps everything in a folder of the test."""
    return Settings(corrections=tmp_path / "corrections.sqlite", runs=tmp_path / "runs", workers=2)


def of(reader, learned=False):
    """What opens ``reader`` as a model."""
    return lambda: Model(reader, About("sevens", None, 1, learned))


@pytest.fixture
def app(settings):
    """Makes the service, with other settings or another reader than the usual ones."""

    def make(reader=None, **changes):
        changed = replace(settings, **changes)
        return create_app(changed, Threads(changed, of(reader or Sevens())))

    return make


@pytest.fixture
def client(app):
    """A browser's view of the service, at its own address."""
    with TestClient(app(), base_url="http://127.0.0.1:8028") as client:
        yield client
