"""A picture with what was read drawn on it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from inkread.core import Box
from inkread.errors import OutputError
from inkread.ink.load import Picture
from inkread.reading.result import Reading

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
    draw = ImageDraw.Draw(image)
    line = max(round(min(image.size) / 300), 1)
    for rejection in reading.rejected:
        draw.rectangle(_corners(rejection.box, unit), outline=UNREAD, width=line)
    for number in reading.numbers:
        for digit in number.digits:
            thick = line if digit.confidence >= DOUBT else 2 * line + 1
            draw.rectangle(_corners(digit.box, unit), outline=colour_of(digit.confidence), width=thick)
        doubt = "" if number.confidence >= DOUBT else "?"
        said = f"{number.text}{doubt}  {number.confidence:.0%}"
        _label(draw, said, number.box, unit, colour_of(number.confidence))
    return image


def colour_of(confidence: float) -> tuple[int, int, int]:
    """Green from ``DOUBT`` on, amber below."""
    return ACCEPTED if confidence >= DOUBT else DOUBTED


def save_overlay(picture: Picture, reading: Reading, path: Path) -> None:
    """Write the overlay to ``path``; raises ``OutputError`` where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        overlay(picture, reading).save(path)
    except (OSError, ValueError) as error:
        raise OutputError(f"Cannot write {path}: {error}. Use a name that ends in .png or .jpg.") from error


def _corners(box: Box, unit: float) -> tuple[float, float, float, float]:
    return (
        box.x * unit,
        box.y * unit,
        max(box.right * unit - 1, box.x * unit),
        max(box.bottom * unit - 1, box.y * unit),
    )


def _label(draw: ImageDraw.ImageDraw, text: str, box: Box, unit: float, colour: tuple[int, int, int]) -> None:
    """``text`` on ``colour`` above the box; below it where only there is room."""
    font = ImageFont.load_default(size=max(12, min(round(0.3 * box.h * unit), 40)))
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    high = bottom - top + 6
    x, above, below = box.x * unit, box.y * unit - high, box.bottom * unit
    y = below if above < 0 and below + high <= draw.im.size[1] else max(above, 0)
    draw.rectangle((x, y, x + right - left + 6, y + high), fill=colour)
    draw.text((x + 3 - left, y + 3 - top), text, fill=(255, 255, 255), font=font)
