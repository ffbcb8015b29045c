"""Cuts go where least ink is crossed."""

from __future__ import annotations

import numpy as np

from inkread.ink.cuts import find_cuts


def bridged():
    """Two blocks with a thin bridge between columns 20 and 30."""
    mask = np.zeros((40, 50), bool)
    mask[5:35, 5:20] = mask[5:35, 30:45] = True
    mask[19:21, 20:30] = True
    return mask


def test_the_bridge_is_cut():
    """The cheapest cut goes through the bridge and costs its thickness, in strokes."""
    best = min(find_cuts(bridged(), height_px=30, stroke_px=2.0), key=lambda cut: cut.cost)
    assert 20 <= best.columns[20] <= 30 and best.cost == 1.0


def test_cuts_run_from_top_to_bottom():
    """A cut has a column for each row of the sheet and never jumps more than one column."""
    for cut in find_cuts(bridged(), height_px=30, stroke_px=2.0):
        assert len(cut.columns) == 40 and np.abs(np.diff(cut.columns)).max() <= 1


def test_solid_ink_is_not_cut():
    """A block without a thin place is left whole."""
    assert find_cuts(np.ones((40, 40), bool), height_px=40, stroke_px=2.0) == []
