"""Training pictures as the reader's front end hands them over: cut out, thresholded, in MNIST's form.

::

    MNIST, pen strokes, print ──► hand ──► pen ──► lens, threshold ──► debris ──► normalise ──► 0 … 9
    pairs, pieces, letters, marks ─────────────────────────────────────────────────────────────► 10

Class 10 is "not one digit". What is drawn depends on the seed alone, in batches that can be drawn apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.normalise import normalise
from inkread.training.scene_camera import bent, penned, photographed
from inkread.training.scene_damage import damaged
from inkread.training.scene_debris import struck_out, with_debris
from inkread.training.scene_letters import draw_letter
from inkread.training.scene_print import print_digit, print_letter
from inkread.training.scene_strokes import draw_character, draw_digit, draw_scribble

Ink = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator

NOT_A_DIGIT = 10
"""The class of pictures that are not one digit."""

SHARES = {
    "as it is": 0.06,
    "damaged": 0.20,
    "handwritten": 0.27,
    "drawn": 0.07,
    "printed": 0.06,
    "pair": 0.075,
    "piece": 0.055,
    "letter": 0.05,
    "written letter": 0.07,
    "character": 0.035,
    "mark": 0.03,
    "scribble": 0.0125,
    "struck out": 0.0125,
}
"""How often each kind is drawn; the first five are digits."""


@dataclass(frozen=True, eq=False)
class Crops:
    """Pictures ``(n, 28, 28) uint8``, 0 paper and 255 ink, and ``(n,) uint8`` labels, 10 for no digit."""

    images: Bytes
    labels: Bytes


def draw_crops(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Crops:
    """``n`` crops made from the digits ``images`` (``(m, 28, 28) uint8``) with their ``labels``."""
    random = np.random.default_rng(seed)
    kinds = random.choice(list(SHARES), n, p=list(SHARES.values()))
    drawn = [_draw(str(kind), images, labels, random) for kind in kinds]
    pictures = np.stack([np.rint(255 * ink).astype(np.uint8) for ink, _ in drawn])
    return Crops(pictures, np.array([label for _, label in drawn], np.uint8))


def _draw(kind: str, images: Bytes, labels: Bytes, random: Random) -> tuple[Ink, int]:
    """One crop of the kind and its label; drawn again when thresholding left nothing of it."""
    while True:
        chosen = int(random.integers(len(labels)))
        digit, ink = int(labels[chosen]), images[chosen].astype(np.float32) / 255
        if kind == "as it is":
            return ink, digit
        if kind == "damaged":
            return damaged(ink, random), digit
        if kind in ("handwritten", "drawn", "printed"):
            made, label = _digit(kind, ink, digit, images, random), digit
        else:
            made, label = _other(kind, ink, images, random), NOT_A_DIGIT
        if float(made.max(initial=0)) > 0.3 and not (label == NOT_A_DIGIT and _may_be_one(made)):
            return normalise(made), label


def _digit(kind: str, ink: Ink, digit: int, images: Bytes, random: Random) -> Ink:
    if kind == "drawn":
        ink = draw_digit(digit, random, 48)
    elif kind == "printed":
        ink = print_digit(digit, random)
    seen = _seen(ink, random, strength=0.6 if kind == "printed" else 1.0)
    if random.random() < 0.18:
        seen = with_debris(seen, _seen(_any(images, random), random), random)
    return seen


def _seen(ink: Ink, random: Random, strength: float = 1.0) -> Ink:
    """Ink as the front end sees it, 9 to 18 pixels high in one picture of six, up to 64 else."""
    height_px = random.uniform(9, 18) if random.random() < 0.16 else random.uniform(18, 64)
    return photographed(penned(bent(_trim(ink), random, height_px, strength=strength), random), random)


def _other(kind: str, ink: Ink, images: Bytes, random: Random) -> Ink:
    """Ink that is not one digit."""
    if kind == "pair":
        return _seen(pair(ink, _any(images, random), random), random, strength=0.7)
    if kind == "piece":
        return _seen(piece(ink, random), random, strength=0.5)
    if kind == "letter":
        return _seen(print_letter(random), random, strength=1.6)
    if kind == "written letter":
        return _seen(draw_letter(random, 48), random)
    if kind == "character":
        return _seen(draw_character(random, 48), random)
    if kind == "mark":
        return _seen(mark(random), random, strength=0.5)
    if kind == "scribble":
        return _seen(draw_scribble(random, 48), random)
    return struck_out(_seen(ink, random), random)


def pair(left: Ink, right: Ink, random: Random) -> Ink:
    """Two digits, from overlapping by a quarter of the narrower one to 3 pixels apart; now and then three."""
    left, right = _trim(left), _trim(right)
    if random.random() < 0.1:
        left = pair(left, right, random)
    grown = random.uniform(0.75, 1.3)
    right = np.asarray(cv2.resize(right, None, fx=grown, fy=grown, interpolation=cv2.INTER_LINEAR))
    overlap = int(random.uniform(-3, 0.25 * min(left.shape[1], right.shape[1]) + 1))
    high = max(left.shape[0], right.shape[0]) + 4
    sheet = np.zeros((high, left.shape[1] + right.shape[1] - overlap), np.float32)
    for ink, x in ((left, 0), (right, left.shape[1] - overlap)):
        y = random.integers(0, high - ink.shape[0] + 1)
        place = sheet[y : y + ink.shape[0], x : x + ink.shape[1]]
        np.maximum(place, ink, out=place)
    return sheet


def piece(ink: Ink, random: Random) -> Ink:
    """A part of a digit, cut off upright or slanting; never so straight that it may be a 1."""
    while True:
        whole = _trim(ink)
        high, wide = whole.shape
        share = random.uniform(0.35, 0.55)
        if random.random() < 0.7:
            edge = (share * wide + random.uniform(-0.3, 0.3) * (np.arange(high) - high / 2))[:, None]
            keep = np.arange(wide)[None, :] < edge
        else:
            keep = (np.arange(high) < share * high)[:, None] & np.ones(wide, bool)
        part = np.where(keep if random.random() < 0.5 else ~keep, whole, 0).astype(np.float32)
        if part.any() and not _may_be_one(part):
            return _trim(part)
        ink = np.rot90(ink)  # a 1 has no such part; lying down it has


def mark(random: Random) -> Ink:
    """Dots, dashes, lines, corners, crosses, signs and specks."""
    sheet = np.zeros((56, 56), np.uint8)
    pen = int(random.integers(2, 9))
    kind = random.integers(7)
    a, b = random.integers(6, 50, 2), random.integers(6, 50, 2)
    if kind == 0:
        cv2.ellipse(sheet, (28, 28), (random.integers(4, 20), random.integers(4, 20)), 0, 0, 360, 255, -1)
    elif kind == 1:  # lines lean too far for a 1
        y = random.integers(-12, 13)
        cv2.line(sheet, (4, 28 - int(y)), (52, 28 + int(y)), 255, pen)
    elif kind == 2:
        a, b = np.maximum(a, 24), np.maximum(b, 24)
        cv2.polylines(sheet, [np.array([[5, a[0]], [5, 5], [b[0], 5]], np.int32)], False, 255, pen)
        sheet = np.ascontiguousarray(np.rot90(sheet, random.integers(4)))
    elif kind == 3:
        cv2.line(sheet, (28, 6), (28, 50), 255, pen)
        cv2.line(sheet, (6, int(a[0])), (50, int(a[0])), 255, pen)
    elif kind == 4:
        for y in (18, 38):
            cv2.line(sheet, (6, y), (50, y + int(random.integers(-4, 5))), 255, pen)
    elif kind == 5:
        for _ in range(random.integers(2, 9)):
            cv2.circle(sheet, tuple(map(int, random.integers(6, 50, 2))), int(random.integers(2, 6)), 255, -1)
    else:
        cv2.rectangle(sheet, (5, 5), (50, int(a[0]) + 2), 255, pen)
    return sheet.astype(np.float32) / 255


def _may_be_one(ink: Ink) -> bool:
    """Whether the ink lies along one line that is within 55 degrees of upright."""
    y, x = np.nonzero(ink > 0.4)
    if len(x) < 3:
        return True
    spread, axes = np.linalg.eigh(np.cov(np.stack([x, y])))
    return bool(spread[0] < 0.045 * spread[1] and abs(axes[1, 1]) > np.cos(np.radians(55)))


def _any(images: Bytes, random: Random) -> Ink:
    return images[random.integers(len(images))].astype(np.float32) / 255


def _trim(ink: Ink, margin: int = 1) -> Ink:
    """The ink without its blank margin, but for ``margin`` pixels."""
    rows, columns = np.flatnonzero((ink > 0.1).any(axis=1)), np.flatnonzero((ink > 0.1).any(axis=0))
    if not len(rows):
        return ink
    return np.pad(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], margin)
