"""An explanation as one image, or as an HTML page with its parts as images."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from inkread.files import write_whole
from inkread.reading.explain import Account, Explanation
from inkread.reading.overlay import DOUBT, DOUBTED, colour_of, overlay, save_image
from inkread.words import percent

WIDTH = 1000
"""The width in pixels of the image."""

TILE = 112
"""The side in pixels of a 28×28 digit as it is shown: four for one."""

MOST_REJECTED = 20
"""Pieces of which it is said where they are and why they are not read."""

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem }
body { color: #222; background: #fff }
img { max-width: 100%%; display: block; margin: .5rem 0 }
.doubt { color: rgb(%d, %d, %d) }
.doubt::after { content: " – doubtful" }
"""

_COLOURS = np.array([(215, 48, 39), (69, 117, 180), (26, 152, 80), (153, 80, 170), (230, 140, 20)], np.uint8)


def save_explanation(explanation: Explanation, path: Path) -> None:
    """Write ``.html`` as a page, another ending as one image, whole or not at all; else ``OutputError``."""
    if path.suffix.lower() in (".html", ".htm"):
        write_whole(path, page(explanation).encode(errors="replace"))  # a file's name may be no Unicode
    else:
        save_image(image(explanation), path, ".html, .png or .jpg")


def image(explanation: Explanation) -> Image.Image:
    """Everything below each other, ``WIDTH`` pixels wide."""
    parts = [_fitted(overlay(explanation.picture, explanation.reading)), _fitted(_ink(explanation))]
    rows = [_captioned(_row(account), _words(account)) for account in explanation.accounts]
    notes = _notes(explanation)
    height = (
        sum(part.height + 12 for part in parts) + sum(row.height + 12 for row in rows) + 26 * len(notes) + 20
    )
    sheet = Image.new("RGB", (WIDTH, height), "white")
    draw, y = ImageDraw.Draw(sheet), 10
    for part in [*parts, *rows]:
        sheet.paste(part, (10, y))
        y += part.height + 12
    for note in notes:
        draw.text((10, y), note, fill="black", font=ImageFont.load_default(16))
        y += 26
    return sheet


def page(explanation: Explanation) -> str:
    """A self-contained page: the picture as read, its ink, and a section for each digit."""
    name = html.escape(Path(explanation.reading.path or "").name or "picture")
    sections = "\n".join(
        f"<h2{_doubt(account)}>{account.digit.digit} · {percent(account.digit.confidence)}</h2>"
        f"<p>{html.escape(_words(account))}</p>{_embedded(_row(account))}"
        for account in explanation.accounts
    )
    notes = "".join(f"<p>{html.escape(note)}</p>" for note in _notes(explanation))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{_STYLE % DOUBTED}</style>"
        f"<h1>{name}: {html.escape(explanation.reading.text.replace(chr(10), ' ') or 'no number')}</h1>"
        f"{_embedded(overlay(explanation.picture, explanation.reading))}"
        f"<h2>The ink, a colour for each piece</h2>{_embedded(_ink(explanation))}{sections}{notes}</html>\n"
    )


def _notes(explanation: Explanation) -> list[str]:
    """What was not read, and what is left out here."""
    reading = explanation.reading
    notes = [f"Not read at {r.box.x}, {r.box.y}: {r.reason}." for r in reading.rejected[:MOST_REJECTED]]
    if len(reading.rejected) > MOST_REJECTED:
        notes.append(f"And {len(reading.rejected) - MOST_REJECTED} more that are not read.")
    n_digits = sum(len(number.digits) for number in reading.numbers)
    if n_digits > len(explanation.accounts):
        notes.append(f"Only the first {len(explanation.accounts)} of {n_digits} digits are explained.")
    if not reading.numbers and not notes:
        notes.append("No ink that could be a number was found.")
    if explanation.accounts and explanation.data_name is None:
        notes.append("The nearest training digits are left out: no training data is on this machine.")
    return notes


def _words(account: Account) -> str:
    """What the classifier alone says, and the causes of doubt, in a line."""
    rivals = ", ".join(f"{digit} {percent(probability)}" for digit, probability in account.runners_up)
    causes = "; ".join(account.causes)
    alone = (
        f"{account.digit.digit} {percent(account.alone)}, then {rivals}; no digit {percent(account.other)}"
    )
    return f"The classifier alone: {alone}." + (f" Cause of doubt: {causes}." if causes else "")


def _row(account: Account) -> Image.Image:
    """What was seen, what mattered, and the nearest training digits, side by side."""
    row = Image.new("RGB", (WIDTH - 20, TILE + 24), "white")
    draw, font = ImageDraw.Draw(row), ImageFont.load_default(14)
    row.paste(_tile(account.image), (0, 0))
    row.paste(_heat(account), (TILE + 8, 0))
    draw.text(
        (0, TILE + 3),
        f"{account.digit.digit}  {percent(account.digit.confidence)}",
        fill=colour_of(account.digit.confidence),
        font=font,
    )
    draw.text((TILE + 8, TILE + 3), "what matters", fill="black", font=font)
    for number, (neighbour, label) in enumerate(account.nearest):
        x = (number + 2) * (TILE + 8) + 16
        row.paste(_tile(neighbour), (x, 0))
        draw.text((x, TILE + 3), f"training: {label}", fill="black", font=font)
    return row


def _captioned(row: Image.Image, words: str) -> Image.Image:
    """A row with a line of words under it."""
    sheet = Image.new("RGB", (row.width, row.height + 22), "white")
    sheet.paste(row, (0, 0))
    ImageDraw.Draw(sheet).text((0, row.height), words, fill="black", font=ImageFont.load_default(14))
    return sheet


def _doubt(account: Account) -> str:
    """The class of a heading over a digit that is not surely read."""
    return ' class="doubt"' if account.digit.confidence < DOUBT else ""


def _tile(ink: npt.NDArray[np.float32]) -> Image.Image:
    pixels = (255 - np.clip(ink, 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(pixels).resize((TILE, TILE), Image.Resampling.NEAREST).convert("RGB")


def _heat(account: Account) -> Image.Image:
    """The digit in grey, what it stands on in red."""
    grey = 255 - np.clip(account.image, 0, 1) * 110
    heat = account.saliency / max(float(account.saliency.max()), 0.05)
    pixels = np.stack([grey, grey * (1 - 0.85 * heat), grey * (1 - 0.85 * heat)], axis=-1).astype(np.uint8)
    return Image.fromarray(pixels).resize((TILE, TILE), Image.Resampling.NEAREST)


def _ink(explanation: Explanation) -> Image.Image:
    """The ink found in grey, and over it each digit's own in a colour."""
    ink = explanation.sheet.ink
    pixels = np.repeat((255 - np.clip(ink, 0, 1) * 160).astype(np.uint8)[..., None], 3, axis=2)
    taken = explanation.pieces > 0
    pixels[taken] = _COLOURS[explanation.pieces[taken] % len(_COLOURS)]
    return Image.fromarray(pixels)


def _fitted(image: Image.Image) -> Image.Image:
    scale = min((WIDTH - 20) / image.width, 700 / image.height)
    return image.resize((max(round(image.width * scale), 1), max(round(image.height * scale), 1)))


def _embedded(image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
