"""What else is on the paper: rests of ruled lines and cell borders, neighbours' ends, gaps, strike-outs."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Random = np.random.Generator


def with_debris(ink: Ink, neighbour: Ink, random: Random) -> Ink:
    """``ink`` with one of: a neighbour's end, the rest of a border or line, a gap where a line was taken out.

    The digit stays the largest thing in the picture; ``neighbour`` is ink of about the same height.
    """
    kind = random.integers(4)
    if kind == 0:
        return _neighbour_end(ink, neighbour, random)
    if kind == 1:
        return _border_rest(ink, random)
    if kind == 2:
        return _line_gap(ink, random)
    return _line_rest(ink, random)


def struck_out(ink: Ink, random: Random) -> Ink:
    """``ink`` crossed out by one to four lines or a zigzag, from edge to edge."""
    high, wide = ink.shape
    pen = max(round(high * random.uniform(0.05, 0.12)), 1)
    steps = random.integers(3, 9) if random.random() < 0.5 else 2
    lines = np.zeros((high, wide), np.uint8)
    for _ in range(1 if steps > 2 else random.integers(1, 5)):
        x = np.linspace(0, wide, steps) + random.normal(0, 0.03 * wide, steps)
        y = np.where(np.arange(steps) % 2, random.uniform(0.05, 0.45), random.uniform(0.55, 0.95)) * high
        y = y + random.normal(0, 0.08 * high, steps)
        cv2.polylines(lines, [np.stack([x, y], 1).astype(np.int32)], False, 255, pen, cv2.LINE_AA)
    return np.maximum(ink, lines.astype(np.float32) / 255)


def _neighbour_end(ink: Ink, neighbour: Ink, random: Random) -> Ink:
    """A narrow strip of the neighbour's facing side, at the left or right."""
    strip = max(int(neighbour.shape[1] * random.uniform(0.03, 0.14)), 1)
    columns = np.flatnonzero(neighbour.any(axis=0))
    if not len(columns):
        return ink
    end = neighbour[:, max(columns[-1] + 1 - strip, 0) : columns[-1] + 1]
    end = cv2.resize(end, (end.shape[1], ink.shape[0]), interpolation=cv2.INTER_LINEAR)
    gap = np.zeros((ink.shape[0], int(ink.shape[1] * random.uniform(0, 0.08))), np.float32)
    if random.random() < 0.5:
        return np.concatenate([end, gap, ink], axis=1).astype(np.float32)
    return np.concatenate([ink, gap, end[:, ::-1]], axis=1).astype(np.float32)


def _border_rest(ink: Ink, random: Random) -> Ink:
    """Part of a straight border along one side, close to the digit."""
    ink = _inside(ink)
    high = ink.shape[0]
    pen = max(round(high * random.uniform(0.02, 0.07)), 1)
    gap = round(high * random.uniform(0.02, 0.12))
    sheet = np.pad(ink, pen + gap)
    side, start, length = random.integers(4), random.uniform(0, 0.6), random.uniform(0.15, 0.6)
    along = slice(int(start * high), int((start + length) * high) + 1)
    if side == 0:
        sheet[:pen, along] = 1
    elif side == 1:
        sheet[-pen:, along] = 1
    elif side == 2:
        sheet[along, :pen] = 1
    else:
        sheet[along, -pen:] = 1
    return sheet


def _line_gap(ink: Ink, random: Random) -> Ink:
    """A thin line taken out through the ink, sometimes with a little of it left."""
    high = ink.shape[0]
    gap = max(round(high * random.uniform(0.015, 0.05)), 1)
    at = int(random.uniform(0.1, 0.9) * (high - gap))
    cut = ink.copy()
    cut[at : at + gap] *= random.uniform(0, 0.4) if random.random() < 0.5 else 0
    return cut


def _line_rest(ink: Ink, random: Random) -> Ink:
    """Pieces of a ruled line that crosses or underlines the digit."""
    sheet = _inside(ink).copy()
    high, wide = sheet.shape
    pen = max(round(high * random.uniform(0.01, 0.05)), 1)
    at = int(random.uniform(0.55, 1) * (high - pen))
    for _ in range(random.integers(1, 4)):
        start, length = random.uniform(0, 0.8) * wide, random.uniform(0.08, 0.35) * wide
        sheet[at : at + pen, int(start) : int(start + length) + 1] = 1
    return sheet


def _inside(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return ink
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
