"""From a sheet of ink to rows: what is writing, in which order, set straight, and where it came from."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkread.ink.clean import writing


def turned(ink: np.ndarray, degrees: float) -> np.ndarray:
    """The ink turned about its middle on a larger sheet."""
    ink = np.pad(ink, 60)
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(ink, matrix, (width, height))


def places(row) -> list[tuple[float, float]]:
    """Where the middles of a row's components are on the sheet."""
    boxes = [row.parts.boxes[i] for i in row.members]
    middles = np.array([(box.x + box.w / 2, box.y + box.h / 2, 1) for box in boxes])
    return [tuple(place) for place in middles @ row.back.T]


@pytest.mark.parametrize("one_line", [False, True])
@pytest.mark.parametrize("text", ["7", "42", "31847"])
def test_every_digit_is_a_member(text, one_line, written):
    """k digits that do not touch are k members of one row, from left to right."""
    rows = writing(written(text), one_line=one_line)
    assert len(rows) == 1 and len(rows[0].members) == len(text)
    across = [x for x, _ in places(rows[0])]
    assert across == sorted(across)


def test_rows_are_in_reading_order(written):
    """Two lines of writing on a page are two rows, the upper one first; as one line they are one."""
    page = np.concatenate([written("123"), written("456")])
    rows = writing(page, one_line=False)
    assert [len(row.members) for row in rows] == [3, 3]
    assert max(y for _, y in places(rows[0])) < min(y for _, y in places(rows[1]))
    assert len(writing(page, one_line=True)) == 1


@given(st.floats(-14, 14))
def test_a_turned_line_is_set_level(written, degrees):
    """A number turned by up to 14 degrees stands level again, and the way back leads to where it was."""
    ink = written("27318")
    [row] = writing(turned(ink, degrees), one_line=True)
    bottoms = [row.parts.boxes[i].bottom for i in row.members]
    assert np.ptp(bottoms) <= 0.25 * row.height_px
    height, width = np.pad(ink, 60).shape
    home = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    rows = (np.array([(*place, 1.0) for place in places(row)]) @ home.T)[:, 1]
    assert np.ptp(rows) <= 0.25 * row.height_px


def test_ghosts_are_no_writing(written):
    """What shows through from the back, at a quarter of the contrast, does not count."""
    ink = written("8811")
    contrast = 0.8 * ink
    contrast[:, 155:] *= 0.25
    assert len(writing(ink, contrast, one_line=True)[0].members) == 2


def test_specks_are_no_members(written):
    """Specks between the digits do not count."""
    ink = written("25")
    ink[40:43, 70:73] = ink[10:12, 30:32] = 1
    assert len(writing(ink, one_line=True)[0].members) == 2


def test_neighbours_at_the_edge_are_left_out(written):
    """Feet of the line above, at the edge of a picture of one line, do not count."""
    ink = written("417")
    ink[:12, 30:34] = ink[:12, 100:104] = 1
    assert len(writing(ink, one_line=True)[0].members) == 3


@pytest.mark.parametrize("text", ["274", "3908"])
def test_a_line_beside_a_dark_table(text, written):
    """Of a line with the table around its sheet, or a copy's black edge, only the digits are members."""
    ink = np.pad(written(text), 60)
    ink[:, :40] = ink[:30] = 1
    assert len(writing(ink, one_line=True)[0].members) == len(text)


def test_a_component_alone(written):
    """``alone`` shows one component in its box, with its grey edge and nothing of its neighbours."""
    row = writing(written("25", gap=45), one_line=True)[0]
    for index in row.members:
        box, ink = row.parts.boxes[index], row.alone(index)
        assert box.h <= ink.shape[0] <= box.h + 2 and box.w <= ink.shape[1] <= box.w + 2
        assert int((ink >= 0.5).sum()) == row.parts.areas[index]


def test_whole_components_are_not_cut(written):
    """A component that is given as whole is one piece; without that, a wide one has several."""
    row = writing(written("08", thickness=9), one_line=True)[0]
    doubtful = frozenset(row.doubtful())
    assert len(doubtful) == 2
    assert len(row.cut(doubtful).pieces.boxes) == 2 < len(row.cut().pieces.boxes)


@pytest.mark.parametrize("one_line", [False, True])
@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (5, 5), (200, 200)])
def test_degenerate(shape, level, one_line):
    """Blank sheets have no rows, and full ones of any shape at most one."""
    rows = writing(np.full(shape, level, np.float32), one_line=one_line)
    assert len(rows) <= int(level)


@settings(max_examples=15)
@given(st.integers(130, 600), st.integers(1, 12))
def test_tall_writing_is_worked_at_a_handy_size(high, pen):
    """However tall the digits and however thin the pen, rows are low, strokes stay whole, boxes lead back."""
    ink = np.zeros((high + 40, 2 * high), np.float32)
    cv2.ellipse(ink, (high, high // 2 + 20), (high // 4, high // 2), 0, 0, 360, 1.0, pen)
    [row] = writing(ink, one_line=True)
    assert row.height_px <= 130 and len(row.members) == 1
    box = row.parts.boxes[0]
    x, y = row.back @ (box.x + box.w / 2, box.y + box.h / 2, 1)
    assert abs(x - high) < 0.03 * high and abs(y - high / 2 - 20) < 0.03 * high


def test_ticks_at_the_edge_are_not_read(written):
    """Low remains at the upper edge of a page, such as a rule's ticks, are no line of writing."""
    page = written("2741")
    page[:9, 30:34] = page[:9, 200:204] = 1
    [row] = writing(page, one_line=False)
    assert len(row.members) == 4


def test_small_writing_within_the_page_is_read(written):
    """A low line of writing that is not at the page's edge is a line of its own."""
    small = cv2.resize(written("503"), None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    page = np.pad(written("2741"), ((150, 0), (0, 200)))
    page[60 : 60 + small.shape[0], 40 : 40 + small.shape[1]] = small
    assert [len(row.members) for row in writing(page, one_line=False)] == [3, 4]


def test_the_frame_of_a_cell_is_not_read(written):
    """As a page, too, a small square picture is taken without its borders, and the digit keeps its foot."""
    cell = np.zeros((120, 120), np.float32)
    cell[30:90, 40:80] = written("2", height=100)[28:88, 17:57]
    foot = int(np.flatnonzero(cell.max(axis=1))[-1])
    cell[foot - 4 : foot, 15:105] = 1  # almost as long as the cell is wide
    cell[2:6] = cell[-6:-2] = cell[:, 2:6] = cell[:, -6:-2] = 1
    [row] = writing(cell, one_line=False)
    [box] = [row.parts.boxes[i] for i in row.members]
    assert 85 <= box.w <= 95 and box.h <= 60


def test_what_reaches_in_from_the_edge_is_not_read(written):
    """A tall dark strip along the edge of a page does not hold its lines together, and is none."""
    page = np.pad(np.concatenate([written("2741"), written("3908")]), ((0, 400), (60, 100)))
    page[:, :20] = 1
    assert [len(row.members) for row in writing(page, one_line=False)] == [4, 4]
