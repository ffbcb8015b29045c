"""What is far fainter than the writing goes."""

from __future__ import annotations

import numpy as np

from inkread.ink.ghosts import without_faint, without_ghosts
from inkread.ink.segment import labelled


def kept_of(ink, contrast):
    labels, stats, _ = labelled((ink >= 0.4).view(np.uint8))
    return without_ghosts(ink, contrast, labels, stats)


def test_faint_dots_go(written):
    """Hundreds of faint dots, as of a photographed screen, go, though they have more ink than the digits."""
    ink = np.pad(written("27"), 100)
    contrast = 0.8 * ink
    dots = np.zeros_like(ink)
    dots[4:90:8, 4:-4:6] = dots[5:90:8, 4:-4:6] = 1
    kept = kept_of(np.maximum(ink, dots), np.maximum(contrast, 0.1 * dots))
    assert np.array_equal(kept, ink)


def test_the_second_pen_stays(written):
    """Half as dark a pen beside a darker one is writing."""
    ink = np.concatenate([written("27"), written("41")])
    contrast = ink.copy()
    contrast[: len(ink) // 2] *= 0.5
    assert kept_of(ink, contrast) is ink


def test_a_dark_frame_makes_no_ghost_of_its_digit(written):
    """A faint digit in the dark frame of its cell is the writing, not the frame."""
    ink = written("5")
    contrast = 0.2 * ink
    ink[:3] = ink[-3:] = ink[:, :3] = ink[:, -3:] = contrast[:3] = contrast[-3:] = 0.9
    assert kept_of(ink, contrast) is ink


def test_nothing_and_one_part_stay():
    """Blank sheets and single parts are the same object."""
    blank = np.zeros((30, 40), np.float32)
    assert kept_of(blank, blank) is blank
    blank[10:20, 10:12] = 1
    assert kept_of(blank, 0.1 * blank) is blank


def test_what_shines_through_can_be_told_from_what_it_touches(written):
    """Fainter strokes across a digit go as a whole, and all of the digit stays."""
    front, back = written("4"), np.roll(written("7"), 18, axis=1)
    assert (front * back).max() > 0.5
    whole = np.maximum(front, back)
    strong = without_faint(whole, np.maximum(0.7 * front, 0.2 * back)) >= 0.5
    assert strong[front >= 0.5].all() and strong[(whole >= 0.5) & (front < 0.1)].mean() < 0.15


def test_one_pen_is_all_strong(written):
    """Ink of one contrast, edges included, is the same object, and so is none."""
    ink, blank = written("83"), np.zeros((20, 30), np.float32)
    assert without_faint(ink, 0.4 * ink) is ink and without_faint(blank, blank) is blank
