"""Figures and contact sheets: writing on panels of another lightness than the page."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.ink.load import load
from inkread.ink.panels import off_panels
from inkread.ink.sheet import sheet_of


@pytest.fixture
def contact_sheet(written):
    """Two digits on a panel each, with given lightnesses of page, panel and ink."""

    def lay(page: float, panel: float, ink: float) -> np.ndarray:
        digits = [written(text, thickness=9) for text in "52"]
        cells = [np.pad(panel + (ink - panel) * digit, 20, constant_values=page) for digit in digits]
        return np.hstack(cells).astype(np.float32)

    return lay


@pytest.mark.parametrize(
    ("page", "panel", "ink"),
    [(1, 0, 1), (1, 0.3, 0.9), (1, 0.6, 0.1), (0, 1, 0), (0, 0.5, 1), (0.1, 0.8, 0.2)],
)
def test_writing_on_panels_is_dark_on_white(contact_sheet, page, panel, ink):
    """Whatever the lightness of page, panel and ink, the digits come out dark and all else white."""
    expected = contact_sheet(1, 1, 0)
    shown = off_panels(contact_sheet(page, panel, ink))
    assert np.abs(shown - expected).max() < 0.02


def test_titles_and_bars_go(contact_sheet, written):
    """What is far lower than the writing on panels, and bars of colour without writing, are not ink."""
    sheet = contact_sheet(1, 0, 1)
    title = 1 - written("3141", thickness=3)[::5, ::5]
    bar = np.tile(np.linspace(0, 0.8, 100, dtype=np.float32)[:, None], (1, 15))
    page = np.ones((sheet.shape[0] + 40, sheet.shape[1] + 40), np.float32)
    page[40:, :-40] = sheet
    page[10 : 10 + title.shape[0], 30 : 30 + title.shape[1]] = title
    page[60:160, -30:-15] = bar
    shown = off_panels(page)
    assert shown[:50].min() == 1 and shown[:, -40:].min() == 1
    assert shown.min() == 0


def test_a_form_below_a_black_title_is_no_figure(written):
    """Where there is writing as high outside the panel, the page stays as it is."""
    title, field = written("90", thickness=9), 1 - written("2741", thickness=9)
    page = np.ones((300, 400), np.float32)
    page[20:120, 20:200] = title
    page[160:260, 20:340] = field
    assert off_panels(page) is page


def test_writing_without_panels_stays(written):
    """Dark and light writing, thick or in a drawn box, and plain paper are left alone."""
    for ink in (written("52"), written("8", thickness=30), written("1", thickness=24)):
        for light in (1 - ink, ink):
            assert off_panels(light) is light
    box = np.pad(np.pad(1 - written("52"), 6, constant_values=0), 30, constant_values=1).astype(np.float32)
    blank = np.ones((80, 80), np.float32)
    assert off_panels(box) is box and off_panels(blank) is blank


def test_a_photograph_has_no_panels(contact_sheet):
    """Where the ground is not of one tone, nothing is taken for a panel."""
    sheet = contact_sheet(1, 0, 1)
    photograph = sheet * np.linspace(0.6, 1, sheet.shape[1], dtype=np.float32)
    assert off_panels(photograph) is photograph


def test_the_ink_of_a_figure(contact_sheet):
    """The sheet of a contact sheet, white on black on white, holds its digits' ink and no more."""
    pixels = (255 * contact_sheet(1, 0, 1)).astype(np.uint8)
    plain = (255 * contact_sheet(1, 1, 0)).astype(np.uint8)
    sheet = sheet_of(load(pixels))
    assert not sheet.light_ink
    assert np.abs(sheet.ink - sheet_of(load(plain)).ink).mean() < 0.01
