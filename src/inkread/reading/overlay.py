"""A picture with what was read drawn on it."""

from __future__ import annotations

import io
import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from inkread.core import Box
from inkread.errors import OutputError
from inkread.files import write_whole
from inkread.ink.load import Picture
from inkread.reading.result import Number, Reading

ACCEPTED, DOUBTED, UNREAD = (0, 130, 60), (176, 104, 0), (200, 40, 30)
"""Green around what is surely read, amber where it is doubtful, red around what is not read."""

DOUBT = 0.95
"""Numbers and digits less sure than this are doubtful."""


def overlay(picture: Picture, reading: Reading) -> Image.Image:
    """The picture with a box around each digit, its number above it, and boxes around what is not read.

    A doubtful digit's box is thicker, for those who do not tell the colours apart; a doubtful number is
    followed by a question mark.
    """
    image = Image.fromarray(picture.pixels).convert("RGB")
    small = max(1.0, 480 / max(image.size))
    image = image.resize((round(image.width * small), round(image.height * small)), Image.Resampling.LANCZOS)
    unit = small / picture.scale
    image, lift = _with_room(image, reading, unit)
    draw = ImageDraw.Draw(image)
    line = max(round(min(image.size) / 300), 1)
    for rejection in reading.rejected:
        draw.rectangle(_corners(rejection.box, unit, lift), outline=UNREAD, width=line)
    for number in reading.numbers:
        for digit in number.digits:
            thick = line if digit.confidence >= DOUBT else 2 * line + 1
            draw.rectangle(_corners(digit.box, unit, lift), outline=colour_of(digit.confidence), width=thick)
        _label(draw, number, unit, lift)
    return image


def _with_room(image: Image.Image, reading: Reading, unit: float) -> tuple[Image.Image, int]:
    """The picture with as much white above it as the labels need, and how much that is."""
    tops = [number.box.y * unit - 1.6 * _font_px(number.box, unit) for number in reading.numbers]
    lift = max(math.ceil(-min(tops, default=0.0)), 0)
    sheet = Image.new("RGB", (image.width, image.height + lift), "white")
    sheet.paste(image, (0, lift))
    return sheet, lift


def colour_of(confidence: float) -> tuple[int, int, int]:
    """Green from ``DOUBT`` on, amber below."""
    return ACCEPTED if confidence >= DOUBT else DOUBTED


def save_overlay(picture: Picture, reading: Reading, path: Path) -> None:
    """Write the overlay to ``path``, whole or not at all; raises ``OutputError`` where it cannot."""
    save_image(overlay(picture, reading), path)


def save_image(image: Image.Image, path: Path) -> None:
    """Write an image in the format of its name's ending; raises ``OutputError`` as above."""
    form = Image.registered_extensions().get(path.suffix.lower())
    if form not in Image.SAVE:
        raise OutputError(f"An image needs a name that ends in .png or .jpg; received '{path.name}'.")
    content = io.BytesIO()
    image.save(content, form)
    write_whole(path, content.getvalue())


def _corners(box: Box, unit: float, lift: int) -> tuple[float, float, float, float]:
    return (
        box.x * unit,
        box.y * unit + lift,
        max(box.right * unit - 1, box.x * unit),
        max(box.bottom * unit - 1, box.y * unit) + lift,
    )


def _font_px(box: Box, unit: float) -> int:
    return max(12, min(round(0.3 * box.h * unit), 36))


def _label(draw: ImageDraw.ImageDraw, number: Number, unit: float, lift: int) -> None:
    """What a number says and how surely, on a colour above its box."""
    doubt = "" if number.confidence >= DOUBT else "?"
    text = f"{number.text}{doubt}  {number.confidence:.0%}"
    font = ImageFont.load_default(size=_font_px(number.box, unit))
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    x, y = number.box.x * unit, max(number.box.y * unit + lift - (bottom - top) - 6, 0)
    corners = x, y, x + right - left + 6, y + bottom - top + 6
    draw.rectangle(corners, fill=colour_of(number.confidence))
    draw.text((x + 3 - left, y + 3 - top), text, fill=(255, 255, 255), font=font)
