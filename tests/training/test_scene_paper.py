"""Ink on paper."""

import numpy as np

from inkread.training.scene_paper import CLEAN, ROUGH, on_paper
from inkread.training.scene_strokes import draw_digit


def test_a_picture_in_colour(rng):
    """Ink on paper is an (H, W, 3) uint8 picture of the ink's size."""
    ink = draw_digit(2, rng, 40)
    picture = on_paper(ink, rng, ROUGH, height_px=40)
    assert picture.shape == (*ink.shape, 3) and picture.dtype == np.uint8


def test_ink_is_darker_than_paper(rng):
    """On every paper the ink is darker than the paper around it."""
    for paper in (CLEAN, ROUGH) * 10:
        ink = np.pad(draw_digit(8, rng, 40), 10)
        picture = on_paper(ink, rng, paper, height_px=40).mean(axis=2)
        assert picture[ink > 0.9].mean() < picture[ink == 0].mean() - 20


def test_clean_paper_is_plain(rng):
    """On clean paper everything but the ink has one colour."""
    ink = np.pad(draw_digit(8, rng, 40), 10)
    assert len(np.unique(on_paper(ink, rng, CLEAN, height_px=40)[:5].reshape(-1, 3), axis=0)) == 1
