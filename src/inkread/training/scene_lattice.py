"""Crops out of whole numbers: what the reader's own front end cuts, joins and hands to the classifier.

::

    digits ──► number on paper ──► ink, straightened, in pieces ──► runs of pieces ──► 0 … 9
                                    4 | 1a | 1b | 7                  4  1a1b  7   ──► its digit
                                                                     41a  1b7  1a ──► no digit

A run that holds nearly all of one digit's ink and hardly any other is that digit; one that clearly misses
some, or has clearly more, is none. What lies between, and what may pass for a 1 on its own, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.clean import Line, writing
from inkread.ink.load import load
from inkread.ink.normalise import normalise
from inkread.ink.pieces import Pieces
from inkread.ink.sheet import Sheet, sheet_of
from inkread.training.scene_crops import NOT_A_DIGIT, Crops
from inkread.training.scene_paper import CLEAN, FAIR, ROUGH
from inkread.training.scene_parts import may_be_one
from inkread.training.scene_strokes import draw_digit
from inkread.training.scene_styles import restyled
from inkread.training.scenes import GAP, Scene, compose_number

Ink = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator

WHOLE, PURE = 0.93, 0.92
"""A run that is a digit holds at least so much of its ink, and so much of the run's ink is the digit's."""

LACKING, MIXED = 0.68, 0.75
"""A run that is none holds at most so much of any digit's ink, or its own is at most so much of one digit."""

NARROW = 0.5
"""A run of no digit is at least so wide, as a share of its height: the stem of a 4 or 9 looks like a 1."""

LONGEST = 7
"""Pieces in a run."""

CLOSER = 0.08
"""So much less than usual, as a share of the height, is the gap between digits: more of them touch."""


def draw_lattice(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Crops:
    """``n`` crops and their labels, half of them digits."""
    random = np.random.default_rng(seed)
    pictures: list[Bytes] = []
    found: list[int] = []
    while len(pictures) < n:
        scene = _scene(images, labels, random)
        for image, label in _balanced(list(_labelled(scene)), random):
            pictures.append(np.rint(255 * image).astype(np.uint8))
            found.append(label)
    return Crops(np.stack(pictures[:n]), np.array(found[:n], np.uint8))


def _scene(images: Bytes, labels: Bytes, random: Random) -> Scene:
    chosen = random.integers(0, len(labels), random.integers(3, 9))
    drawn = random.random() < 0.15  # one hand in seven writes all its digits in the ways of scene_strokes
    digits = [_written(images[index], int(labels[index]), drawn, random) for index in chosen]
    paper = (CLEAN, ROUGH, FAIR)[random.integers(3)]
    return compose_number(np.stack(digits), labels[chosen], random, paper, gap=GAP - CLOSER)


def _written(digit: Bytes, label: int, drawn: bool, random: Random) -> Bytes:
    if drawn:
        ink = normalise(draw_digit(label, random, 56))
    elif random.random() < 0.1:
        ink = normalise(restyled(np.divide(digit, 255, dtype=np.float32), label, random))
    else:
        return digit
    return np.rint(255 * ink).astype(np.uint8)


def _balanced(crops: list[tuple[Ink, int]], random: Random) -> list[tuple[Ink, int]]:
    """As many that are no digit, drawn by chance, as there are digits; every page has far more of them."""
    digits = [crop for crop in crops if crop[1] != NOT_A_DIGIT]
    others = [crop for crop in crops if crop[1] == NOT_A_DIGIT]
    chosen = random.permutation(len(others))[: len(digits)]
    return digits + [others[index] for index in chosen]


def _labelled(scene: Scene) -> Iterator[tuple[Ink, int]]:
    sheet = sheet_of(load(scene.picture))
    for row in writing(sheet.ink, sheet.contrast, one_line=True):
        line = row.cut()
        shares = _shares(line.pieces, _owners(scene, sheet, line), len(scene.text))
        for first, stop, box in _runs(line.pieces):
            label = _label(shares[first:stop].sum(axis=0), shares[:, 1:].sum(axis=0), scene)
            ink = line.pieces.ink_of(first, stop, box)
            if label is not None and ink.any() and not (label == NOT_A_DIGIT and _may_be_a_digit(ink, box)):
                yield normalise(ink), label


def _may_be_a_digit(ink: Ink, box: Box) -> bool:
    """Whether a part is so narrow that it may be a 1 with its flag, or so straight that it may be one."""
    return box.w < NARROW * box.h or may_be_one(ink)


def _owners(scene: Scene, sheet: Sheet, line: Line) -> Bytes:
    """Whose ink each pixel of the line's frame is; edges blurred outwards are their neighbours'."""
    frame = line.pieces.frame
    there = line.back @ np.array([[1, 0, frame.x], [0, 1, frame.y], [0, 0, 1]]) * sheet.scale
    grown = cv2.dilate(scene.owners, np.ones((3, 3), np.uint8))
    size = (frame.w, frame.h)
    owners = [
        cv2.warpAffine(each, there, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
        for each in (scene.owners, grown)
    ]
    return np.where(owners[0] > 0, owners[0], owners[1])


def _shares(pieces: Pieces, owners: Bytes, n_digits: int) -> Floats:
    """``(pieces, 1 + digits)``: the pixels of each piece that are nobody's and each digit's."""
    shape = len(pieces.boxes) + 1, n_digits + 1
    seen = np.where(pieces.ink >= 0.5, pieces.labels, 0).astype(np.int64)
    flat = np.bincount((seen * shape[1] + owners).ravel(), minlength=shape[0] * shape[1])
    return flat.reshape(shape)[1:].astype(np.float64)


def _label(own: Floats, all_of: Floats, scene: Scene) -> int | None:
    """The digit that a run is, or none, from its pixels' owners; None where it is neither."""
    best = int(np.argmax(own[1:]))
    whole, pure = own[1 + best] / max(all_of[best], 1), own[1 + best] / max(own.sum(), 1)
    if whole >= WHOLE and pure >= PURE:
        return int(scene.text[best])
    return NOT_A_DIGIT if whole <= LACKING or pure <= MIXED else None


def _runs(pieces: Pieces) -> Iterator[tuple[int, int, Box]]:
    """Runs of neighbouring pieces no wider than two digits: first, one past the last, and their box."""
    count = len(pieces.boxes)
    for first in range(count):
        box = pieces.boxes[first]
        for stop in range(first + 1, min(first + LONGEST, count) + 1):
            box = box.union(pieces.boxes[stop - 1])
            if box.w > 1.6 * pieces.height_px:
                break
            if box.h > 0.5 * pieces.height_px:
                yield first, stop, box
