"""Any bytes as a picture: opened, read in one of the three ways and drawn, or refused in one line.

The first byte chooses the way, and whether the rest is a file or plain grey levels: two bytes for width and
height, then the rows. A file's checksums stop most changes at the decoder; plain levels reach the reader.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from inkread.core import Box
from inkread.errors import PictureError
from inkread.ink.load import Picture, load, load_pages
from inkread.reading.overlay import overlay
from inkread.reading.reader import WAYS, As, Reader, shipped_reader
from inkread.reading.result import Reading

PAGES = 3
"""Read of one file."""


def check(content: bytes) -> None:
    """Read ``content``; an error other than ``PictureError``, or a reading that cannot be, is a find."""
    if not content:
        return
    way, plain = WAYS[content[0] % len(WAYS)], content[0] >= 128
    try:
        pages = [load(levels(content[1:]))] if plain else load_pages(content[1:], most=PAGES)
        for page in pages:
            _check_reading(page, way)
    except PictureError as error:
        assert "\n" not in str(error)


def levels(content: bytes) -> npt.NDArray[np.uint8]:
    """``(height, width)`` grey levels: the first two bytes are the sides less 1, the others fill the rows."""
    width, height = (side + 1 for side in content[:2].ljust(2, b"\0"))
    return np.resize(np.frombuffer(content[2:] or b"\xff", np.uint8), (height, width))


def seeds() -> Iterator[bytes]:
    """A file of each format and some plain levels, in every way."""
    sheet = _number("407", (72, 150))
    for number, content in enumerate([b"", b"%PDF-1.4", *_files(sheet)]):
        yield bytes([number % len(WAYS)]) + content
    small = [_number("7", (40, 28)), _number("12", (64, 100)), 255 - sheet, np.full((9, 200), 255, np.uint8)]
    for number, some in enumerate([*small, sheet]):
        height, width = some.shape
        yield bytes([128 + number % len(WAYS), width - 1, height - 1]) + some.tobytes()


@cache
def _reader() -> Reader:
    return shipped_reader()


def _check_reading(page: Picture, way: As) -> None:
    reading = _reader().read(page, way)
    json.dumps(reading.to_json(), allow_nan=False)
    for box, confidence, text in _parts(reading):
        assert text.isdecimal() and 0 <= confidence <= 1
        assert box.w > 0 and box.h > 0 and box.x >= 0 and box.y >= 0
        assert box.right <= page.width + page.scale and box.bottom <= page.height + page.scale
    overlay(page, reading)


def _parts(reading: Reading) -> Iterator[tuple[Box, float, str]]:
    for number in reading.numbers:
        yield number.box, number.confidence, number.text
        yield from ((digit.box, digit.confidence, str(digit.digit)) for digit in number.digits)


def _number(text: str, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """``text`` in pen strokes on a sheet of that height and width."""
    sheet = np.full(size, 235, np.uint8)
    place = 6, size[0] - size[0] // 4
    cv2.putText(sheet, text, place, cv2.FONT_HERSHEY_SIMPLEX, size[0] / 40, 30, 2, cv2.LINE_AA)
    return sheet


def _files(sheet: npt.NDArray[np.uint8]) -> Iterator[bytes]:
    grey = Image.fromarray(sheet)
    turned = Image.Exif()
    turned[0x0112] = 6
    clear = Image.merge("LA", (grey, Image.fromarray(255 - sheet)))
    deep = Image.fromarray(sheet.astype(np.uint16) * 200)
    yield from (_file(grey, form) for form in ("PNG", "JPEG", "WEBP", "BMP", "GIF", "PDF", "PPM"))
    yield from (_file(grey.convert(mode), "TIFF") for mode in ("1", "P", "CMYK", "F"))
    yield from (_file(image, "PNG") for image in (clear, deep, grey.convert("P"), grey.convert("RGBA")))
    yield _file(grey, "JPEG", exif=turned)
    yield _file(grey, "TIFF", save_all=True, append_images=[grey, clear.convert("RGB")])
    yield _file(grey, "TIFF", compression="tiff_lzw")


def _file(image: Image.Image, form: str, **options: object) -> bytes:
    content = io.BytesIO()
    image.save(content, form, **options)
    return content.getvalue()
