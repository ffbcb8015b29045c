"""Composed numbers on paper, photographed and taken in by the reader's own front end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from inkread.errors import BlankInkError
from inkread.ink.clean import writing
from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.ink.strip import pieces_strip
from inkread.training.line_compose import MOST_DIGITS, Digits, Strip
from inkread.training.scene_paper import CLEAN, ROUGH
from inkread.training.scenes import compose_number

Bytes = npt.NDArray[np.uint8]

CLEAN_SHARE = 0.25
"""Of the numbers on clean paper."""


def seen_strips(digits: Digits, n: int, seed: tuple[int, ...]) -> Iterator[Strip]:
    """``n`` numbers of 1 to 12 digits as the front end sees them; of a number it does not see, nothing."""
    for number in range(n):
        random = np.random.default_rng((*seed, number))
        images, text = digits.draw(int(random.integers(1, MOST_DIGITS + 1)), random)
        paper = CLEAN if random.random() < CLEAN_SHARE else ROUGH
        scene = compose_number(images, np.array([int(digit) for digit in text], np.uint8), random, paper)
        strip = seen_strip(scene.picture)
        if strip is not None:
            yield Strip(strip, text)


def seen_strip(picture: Bytes) -> Bytes | None:
    """The one line of a picture ``(H, W, 3) uint8`` as a strip, None where no ink is found."""
    sheet = sheet_of(load(picture))
    rows = writing(sheet.ink, sheet.contrast, one_line=True)
    if not rows:
        return None
    # Cutting is what takes time, and a strip needs none.
    pieces = rows[0].cut(frozenset(rows[0].members)).pieces
    try:
        return np.rint(255 * pieces_strip(pieces, 0, len(pieces.boxes))).astype(np.uint8)
    except BlankInkError:
        return None
