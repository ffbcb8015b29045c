"""A slip of paper on a dark table, and what is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.ink.slip import on_slip


def on_table(slip: np.ndarray, table: float = 0.2, turn: float = 0.0) -> np.ndarray:
    """The slip on a table three times as wide and high, turned by ``turn`` degrees."""
    high, wide = slip.shape
    photograph = np.full((3 * high, 3 * wide), table, np.float32)
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, 1.0)
    matrix[:, 2] += wide, high
    cv2.warpAffine(slip, matrix, photograph.shape[::-1], photograph, borderMode=cv2.BORDER_TRANSPARENT)
    return photograph


@pytest.fixture
def slip(written) -> np.ndarray:
    """Grey paper with four digits."""
    return (0.8 * (1 - 0.9 * written("2741"))).astype(np.float32)


@pytest.mark.parametrize("turn", [0, 8, -30])
def test_the_table_becomes_paper(slip, turn):
    """Around the slip there is paper as light as its own; the digits stay."""
    photograph = on_table(slip, turn=turn)
    seen = on_slip(photograph)
    assert seen.min() < 0.3 and np.median(seen) == pytest.approx(0.8, abs=0.05)
    table = photograph == np.float32(0.2)
    assert seen[table].min() > 0.7


def test_the_ink_is_dark(slip):
    """On a dark table, too, the writing is the ink, not the paper."""
    pixels = np.repeat((255 * on_table(slip)).astype(np.uint8)[..., None], 3, axis=2)
    sheet = sheet_of(load(pixels))
    assert not sheet.light_ink
    assert (sheet.ink >= 0.5).mean() < 0.05


@pytest.mark.parametrize("text", ["1", "7", "38"])
def test_a_note_with_few_digits(written, text):
    """A note with one digit or two is told by its corners, also on a table that is little darker."""
    note = np.pad(0.8 * (1 - 0.9 * written(text)), 30, constant_values=0.8).astype(np.float32)
    photograph = on_table(note, table=0.6, turn=8)
    seen = on_slip(photograph)
    assert seen.min() < 0.3 and seen[photograph == np.float32(0.6)].min() > 0.7


def test_several_slips(written, slip):
    """On a table with several slips the digits of all stay, and between them there is paper."""
    small = np.pad(0.7 * (1 - 0.9 * written("38")), 20, constant_values=0.7).astype(np.float32)
    wide = np.full((small.shape[0], slip.shape[1]), 0.2, np.float32)
    wide[:, : small.shape[1]] = small
    photograph = on_table(np.concatenate([slip, np.full_like(slip[:40], 0.2), wide]))
    seen = on_slip(photograph)
    on = photograph < 0.15
    assert on.any() and np.array_equal(seen[on], photograph[on])
    assert seen[photograph == np.float32(0.2)].min() > 0.6


def test_sunlit_paper_is_no_slip(slip):
    """A page that the light of a window falls on is left alone: there is writing around the light."""
    page = np.tile(slip, (3, 3))
    lit = np.full_like(page, 0.4)
    lit[slip.shape[0] : -slip.shape[0], slip.shape[1] : -slip.shape[1]] = 1
    assert on_slip(page) is page
    assert on_slip(lit_page := page * lit) is lit_page


def test_light_ink_on_black_is_no_slip(written):
    """Thick light digits on black, rings included, are left alone."""
    for text in ("8", "0", "1", "2741"):
        chalk = written(text, thickness=16)
        assert on_slip(chalk) is chalk


def test_a_shadow_is_no_table(slip):
    """A page of which a dark shadow covers the upper half is left alone."""
    page = np.concatenate([0.4 * slip, slip])
    assert on_slip(page) is page


def test_a_cell_is_no_slip(slip):
    """A picture with a dark frame is left alone: the frame is taken away later, when its ink is known."""
    cell = slip.copy()
    cell[:4] = cell[-4:] = cell[:, :4] = cell[:, -4:] = 0.1
    assert on_slip(cell) is cell


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 3), (60, 80)])
def test_degenerate(shape, level):
    """Pictures of one grey and tiny ones are left alone."""
    light = np.full(shape, level, np.float32)
    assert on_slip(light) is light
