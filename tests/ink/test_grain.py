"""Grain is told from writing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.grain import is_grain
from inkread.ink.load import load
from inkread.ink.sheet import sheet_of


def grain(shape: tuple[int, int], size_px: float, strength: float) -> np.ndarray:
    """Paper that varies by ``strength`` of its light, in patches of about ``size_px``."""
    drawn = np.random.default_rng(2).standard_normal(shape).astype(np.float32)
    drawn = cv2.GaussianBlur(drawn, (0, 0), size_px)
    return np.clip(0.8 * (1 + strength * drawn / drawn.std()), 0, 1).astype(np.float32)


@pytest.mark.parametrize("size_px", [1.5, 4, 8])
def test_grain_without_writing_has_no_ink(size_px):
    """Rough paper with nothing on it is grain, and its sheet has no ink."""
    paper = grain((300, 400), size_px, 0.04)
    assert is_grain(paper)
    assert not sheet_of(load((255 * paper).astype(np.uint8))).ink.any()


@pytest.mark.parametrize("density", [0.25, 0.8])
def test_writing_is_no_grain(written, density):
    """Faint pencil and black ink on the same paper are seen."""
    ink = np.pad(written("2741"), 60)
    page = grain(ink.shape, 4, 0.03) * (1 - density * ink)
    assert not is_grain(page)
    assert sheet_of(load((255 * page).astype(np.uint8))).ink[ink > 0.9].mean() > 0.8


@pytest.mark.parametrize("shape", [(1, 1), (2, 500), (20, 20)])
def test_degenerate(shape):
    """Pictures of one grey hold no writing to tell from grain, at any size."""
    assert is_grain(np.full(shape, 0.5, np.float32)) in (True, False)
