"""Printed digits and letters, from the free fonts that come with matplotlib.

Sudoku cells and forms mix print with handwriting; letters, bent until they look written, are what a reader of
digits must refuse. Letters that people write like a digit (O, l, S, Z, b, q, g and their relatives
in other alphabets) are left out: they would teach to refuse digits.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from inkread.errors import MissingExtraError

Ink = npt.NDArray[np.float32]
Random = np.random.Generator

FONT_PX = 56
"""The size at which glyphs are drawn; capitals come out about 40 pixels high."""

TEXT_FONTS = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono",
    "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic",
    "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmr10", "cmss10", "cmtt10", "cmb10",
)  # fmt: skip
"""Fonts with digits and Latin letters."""

LIKE_DIGITS = frozenset(
    "OoIlSsZzbqg"  # Latin
    "ΟοΙιΖζσςδ"  # Greek
    "ОоЗзІбЧчЅ"  # Cyrillic
    "ՕօՅյՁձզԶլՏՑցջ"  # Armenian
    "ივპჳჲმ"  # Georgian
    "סוןםזך"  # Hebrew
    "اهةوم٥١٠"  # Arabic
    "ⴰⵏⵙⵔⵁⴱⵀ"  # Tifinagh
)  # fmt: skip
"""Letters that are some people's digits."""

_LATIN = "ABCDEFGHJKLMNPQRTUVWXYacdefhijkmnprtuvwxy&@#%?$+=<>(){}[]/*-~,.;:"
_LETTERS = "aaabccddeeeeffghhiiijkllmmnnnoooprrsssttttuuuvwxyzABCDEFGHIKLMNOPRSTVW"
"""As often, about, as they stand in words."""
_RANGES = (
    (0x0391, 0x03C9), (0x0410, 0x044F), (0x0531, 0x0586), (0x10D0, 0x10F0), (0x05D0, 0x05EA),
    (0x0621, 0x064A), (0x2D30, 0x2D65), (0x2200, 0x222F), (0x2260, 0x2290), (0x2190, 0x21B5),
    (0x2A00, 0x2A20),
)  # fmt: skip
"""Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Tifinagh, mathematical signs and arrows."""


def print_digit(digit: int, random: Random) -> Ink:
    """A digit from a random font: ``(H, W) float32`` ink, cut out with a blank margin."""
    return _random_glyph(str(digit), random)


def print_letter(random: Random) -> Ink:
    """A letter or sign that is no digit, from a random font and alphabet."""
    if random.random() < 0.55:
        return _random_glyph(_LATIN[random.integers(len(_LATIN))], random)
    letters = other_letters()
    return _glyph(letters[random.integers(len(letters))], "DejaVuSans")


def print_word_part(random: Random) -> Ink:
    """Two or three neighbouring letters of a word from a random font, wider than one digit is."""
    while True:
        letters = "".join(
            _LETTERS[index] for index in random.integers(len(_LETTERS), size=random.integers(2, 4))
        )
        ink = _random_glyph(letters, random)
        if ink.shape[1] > 0.9 * ink.shape[0]:
            return ink


def _random_glyph(character: str, random: Random) -> Ink:
    return _glyph(character, TEXT_FONTS[random.integers(len(TEXT_FONTS))])


@lru_cache(maxsize=1)
def other_letters() -> tuple[str, ...]:
    """The characters of other alphabets that the widest font has and that are not like digits."""
    missing = _glyph("\U0010ffff", "DejaVuSans").tobytes()
    letters = [chr(code) for first, last in _RANGES for code in range(first, last + 1)]
    candidates = [letter for letter in letters if letter not in LIKE_DIGITS]
    drawn = [(letter, _glyph(letter, "DejaVuSans")) for letter in candidates]
    return tuple(letter for letter, ink in drawn if ink.any() and ink.tobytes() != missing)


@lru_cache(maxsize=4096)
def _glyph(character: str, font: str) -> Ink:
    sheet = Image.new("L", (3 * FONT_PX, 3 * FONT_PX))
    ImageDraw.Draw(sheet).text((FONT_PX, FONT_PX // 2), character, fill=255, font=text_font(font, FONT_PX))
    return _cut(np.asarray(sheet))


@lru_cache(maxsize=32)
def text_font(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    """One of the fonts that come with matplotlib; raises MissingExtraError without it."""
    found = find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise MissingExtraError("matplotlib", "train", "Printing digits for training")
    folder = Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / f"{name}.ttf"), size_px)


def _cut(sheet: npt.NDArray[np.uint8], margin: int = 3) -> Ink:
    rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
    if not len(rows):
        return np.zeros((1, 1), np.float32)
    cut = sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(cut, margin).astype(np.float32) / 255
