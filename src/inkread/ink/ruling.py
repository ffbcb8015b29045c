"""The sheet without what was printed or ruled on it: lines, margins, tables and boxes, but not strokes.

A ruled line spans far beyond the digits; a stroke is as long as its digit. So everything is measured against
the height of the digits, and what is shorter must be a box's side, or lead from one ruled line to another.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.ink.boxes import find_boxes
from inkread.ink.erase import erase_lines, erase_upright
from inkread.ink.lines import find_lines
from inkread.ink.rank import median, middle
from inkread.ink.ruled import Ruled, runs
from inkread.ink.segment import SMALLEST_PX, Components, components

Ink = npt.NDArray[np.float32]

LARGE_PX = 12
"""Boxes and the writing that tells how high digits are have so many pixels."""

SOLID = 0.93
"""The share of a line's length that has ink, where it spans no more than three fifths of the page."""

LEAN = 25
"""Upright lines are so many times as long as thick; strokes are less."""

RULES = 3
"""Ruled paper shows at least so many lines; a cell has two borders."""

SEVERAL, RUNG = 4, 1.6
"""Where there are several uprights, a rung between two lines is at least so many digit heights long."""

ACROSS, DOWN = 3.0, 2.2
"""Ruled lines on a page are at least so many digit heights long."""

LARGEST, FREE = 3.0, 3
"""What the edge cuts off and is so many times as large as the writing is no writing. So many parts tell how
large that is: beside one digit there may be a speck."""


def is_ruled(ink: Ink) -> bool:
    """Whether lines lead out of the picture on opposite sides, as they do on ruled and squared paper."""
    return _led_out(ink) or _led_out(ink.T)


def _led_out(ink: Ink) -> bool:
    """Whether about as many strokes cross each of four columns, two near either side, and three at least."""
    last = ink.shape[1] - 1
    near, nearer = last // 16, last // 32
    columns = ink[:, [nearer, near, last - near, last - nearer]] >= np.float32(0.5)
    strokes = (columns[1:] > columns[:-1]).sum(axis=0)
    return bool(strokes.min() >= RULES and np.ptp(strokes) <= 2)


def unruled(ink: Ink, contrast: Ink | None = None, *, one_line: bool) -> tuple[Ink, Components, list[Ruled]]:
    """The ink without ruled lines, boxes and borders; the same object where there are none.

    With ``one_line`` the picture shows one line of writing, about as high as the picture. The components of
    the ink come along, without specks, and the upright lines that were taken, x and y exchanged.
    """
    height, width = ink.shape
    thickest = _thickest(height, width, one_line=one_line)
    shortest = min(1.5 * height, 0.8 * width) if one_line else 0.6 * width
    longest = find_lines(ink, shortest, thickest, meshed=not one_line)
    ink = erase_lines(ink, longest, contrast, snug=True)
    found = components(ink, SMALLEST_PX)
    large = found.only([i for i, area in enumerate(found.areas) if area >= LARGE_PX])
    tall = _height(large, longest, ink.shape)
    across, down = find_boxes(large, tall, thickest)
    if not one_line:
        lines = find_lines(ink, max(0.12 * width, ACROSS * tall), thickest, meshed=True)
        mask = ink >= np.float32(0.5)
        across += [line for line in lines if _is_solid(line, mask)]
    ink = erase_lines(ink, across, contrast)
    down += _down(ink, longest + across, tall, thickest, one_line=one_line)
    ink = erase_upright(ink, down, contrast) if down else ink
    found = components(ink, SMALLEST_PX) if across or down else found
    return ink, found, down


def _thickest(height: int, width: int, *, one_line: bool) -> float:
    side = min(height, width)
    return max(0.09 * side, 4.0) if one_line else max(0.012 * side, min(0.09 * side, 11.0))


