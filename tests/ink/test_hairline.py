"""Digits drawn one pixel wide."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.hairline import widened
from inkread.ink.load import load
from inkread.ink.segment import stroke_of
from inkread.ink.sheet import sheet_of
from inkread.ink.threshold import contrast, strokes

SEVEN = np.array([(40, 40), (120, 40), (70, 200)], np.int32)


def drawn(wide: int, scale: float = 1.0) -> np.ndarray:
    """A 7, 160 pixels high at scale 1, in strokes of ``wide`` pixels on a white canvas."""
    canvas = np.full((240, 320), 255, np.uint8)
    cv2.polylines(canvas, [(SEVEN * scale).astype(np.int32)], False, 0, wide)
    return canvas


@pytest.mark.parametrize("negative", [False, True])
def test_hairlines_are_widened(negative):
    """Strokes of one pixel have the width of a pen's on the sheet, dark or light."""
    canvas = drawn(1)
    ink = sheet_of(load(255 - canvas if negative else canvas)).ink
    assert 6 <= stroke_of(ink >= 0.5) <= 10


@pytest.mark.parametrize(("wide", "scale"), [(4, 1.0), (1, 0.15)])
def test_pens_and_small_writing_stay(wide, scale):
    """What is drawn with a pen, or is small, is the same object."""
    light = drawn(wide, scale).astype(np.float32) / 255
    apart, stroke = contrast(1 - light)
    assert widened(light, strokes(apart, stroke), stroke) is light


def test_blank():
    """A blank sheet has no hairlines."""
    blank = np.ones((30, 40), np.float32)
    assert widened(blank, 1 - blank, 1.0) is blank
