"""One digit in its own picture: frames, neighbours and blanks."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.cell import guesses


def cell(text: str = "", frame: bool = True) -> np.ndarray:
    sheet = np.zeros((128, 128), np.uint8)
    if text:
        cv2.putText(sheet, text, (40, 95), cv2.FONT_HERSHEY_SIMPLEX, 2.6, 255, 6, cv2.LINE_AA)
    if frame:
        cv2.line(sheet, (0, 6), (127, 4), 255, 5)
        cv2.line(sheet, (5, 0), (3, 127), 255, 3)
    return sheet.astype(np.float32) / 255


def test_the_frame_is_not_the_digit():
    """Borders in the picture leave the best guess as it is without them."""
    framed, bare = guesses(cell("5"))[0], guesses(cell("5", frame=False))[0]
    assert np.abs(framed.image - bare.image).mean() < 0.02


@pytest.mark.parametrize("frame", [False, True])
def test_blank_cells(frame):
    """A blank cell, framed or not, has no guess."""
    assert guesses(cell(frame=frame)) == []


def test_neighbours_at_the_edge_are_left_out():
    """Ink that only looks in from the edge is no guess."""
    sheet = cell()
    cv2.circle(sheet, (127, 70), 14, 1.0, 4)
    assert guesses(sheet) == []


def test_guesses_are_few(rng):
    """However many specks there are, and whatever their contrast, there are at most 12 guesses."""
    ink, contrast = (rng.random((200, 200)) < 0.1).astype(np.float32), rng.random((200, 200), np.float32)
    assert len(guesses(ink)) <= 8 and len(guesses(ink, ink * contrast)) <= 12


def test_a_ring_that_fills_the_picture():
    """A zero in a tight crop, whose ink is nowhere near the middle, is the one guess."""
    sheet = np.zeros((100, 70), np.uint8)
    cv2.ellipse(sheet, (35, 50), (31, 46), 0, 0, 360, 255, 7, cv2.LINE_AA)
    (guess,) = guesses(sheet.astype(np.float32) / 255)
    assert guess.box.w >= 68 and guess.box.h >= 98


def test_the_bar_of_a_tight_7():
    """A bar from side to side is no frame where the rest of the ink reaches another edge."""
    sheet = np.zeros((100, 70), np.uint8)
    cv2.polylines(sheet, [np.array([[0, 4], [66, 4], [24, 99]])], False, 255, 8, cv2.LINE_AA)
    whole = [guess for guess in guesses(sheet.astype(np.float32) / 255) if guess.box.w >= 68]
    assert whole and whole[0].prior > -1


@pytest.mark.parametrize("squares", [False, True])
def test_a_digit_on_ruled_paper(squares):
    """Rules and squares around and through a digit leave its best guess as it is without them."""
    bare = cell("3", frame=False)
    ruled = bare.copy()
    for at in range(14, 128, 21):
        ruled[at] = 1
        ruled[:, at + 3] = np.maximum(ruled[:, at + 3], np.float32(squares))
    assert np.abs(guesses(ruled)[0].image - guesses(bare)[0].image).mean() < 0.04