def _height(found: Components, rules: list[Ruled], shape: tuple[int, ...]) -> float:
    """The height of the digits in pixels: at most two spaces between ruled lines where there are many."""
    usual = usual_height(found) or 0.5 * min(shape)
    if len(rules) < 3:
        return usual
    middles = np.sort([rule.row(shape[1] / 2) for rule in rules])
    return min(usual, 2 * median(np.diff(middles)))


def usual_height(found: Components) -> float | None:
    """The height in pixels of most of the writing, tall components counting more; None if there is none.

    Long rules, blots and what has something else inside are no writing. Where most is far taller than what
    stands free of the picture's edge, that counts alone: the rest is table, a spiral, a copy's black edge.
    """
    height, width = found.labels.shape
    sides = np.array([(b.x, b.y, b.right, b.bottom) for b in found.boxes[:400]], dtype=np.float64).reshape(
        -1, 4
    )
    x0, y0, x1, y1 = sides.T
    wide, high = x1 - x0, y1 - y0
    thin = high**2 > LEAN * np.array(found.areas[:400])
    inside = (x0[:, None] < x0) & (y0[:, None] < y0) & (x1 < x1[:, None]) & (y1 < y1[:, None])
    frame = (inside & (high >= 0.3 * high[:, None])).any(axis=1)
    counts = ~frame & ~thin & (high >= 8) & (wide <= 2.5 * high)
    if not counts.any():
        return None
    usual = middle(high[counts], high[counts])
    free = high[counts & (x0 > 2) & (y0 > 2) & (x1 < width - 2) & (y1 < height - 2)]
    return middle(free, free) if len(free) >= FREE and usual > LARGEST * middle(free, free) else usual


def _down(ink: Ink, across: list[Ruled], tall: float, thickest: float, *, one_line: bool) -> list[Ruled]:
    """The upright lines, x and y exchanged: long ones, borders, and rungs between lines across."""
    height = ink.shape[0]
    long = 0.9 * height if one_line else max(0.12 * height, DOWN * tall)
    shortest = min(long, 0.9 * height, max(1.05 * tall, 12.0) if across else np.inf)
    upright = ink.T
    mask = upright >= np.float32(0.5)
    lines = find_lines(upright, shortest, thickest, meshed=not one_line)
    rules = [line for line in lines if line.length >= long and not one_line and _is_solid(line, mask)]
    # On squared paper stems, too, lead from rule to rule.
    rung = RUNG * tall if len(rules) >= SEVERAL else 0.0
    return rules + [
        line
        for line in lines
        if line not in rules
        and (
            (line.length >= 0.9 * height and _is_border(line, ink))
            or (line.length >= rung and _is_rung(line, across))
        )
    ]


def _is_solid(line: Ruled, mask: npt.NDArray[np.bool_]) -> bool:
    """Whether a line is not a row of feet and bars with the gaps between digits."""
    top, bottom = runs(mask, np.arange(line.start, line.stop), line, line.thickness)
    return line.length >= 0.6 * mask.shape[1] or bool((bottom > top).mean() >= SOLID)


def _is_border(line: Ruled, ink: Ink) -> bool:
    """Whether an upright line reaches beyond everything else on the line of writing."""
    apart = ink.copy()
    column = int(np.mean(line.rows(np.array(line.ends))))
    reach = int(line.thickness) + 3
    apart[:, max(column - reach, 0) : column + reach] = 0
    rows = np.flatnonzero((apart >= 0.5).any(axis=1))
    return len(rows) > 0 and float(np.ptp(rows)) < 0.9 * line.length


def _is_rung(line: Ruled, across: list[Ruled]) -> bool:
    """Whether an upright line begins at one line across and ends at another."""
    ends = np.array(line.ends)
    columns = line.rows(ends)
    ended = [False, False]
    for rule in across:
        near = np.abs(rule.rows(columns) - ends) <= rule.thickness + 1
        along = (rule.start - 3 <= columns) & (columns <= rule.stop + 3)
        alike = 0.4 <= line.thickness / max(rule.thickness, 1.0) <= 2.5
        ended = [was or bool(now) for was, now in zip(ended, near & along & alike, strict=True)]
    return all(ended)
