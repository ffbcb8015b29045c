"""The uprights of a table part its numbers; those of squared paper and of combs do not."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.clean import writing
from inkread.ink.columns import is_remnant, parted
from inkread.ink.ruled import Ruled


def upright(x: float, start: int, stop: int) -> Ruled:
    """A rule at ``x`` from ``start`` to ``stop`` down the page."""
    return Ruled((x, 0.0), start, stop, 4.0)


def columns(boxes: list[Box], rules: list[Ruled]) -> list[int]:
    """The column of each box, numbered as they come."""
    apart = parted(boxes, rules, 40)
    assert np.array_equal(apart, apart.T)
    found = [int(np.flatnonzero(~row)[0]) for row in apart]
    return [sorted(set(found)).index(first) for first in found]


ROW = [Box(x, 100, 20, 40) for x in (20, 90, 160, 230)]


@pytest.mark.parametrize(
    ("places", "stop", "wanted"),
    [
        ([70, 140, 210], 400, [0, 1, 2, 3]),  # a table
        ([130], 400, [0, 0, 1, 1]),  # a margin
        ([70, 140, 210], 150, [0, 0, 0, 0]),  # a comb of boxes
        (list(range(10, 300, 40)), 400, [0, 0, 0, 0]),  # squared paper
        ([10, 50, 130, 170, 330], 400, [0, 0, 0, 0]),  # squared paper of which rules were missed
        ([70, 110, 215], 400, [0, 1, 2, 3]),  # a table with one narrow column
        ([], 400, [0, 0, 0, 0]),
    ],
)
def test_columns(places, stop, wanted):
    """Long uprights that stand far enough apart number the columns."""
    rules = [upright(x, 50, stop) for x in places]
    assert columns(ROW, rules) == wanted


@pytest.mark.parametrize(("gap", "wanted"), [(8, [0, 0]), (30, [0, 1])])
def test_a_crease_parts_no_number(gap, wanted):
    """An upright between digits as close as those of one number, as a crease is, parts no columns."""
    rows = [Box(x, y, 20, 40) for y in (100, 180, 260) for x in (60, 80 + gap)]
    assert columns(rows, [upright(80 + gap / 2, 50, 400)])[:2] == wanted


def test_leaning_squares():
    """On squared paper that is turned, rules of different lengths are as far apart as they look."""
    rules = [
        Ruled((x, 0.1), start, 700, 4.0) for x, start in zip(range(10, 300, 40), [50, 500] * 4, strict=True)
    ]
    assert columns(ROW, rules) == [0, 0, 0, 0]


def test_a_rule_parts_only_beside_itself():
    """Digits above and below a rule are not parted by it."""
    boxes = [Box(20, 100, 20, 40), Box(90, 100, 20, 40), Box(20, 600, 20, 40), Box(90, 600, 20, 40)]
    apart = np.argwhere(np.triu(parted(boxes, [upright(65, 50, 400)], 40))).tolist()
    assert apart == [[0, 1]]


def test_a_number_at_the_end_of_a_rule_is_whole():
    """An upright to the left that ends beside a number parts none of its digits."""
    boxes = [Box(20, 340, 20, 40), Box(90, 352, 20, 40), Box(120, 362, 20, 40)]
    apart = parted(boxes, [upright(65, 50, 376), upright(200, 50, 400)], 40)
    assert apart[0, 1] and not apart[1, 2]


def test_remnants():
    """A narrow rest in a rule's path is one; a digit that crosses it, and a 1 beside it, are none."""
    rules = [upright(70, 50, 400)]
    assert is_remnant(Box(68, 100, 4, 30), rules)
    assert not is_remnant(Box(60, 100, 20, 30), rules)
    assert not is_remnant(Box(78, 100, 4, 30), rules)
    assert not is_remnant(Box(68, 500, 4, 30), rules)


def test_cells_of_a_table_are_lines_of_their_own(written):
    """Digits in neighbouring cells of a ruled table are not one number."""
    page = np.pad(np.concatenate([written("274"), written("390"), written("516")]), ((40, 40), (40, 40)))
    right, bottom = 40 + 3 * 70 + 14, 340
    for x in range(54, right + 1, 70):
        page[30:bottom, x : x + 3] = 1
    for y in range(30, bottom + 1, 103):
        page[y : y + 3, 54:right] = 1
    assert [len(row.members) for row in writing(page, one_line=False)] == [1] * 9
