"""Strokes have paper on both sides; where something dark ends there is paper on one."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.edge import dark_beside


def beside(left: float, right: float, thick: int = 6) -> float:
    """What ``dark_beside`` says of an upright stroke of 0.2 between these two greys."""
    light = np.full((120, 80), right, np.float32)
    light[:, :40] = left
    ink = np.zeros_like(light)
    ink[20:100, 40 : 40 + thick] = 1
    light[ink > 0] = 0.2
    return dark_beside(light, ink, Box(40, 20, thick, 80))


@pytest.mark.parametrize("thick", [2, 6, 14])
def test_stroke(thick):
    """A stroke on paper is dark on no side, however thick it is."""
    assert beside(0.9, 0.9, thick) == 0


@pytest.mark.parametrize("thick", [2, 6, 14])
def test_edge(thick):
    """The edge of something as dark as the stroke is dark on about half of its surroundings."""
    assert 0.4 < beside(0.2, 0.9, thick) < 0.6
    assert 0.4 < beside(0.9, 0.2, thick) < 0.6


def test_shadow():
    """A stroke along a shadow's edge has paper on both sides."""
    assert beside(0.6, 0.9) == 0


def test_no_ink():
    """Where there is no ink nothing is beside it."""
    paper = np.ones((20, 20), np.float32)
    assert dark_beside(paper, np.zeros_like(paper), Box(5, 5, 3, 10)) == 0
