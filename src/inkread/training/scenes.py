"""Whole numbers in one person's hand, composed of that person's own digits, as pictures with known answers.

Digits of one writer stand side by side as in a line of writing: spaced evenly but for a tremble, sometimes
touching, sometimes overlapping, on a line that drifts. MNIST does not know how its writers spaced;
a writer's own gap is drawn from a normal distribution around a sixth of a digit's height.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.training.scene_paper import ROUGH, Paper, on_paper

Ink = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator

GAP, GAP_BETWEEN, GAP_WITHIN = 0.16, 0.11, 0.07
"""Mean gap between digits, its spread between writers and within a number, as shares of a digit's height.

At these, one pair in nine touches or overlaps."""

DEEPEST = 0.12
"""The deepest overlap, as a share of a digit's height."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture of one number: ``picture (H, W, 3) uint8``, its digits as text, and a box for each digit.

    ``owners (H, W) uint8`` says whose ink a pixel is: 0 nobody's, 1 that of the first digit, and so on.
    """

    picture: Bytes
    text: str
    boxes: tuple[Box, ...]
    owners: Bytes
    touching: bool
    """Whether any two neighbours' ink overlaps or meets."""


def compose_numbers(
    images: Bytes, labels: Bytes, writers: npt.NDArray[np.int32], n: int, seed: int, paper: Paper = ROUGH
) -> Iterator[Scene]:
    """``n`` numbers of 5 to 10 digits, each in the hand of one of the ``writers`` of the digits.

    ``images`` is ``(m, 28, 28) uint8``. Digits are drawn without repeating one within a number; writers with
    fewer than 10 digits are left out.
    """
    names, counts = np.unique(writers, return_counts=True)
    names = names[counts >= 10]
    for number in range(n):
        random = np.random.default_rng((seed, number))
        own = np.flatnonzero(writers == random.choice(names))
        chosen = random.choice(own, random.integers(5, 11), replace=False)
        yield compose_number(images[chosen], labels[chosen], random, paper)


def compose_number(
    digits: Bytes, labels: Bytes, random: Random, paper: Paper = ROUGH, gap: float = GAP
) -> Scene:
    """One number of these ``(k, 28, 28) uint8`` digits, 18 to 90 pixels high; ``gap`` is ``GAP``'s."""
    height_px = float(np.exp(random.uniform(np.log(18), np.log(90))))
    inks = [_scaled(_cut(digit), height_px * random.uniform(0.93, 1.07)) for digit in digits]
    ink, owners, boxes, touching = _line(inks, height_px, random, gap)
    ink, owners, boxes = _turned(ink, owners, boxes, random.normal(0, 2))
    picture = on_paper(ink, random, paper, height_px=height_px)
    return Scene(picture, "".join(map(str, labels)), tuple(boxes), owners, touching)


def _cut(digit: Bytes) -> Ink:
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    cut = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.divide(cut, 255, dtype=np.float32)


def _scaled(ink: Ink, height_px: float) -> Ink:
    """MNIST's 20-pixel box at another size; a digit that is wide in its box keeps its width."""
    scale = height_px / 20
    size = (max(round(ink.shape[1] * scale), 1), max(round(ink.shape[0] * scale), 1))
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    scaled: Ink = np.clip(cv2.resize(ink, size, interpolation=how), 0, 1).astype(np.float32)
    return scaled


def _line(
    inks: list[Ink], height_px: float, random: Random, gap: float
) -> tuple[Ink, Bytes, list[Box], bool]:
    """Digits one after the other: the ink, whose it is, a box for each, and whether any two touch."""
    usual = random.normal(gap, GAP_BETWEEN)
    drift = random.normal(0, 0.02)
    margin = int(height_px * random.uniform(0.3, 0.8))
    x, places = margin, []
    for ink in inks:
        y = (height_px - ink.shape[0]) / 2 + (drift * x + random.normal(0, 0.04) * height_px)
        places.append((x, round(y)))
        space = max(random.normal(usual, GAP_WITHIN), -DEEPEST)
        x += max(ink.shape[1] + round(space * height_px), 2)
    top = margin - min(y for _, y in places)
    high = top + max(y + ink.shape[0] for (_, y), ink in zip(places, inks, strict=True)) + margin
    sheet = np.zeros(
        (high, max(x + ink.shape[1] for (x, _), ink in zip(places, inks, strict=True)) + margin), np.float32
    )
    owners, touching = np.zeros(sheet.shape, np.uint8), False
    for number, ((x, y), ink) in enumerate(zip(places, inks, strict=True), 1):
        window = slice(top + y, top + y + ink.shape[0]), slice(x, x + ink.shape[1])
        place = sheet[window]
        near = cv2.dilate(place, np.ones((3, 3), np.uint8))
        touching |= bool(((near > 0.3) & (ink > 0.3)).any())
        owners[window][(ink > 0.3) & (ink > place)] = number
        np.maximum(place, ink, out=place)
    boxes = [Box(x, top + y, ink.shape[1], ink.shape[0]) for (x, y), ink in zip(places, inks, strict=True)]
    return sheet, owners, boxes, touching


def _turned(ink: Ink, owners: Bytes, boxes: list[Box], degrees: float) -> tuple[Ink, Bytes, list[Box]]:
    """Ink and its owners turned about the middle, and the upright boxes around the turned ones."""
    high, wide = ink.shape
    turn = np.asarray(cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0), np.float64)
    turned = np.asarray(cv2.warpAffine(ink, turn, (wide, high), flags=cv2.INTER_LINEAR), dtype=np.float32)
    theirs = np.asarray(cv2.warpAffine(owners, turn, (wide, high), flags=cv2.INTER_NEAREST), np.uint8)
    return np.clip(turned, 0, 1).astype(np.float32), theirs, [_turned_box(box, turn) for box in boxes]


def _turned_box(box: Box, turn: npt.NDArray[np.float64]) -> Box:
    corners = np.array([(x, y, 1) for x in (box.x, box.right) for y in (box.y, box.bottom)]) @ turn.T
    low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
    return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))
