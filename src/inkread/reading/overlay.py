"""A picture with what was read drawn on it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from inkread.core import Box
from inkread.errors import OutputError
from inkread.files import write_whole
from inkread.ink.load import Picture
from inkread.reading.confidence import TO_CHECK
from inkread.reading.files import SIGNATURE
from inkread.reading.labels import places as free_places
from inkread.reading.result import Digit, Number, Reading
from inkread.words import percent

ACCEPTED, DOUBTED, UNREAD = (0, 130, 60), (176, 104, 0), (200, 40, 30)
"""Green around what is surely read, amber where it is doubtful, red around what is not read."""

DOUBT = 0.95
"""Numbers and digits less sure than this are doubtful, here and on the page of ``inkread serve``."""

LEAST_PX, DIGIT_PX, MOST_PX = 480, 40, 2000
"""The least longer side of a drawing, the height of its digits, and the most that it grows to for these."""

MARGIN = 3
"""Around the text of a label, in pixels."""


def overlay(picture: Picture, reading: Reading) -> Image.Image:
    """The picture with a box around each digit, its number beside it, and boxes around what is not read.

    A doubtful digit's box is thicker, for those who do not tell the colours apart; a doubtful number is
    followed by a question mark, and what is to be checked says what it was read as. Small pictures, and
    those of small digits, are drawn larger.
    """
    image = Image.fromarray(picture.pixels).convert("RGB")
    enlarged = _enlarged(image, reading, picture.scale)
    unit = enlarged.width / image.width / picture.scale
    checked = [rejection for rejection in reading.rejected if rejection.reason.startswith(TO_CHECK)]
    labels = [_Label.of_number(number, unit) for number in reading.numbers]
    labels += [_Label.of(one.box, one.reason.removeprefix(TO_CHECK), UNREAD, unit) for one in checked]
    image, lift = _with_room(enlarged, labels)
    draw = ImageDraw.Draw(image)
    line = max(round(min(image.size) / 300), 1)
    for rejection in reading.rejected:
        draw.rectangle(_corners(rejection.box, unit, lift), outline=UNREAD, width=line)
    for digit in _digits(reading):
        thick = line if digit.confidence >= DOUBT else 2 * line + 1
        draw.rectangle(_corners(digit.box, unit, lift), outline=colour_of(digit.confidence), width=thick)
    numbers = [_moved(label.number, lift) for label in labels]
    boxes = [digit.box for digit in _digits(reading)] + [one.box for one in checked]
    inks = [_moved(_scaled(box, unit), lift) for box in boxes]
    places = free_places(numbers, [label.size for label in labels], inks, *image.size)
    for label, place in zip(labels, places, strict=True):
        label.write(draw, place)
    return image


def _enlarged(image: Image.Image, reading: Reading, scale: float) -> Image.Image:
    """The picture so large that its digits are, within ``MOST_PX``; ``scale`` is that of its pixels."""
    heights = [digit.box.h / scale for digit in _digits(reading)] or [DIGIT_PX]
    for_digits = min(DIGIT_PX / median(heights), MOST_PX / max(image.size))
    factor = max(1.0, LEAST_PX / max(image.size), for_digits)
    size = round(image.width * factor), round(image.height * factor)
    return image if factor == 1 else image.resize(size, Image.Resampling.LANCZOS)


def _with_room(image: Image.Image, labels: Sequence[_Label]) -> tuple[Image.Image, int]:
    """The picture with as much white above and beside it as the labels need, and how much is above."""
    lift = max((label.size[1] - label.number.y for label in labels), default=0)
    width = max([image.width, *(label.size[0] for label in labels)])
    sheet = Image.new("RGB", (width, image.height + max(lift, 0)), "white")
    sheet.paste(image, (0, max(lift, 0)))
    return sheet, max(lift, 0)


def colour_of(confidence: float) -> tuple[int, int, int]:
    """Green from ``DOUBT`` on, amber below."""
    return ACCEPTED if confidence >= DOUBT else DOUBTED


def save_image(image: Image.Image, path: Path, endings: str = ".png or .jpg") -> None:
    """Write an image in the format of its name's ending, whole or not at all; or raise ``OutputError``.

    ``endings`` are those that the error names where it is none.
    """
    form = Image.registered_extensions().get(path.suffix.lower(), "")
    if form not in Image.SAVE:
        raise OutputError(f"What is drawn needs a name that ends in {endings}; received '{path}'.")
    write_whole(path, encoded(image, form))


def encoded(image: Image.Image, form: str) -> bytes:
    """The bytes of a drawing in a format of Pillow's, signed as ours where that is PNG or JPEG."""
    content, signature = io.BytesIO(), PngInfo()
    name, _, value = SIGNATURE.decode().partition("\0")
    signature.add_text(name, value)
    image.save(content, form, pnginfo=signature, comment=SIGNATURE)
    return content.getvalue()


@dataclass(frozen=True)
class _Label:
    """What a number says and how surely; ``number`` is its box and ``size`` the label's, in drawn pixels."""

    number: Box
    text: str
    colour: tuple[int, int, int]
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont
    size: tuple[int, int]

    @staticmethod
    def of_number(number: Number, unit: float) -> _Label:
        """The label of ``number`` in a drawing with ``unit`` pixels for each of the picture's."""
        text = f"{number.text}{'' if number.confidence >= DOUBT else '?'}  {percent(number.confidence, 0)}"
        return _Label.of(number.box, text, colour_of(number.confidence), unit)

    @staticmethod
    def of(box: Box, text: str, colour: tuple[int, int, int], unit: float) -> _Label:
        """The label ``text`` of what is in ``box``."""
        box = _scaled(box, unit)
        font = ImageFont.load_default(size=max(12, min(round(0.3 * box.h), 36)))
        left, top, right, bottom = font.getbbox(text)
        size = math.ceil(right - left) + 2 * MARGIN, math.ceil(bottom - top) + 2 * MARGIN
        return _Label(box, text, colour, font, size)

    def write(self, draw: ImageDraw.ImageDraw, place: Box) -> None:
        """On a coloured ground at ``place``."""
        draw.rectangle((place.x, place.y, place.right - 1, place.bottom - 1), fill=self.colour)
        left, top, *_ = self.font.getbbox(self.text)
        draw.text((place.x + MARGIN - left, place.y + MARGIN - top), self.text, fill="white", font=self.font)


def _digits(reading: Reading) -> list[Digit]:
    return [digit for number in reading.numbers for digit in number.digits]


def _scaled(box: Box, unit: float) -> Box:
    x, y = math.floor(box.x * unit), math.floor(box.y * unit)
    return Box(x, y, math.ceil(box.right * unit) - x, math.ceil(box.bottom * unit) - y)


def _moved(box: Box, down: int) -> Box:
    return replace(box, y=box.y + down)


def _corners(box: Box, unit: float, lift: int) -> tuple[int, int, int, int]:
    drawn = _moved(_scaled(box, unit), lift)
    return drawn.x, drawn.y, max(drawn.right - 1, drawn.x), max(drawn.bottom - 1, drawn.y)
