"""One digit in a picture of its own: the rival guesses which ink is the digit.

::

    ┌──────────┐    the frame is taken away where it is one; ink at the edge that does not reach
    │    █  ▄▄ │    the middle is a neighbour's; what lies close together is one digit
    │   ██     │
    └──────────┘
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box, apart, around
from inkread.ink.frame import frame_of, without_frame
from inkread.ink.ghosts import without_faint
from inkread.ink.handy import handy
from inkread.ink.normalise import normalise
from inkread.ink.ruling import is_ruled, unruled
from inkread.ink.segment import Components, among, components

Ink = npt.NDArray[np.float32]

SIDE_PX = 240
"""Larger pictures are reduced until their shorter side has this many pixels."""

SMALLEST = 0.22
"""A digit is at least this fraction of the picture's shorter side high."""

FRAMED = -2.5
"""The log prior that what looks like a frame is part of the digit. In a tight crop one side well may be."""

UNFRAMED = 0.3
"""Where no more than this share of the ink is left without what looks like a frame, it is a frame."""

OFF, SIZE = 1.5, 0.7
"""What a guess loses in log prior for a side's length off the middle, and gains for the log of its size."""

SPECK_PX = 6
"""Components of fewer pixels are specks."""

MOST_PARTS, MOST_SEEDS, MOST_GUESSES = 200, 3, 4
"""Components looked at, those that a guess may grow from, and guesses in one sheet, at most."""

CLOSE = 0.08
"""What is no further apart, in shorter sides of the picture, is one digit: a 5 and its bar."""

CUT_OFF, ASIDE, LOW = 0.3, 0.1, 0.3
"""Debris at the edge has less than the first share of itself in the middle of the picture. Elsewhere it has
less than the second there and, unlike a digit that stands aside, is lower than the third of the picture."""


@dataclass(frozen=True, eq=False, slots=True)
class Guess:
    """Ink that may be the digit: its box on the sheet, its 28×28, and its log prior."""

    box: Box
    image: Ink
    prior: float


def guesses(ink: Ink, contrast: Ink | None = None) -> list[Guess]:
    """The guesses for a sheet, none when it is blank but for frames and debris; at most 12."""
    ink, across, down = handy(ink, min(ink.shape), SIDE_PX)
    if contrast is not None and contrast.shape != ink.shape:
        small = cv2.resize(contrast, ink.shape[::-1], interpolation=cv2.INTER_AREA)
        contrast = np.asarray(small, dtype=np.float32).reshape(ink.shape)
    found = _rivals(ink, contrast)
    return [Guess(_enlarged(guess.box, across, down), guess.image, guess.prior) for guess in found]


def _rivals(ink: Ink, contrast: Ink | None) -> list[Guess]:
    """The guesses without rules and a frame, with what looks like a frame, and without what is faint."""
    if is_ruled(ink):
        ink, _, _ = unruled(ink, contrast, one_line=False)
    frame = frame_of(ink)
    unframed = without_frame(ink, frame, contrast)
    crop = len(frame) < 2
    found = _guesses_in(unframed, 0.0, crop)
    if len(frame) and float(unframed.sum()) > UNFRAMED * float(ink.sum()):
        # A tightly cropped digit may have a side like a frame: keep it whole as a guess.
        near = _near(ink.shape)
        tight = crop and any(guess.box.reaches(ink.shape[0], ink.shape[1], near) for guess in found)
        found += _guesses_in(ink, 0.0 if tight else FRAMED, crop)
    strong = unframed if contrast is None else without_faint(unframed, contrast)
    if strong is not unframed:
        found += _guesses_in(strong, 0.0, crop)
    return found


def without_debris(ink: Ink) -> Ink:
    """The ink without what the edges of the picture cut off; the same object where there is nothing such."""
    found = components(ink, smallest_px=SPECK_PX)
    debris = [i for i, cut_off in enumerate(_debris(found)) if cut_off]
    return np.where(among(found.labels, debris), np.float32(0), ink) if debris else ink


