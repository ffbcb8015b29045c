"""Components, lines of writing and pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage
from scipy.sparse import csgraph

from inkread.core import Box
from inkread.ink.pieces import pieces_of
from inkread.ink.segment import _connected, components, lines_of_writing


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.6), st.integers(1, 31), st.integers(1, 31))
def test_components_are_scipys(seed, density, height, width):
    """The same pixels are connected as scipy says, with the same areas, whatever the sides."""
    ink = (np.random.default_rng(seed).random((height, width)) < density).astype(np.float32)
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    found = components(ink)
    assert len(found.boxes) == count
    assert sorted(found.areas) == sorted(np.bincount(labels.ravel())[1:])
    pairs = set(zip(labels.ravel().tolist(), found.labels.ravel().tolist(), strict=True))
    assert len(pairs) == len({label for label, _ in pairs})


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.floats(0, 0.2))
def test_what_is_linked_is_scipys(seed, n, density):
    """What is linked, directly or through others, is together as scipy says, and each index is there once."""
    linked = np.random.default_rng(seed).random((n, n)) < density
    groups = _connected(linked | linked.T)
    _, labels = csgraph.connected_components(linked, directed=False)
    assert groups == [np.flatnonzero(labels == labels[group[0]]).tolist() for group in groups]
    assert sorted(index for group in groups for index in group) == list(range(n))


def test_largest_first():
    """Components are numbered by size, with their boxes."""
    ink = np.zeros((20, 20), np.float32)
    ink[2, 2] = 1
    ink[10:15, 5:9] = 1
    found = components(ink)
    assert found.boxes == [Box(5, 10, 4, 5), Box(2, 2, 1, 1)]


def test_specks_are_capped(rng):
    """Of thousands of specks only the largest are kept."""
    ink = (rng.random((600, 600)) < 0.05).astype(np.float32)
    assert len(components(ink).boxes) <= 1500


def test_two_lines_of_writing(written):
    """Two numbers below each other are two lines, the upper first, each from left to right."""
    ink = np.concatenate([written("12"), written("34")])
    found = components(ink)
    rows = lines_of_writing(found.boxes)
    assert [len(row) for row in rows] == [2, 2]
    assert (
        found.boxes[rows[0][0]].x < found.boxes[rows[0][1]].x
        and found.boxes[rows[0][0]].y < found.boxes[rows[1][0]].y
    )


def test_digits_of_two_lines_stay_apart():
    """Digits below each other are lines of their own though they all but touch; one digit's parts are not."""
    column = [Box(10, 10, 22, 40), Box(12, 54, 22, 40), Box(60, 10, 22, 40)]
    assert lines_of_writing(column) == [[0, 2], [1]]
    broken = [Box(10, 10, 22, 12), Box(12, 25, 22, 25), Box(60, 10, 22, 40)]
    assert [sorted(row) for row in lines_of_writing(broken)] == [[0, 1, 2]]


@pytest.mark.parametrize("text", ["7", "42", "1234567"])
def test_separate_digits_are_separate_components(text, written):
    """k digits that do not touch give k boxes."""
    assert len(components(written(text)).boxes) == len(text)


def test_touching_digits_get_a_cut(written):
    """Two digits that touch are cut near where they touch."""
    ink = written("25", gap=29, thickness=9)
    found = components(ink)
    assert len(found.boxes) == 1
    pieces = pieces_of(ink, found, [0])
    edges = [box.right for box in pieces.boxes[:-1]]
    middle = 20 + 30
    assert min(abs(edge - middle) for edge in edges) <= 8


def test_pieces_keep_all_ink(written):
    """Every pixel of a component belongs to exactly one of its pieces."""
    ink = written("808", gap=40, thickness=7)
    found = components(ink)
    members = list(range(len(found.boxes)))
    pieces = pieces_of(ink, found, members)
    inked = found.labels[pieces.frame.y : pieces.frame.bottom, pieces.frame.x : pieces.frame.right] > 0
    assert (pieces.labels[inked] > 0).all()


def test_specks_do_not_hold_lines_of_writing_together(written):
    """Lines that a chain of specks leads from one to the next stay lines of their own."""
    rows = [written(text) for text in ("2741", "3908", "5166", "8203", "4417")]
    page = np.pad(np.concatenate(rows), ((0, 0), (0, 60)))
    page[40:-40, -112:-106] = 1
    page[40:-40:8, -112:-106] = 0
    found = components(page)
    tall = [[i for i in group if found.boxes[i].h > 20] for group in lines_of_writing(found.boxes)]
    assert [len(group) for group in tall if group] == [4, 4, 4, 4, 4]
