"""A picture with what was read drawn on it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from inkread.core import Box
from inkread.errors import OutputError
from inkread.ink.load import Picture
from inkread.reading.result import Reading

ACCEPTED, UNREAD = (0, 130, 60), (200, 60, 30)
"""Green around numbers and their digits, red around what is not read."""


def overlay(picture: Picture, reading: Reading) -> Image.Image:
    """The picture with a box around each digit, its number above it, and boxes around what is not read."""
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
            draw.rectangle(_corners(digit.box, unit), outline=ACCEPTED, width=line)
        _label(draw, f"{number.text}  {number.confidence:.0%}", number.box, unit)
    return image


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


def _label(draw: ImageDraw.ImageDraw, text: str, box: Box, unit: float) -> None:
    font = ImageFont.load_default(size=max(12, min(round(0.35 * box.h * unit), 40)))
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    x, y = box.x * unit, max(box.y * unit - (bottom - top) - 6, 0)
    draw.rectangle((x, y, x + right - left + 6, y + bottom - top + 6), fill=ACCEPTED)
    draw.text((x + 3 - left, y + 3 - top), text, fill=(255, 255, 255), font=font)
