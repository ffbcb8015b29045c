"""Why ink is not read."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.pieces import Pieces
from inkread.reading.candidates import Candidate
from inkread.reading.reasons import reason_for

SHAPE = (200, 300)


def said(box, stroke_px=4):
    blank = np.zeros((1, 1))
    mask = np.pad(np.ones((30, stroke_px), np.bool_), 4)
    pieces = Pieces(blank, blank.astype(np.int32), [box], [], [], 40.0, mask, box)
    return reason_for(Candidate(0, 1, box, np.zeros((28, 28), np.float32), 0.0, 0.0), pieces, SHAPE)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Box(0, 50, 20, 40), "edge"),
        (Box(280, 50, 20, 40), "edge"),
        (Box(100, 50, 10, 12), "smaller"),
        (Box(100, 50, 60, 20), "flat"),
        (Box(100, 50, 80, 40), "wider"),
        (Box(100, 50, 20, 40), "not a digit"),
    ],
)
def test_causes(box, words):
    """Each shape has its plain cause: at the edge, too small, flat, too wide, else no digit."""
    assert words in said(box)


def test_a_hairline():
    """A stroke of one pixel is said to be too thin."""
    assert "thin" in said(Box(100, 50, 20, 40), stroke_px=1)
