"""Coloured fields over writing, and colours that are none."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.ink.highlight import without_highlights
from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.ink.tone import grey

YELLOW, PINK, ORANGE, GREEN = (255, 240, 50), (255, 150, 190), (255, 180, 50), (150, 255, 100)
BLACK, BLUE, RED = (25, 25, 25), (30, 50, 150), (200, 30, 30)


def page(ink: np.ndarray, pen: tuple[int, ...], marker: tuple[int, ...] | None = None) -> np.ndarray:
    """Four rows of ``ink`` on white paper, the second under a marker: ``(H, W, 3) uint8``."""
    rows = np.tile(ink, (4, 1))[..., None]
    paper = np.full((*rows.shape[:2], 3), 245, np.float32)
    if marker:
        paper[len(ink) + 15 : 2 * len(ink) - 10, 10:220] = marker
    return np.rint(paper * (1 - rows) + rows * np.array(pen)).astype(np.uint8)


@pytest.mark.parametrize("pen", [BLACK, BLUE])
@pytest.mark.parametrize("marker", [YELLOW, PINK, ORANGE, GREEN])
def test_what_is_highlighted_is_ink_and_the_marker_is_paper(written, marker, pen):
    """Under a highlighter of any colour the same strokes are ink as without it."""
    ink = written("2741")
    marked, plain = (sheet_of(load(page(ink, pen, colour))).ink >= 0.5 for colour in (marker, None))
    assert (marked == plain).mean() > 0.995


@pytest.mark.parametrize("pen", [BLACK, BLUE, RED, ORANGE])
@pytest.mark.parametrize("thickness", [5, 14])
def test_coloured_writing_is_no_field(written, pen, thickness):
    """A page written in colour stays as it is, thick strokes included: the same object comes back."""
    pixels = page(written("2741", thickness=thickness), pen)
    light = grey(pixels)
    assert without_highlights(light, pixels) is light


def test_light_digits_on_a_dark_ground_are_no_fields(written):
    """Yellow digits on violet, as plots show them, stay as they are."""
    ink = np.tile(written("8080", thickness=16), (2, 1))[..., None]
    pixels = np.rint(np.array((68, 1, 84)) * (1 - ink) + np.array((253, 231, 37)) * ink).astype(np.uint8)
    light = grey(pixels)
    assert without_highlights(light, pixels) is light


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (130, 130)])
def test_degenerate(shape, rng):
    """Tiny and narrow pictures and such of nothing but coloured noise keep their shape."""
    pixels = rng.integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert without_highlights(grey(pixels), pixels).shape == shape