def _enlarged(box: Box, across: float, down: float) -> Box:
    x, y = round(box.x * across), round(box.y * down)
    return Box(x, y, max(round(box.right * across) - x, 1), max(round(box.bottom * down) - y, 1))


def _guesses_in(ink: Ink, prior: float, crop: bool) -> list[Guess]:
    """The guesses in this ink; where it may be a tight ``crop``, a digit may reach opposite edges."""
    found = components(ink, smallest_px=SPECK_PX)
    near = zip(found.boxes, _debris(found), strict=True)
    debris = [cut_off and not (crop and _spans(box, ink.shape)) for box, cut_off in near]
    inner = [i for i, cut_off in enumerate(debris[:MOST_PARTS]) if not cut_off]
    if not inner:
        return []
    groups = _groups(found.boxes, inner, ink.shape)
    chosen = {tuple(sorted(group)) for group in groups} | {(group[0],) for group in groups}
    made = [_guess(ink, found, list(group), prior) for group in sorted(chosen)]
    likeliest = sorted((guess for guess in made if guess is not None), key=lambda guess: -guess.prior)
    return likeliest[:MOST_GUESSES]


def _central(found: Components) -> list[float]:
    """The share of each component that lies in the middle three fifths of the picture."""
    height, width = found.labels.shape
    centre = found.labels[height // 5 : height - height // 5, width // 5 : width - width // 5]
    counts = np.bincount(centre.ravel(), minlength=len(found.boxes) + 1)[1:]
    return [count / area for count, area in zip(counts.tolist(), found.areas, strict=True)]


def _debris(found: Components) -> list[bool]:
    """Which components lie at the edge without reaching the middle of the picture."""
    shape = found.labels.shape
    return [
        central < CUT_OFF if box.reaches(*shape) else central < ASIDE and box.h < LOW * shape[0]
        for box, central in zip(found.boxes, _central(found), strict=True)
    ]


def _spans(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether something reaches from edge to edge, and to both sides of the picture's middle."""
    height, width = shape
    near = _near(shape)
    down = box.y <= near and box.bottom >= height - near
    across = box.x <= near and box.right >= width - near
    return (down and box.x < width / 2 < box.right) or (across and box.y < height / 2 < box.bottom)


def _near(shape: tuple[int, ...]) -> float:
    """What is so many pixels from an edge reaches it."""
    return max(0.03 * min(shape), 1)


def _groups(boxes: list[Box], inner: list[int], shape: tuple[int, ...]) -> list[list[int]]:
    """For each large component, it and what lies close to it, the largest first."""
    near = CLOSE * min(shape)
    groups = []
    for seed in inner[:MOST_SEEDS]:
        group, reach, grown = [seed], boxes[seed], True
        while grown:
            grown = False
            for i in inner:
                if i not in group and apart(reach, boxes[i]) <= near:
                    group.append(i)
                    reach = reach.union(boxes[i])
                    grown = True
        groups.append(group)
    return groups


def _guess(ink: Ink, found: Components, group: list[int], prior: float) -> Guess | None:
    box = around(found.boxes[i] for i in group)
    height, width = ink.shape
    if max(box.h, 0.8 * box.w) < SMALLEST * min(height, width):
        return None
    y, x = max(box.y - 1, 0), max(box.x - 1, 0)
    window = slice(y, box.bottom + 1), slice(x, box.right + 1)
    others = (found.labels[window] > 0) & ~among(found.labels[window], group)
    image = normalise(np.where(others, np.float32(0), ink[window]))
    off = np.hypot((box.x + box.w / 2) / width - 0.5, (box.y + box.h / 2) / height - 0.5)
    size = np.log(max(box.h, box.w) / min(height, width))
    return Guess(box, image, float(prior - OFF * off + SIZE * size))
