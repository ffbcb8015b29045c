"""Uneven light is taken out of a picture, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.ink.light import evened
from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.ink.tone import polarity


@pytest.fixture
def page(written) -> np.ndarray:
    """Light paper with four dark digits in the middle."""
    return (0.9 * (1 - 0.8 * np.pad(written("2741"), 60))).astype(np.float32)


def away(shape: tuple[int, ...]) -> np.ndarray:
    """How far each pixel is from the middle, 1 at the middles of the sides."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    return np.hypot(2 * y / shape[0] - 1, 2 * x / shape[1] - 1)


def test_dark_corners_become_as_light_as_the_middle(page):
    """Paper in a vignette comes out within a tenth of one lightness, and its ink far below."""
    vignette = (page * np.exp(-0.5 * away(page.shape) ** 2)).astype(np.float32)
    even = evened(vignette)
    paper = page > 0.85
    assert np.ptp(np.quantile(vignette[paper], [0.02, 0.98])) > 0.4
    assert np.ptp(np.quantile(even[paper], [0.02, 0.98])) < 0.1
    assert even[page < 0.3].max() < 0.35


def test_even_light_is_left_alone(page):
    """Evenly lit paper, dark ink or light, is the same object, whatever is written."""
    assert evened(page) is page
    dark = 1 - page
    assert evened(dark) is dark


def test_a_step_is_left_alone(page):
    """A table twice as dark as the sheet on it is no smooth light, unless steps are asked for."""
    high, wide = page.shape
    table = np.full((4 * high, 2 * wide), 0.4, np.float32)
    table[high : 3 * high, wide // 3 : wide // 3 + wide] = np.concatenate([page, page])
    assert evened(table) is table
    assert evened(table, steps=True) is not table


@pytest.mark.parametrize("glow", [0.35, 0.6])
def test_a_hot_spot_is_no_light_ink(page, glow):
    """Dark digits under a flash's glow are dark ink."""
    lit = np.clip(page * (0.3 + np.exp(-((away(page.shape) / glow) ** 2))), 0, 1).astype(np.float32)
    assert polarity(evened(lit, steps=True)) > 0.5


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (5, 3), (40, 60)])
def test_degenerate(shape):
    """Tiny pictures and black ones come out in [0, 1] and in their own shape."""
    for light in (np.zeros(shape, np.float32), np.random.default_rng(1).random(shape, np.float32)):
        for steps in (False, True):
            even = evened(light, steps=steps)
            assert even.shape == shape and even.min() >= 0 and even.max() <= 1


def test_a_glow_on_a_line_is_no_slip(written):
    """On a long line that is lit in its middle the outer digits stay."""
    ink = np.pad(written("3806127"), ((10, 10), (60, 60)))
    x = np.linspace(-1, 1, ink.shape[1], dtype=np.float32)[None, :]
    lit = 0.9 * (0.35 + 0.65 * np.exp(-((x / 0.5) ** 2))) * (1 - 0.8 * ink)
    sheet = sheet_of(load((255 * lit).astype(np.uint8)))
    assert sheet.ink[ink > 0.9].mean() > 0.9
