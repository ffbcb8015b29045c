"""The pages of a PDF as images, with the engine of Chromium: the extra ``formats`` brings it.

The document is opened anew for each page, so that nothing of one stays while the next is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from PIL import Image

from inkread.errors import MissingExtraError, PictureError

DOTS = 200 / 72
"""A page is rendered at 200 dots an inch; its own unit is 1/72 of an inch."""


def n_pages(content: bytes, name: str) -> int:
    """How many pages there are, at least 1. Raises ``PictureError`` and ``MissingExtraError``."""
    with _opened(content, name) as document:
        pages = len(document)
    if not pages:
        raise PictureError(f"{name} is a PDF without pages.")
    return pages


def rendered(content: bytes, name: str, number: int, most_pixels: int) -> Image.Image:
    """A page, counted from 0, of about ``most_pixels`` at most. Raises as ``n_pages`` does."""
    with _opened(content, name) as document:
        page = document[number]
        width, height = page.get_size()
        scale = min(DOTS, (most_pixels / max(width * height, 1.0)) ** 0.5)
        image: Image.Image = page.render(scale=scale).to_pil()
    return image


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[Any]:
    """The document; what is wrong with it is said in one line that names it."""
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtraError("pypdfium2", "formats", f"Reading PDF ({name})") from error
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            yield document
    except Exception as error:
        raise PictureError(f"{name} is a PDF that cannot be opened ({error}). Save it again.") from error
