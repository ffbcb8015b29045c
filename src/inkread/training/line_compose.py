"""Lines of digits composed as ink, without paper: what the line recogniser sees, a hundred times cheaper.

::

    one writer's digits ──► slant, size, spacing ──► rests, gaps, specks ──► lens, threshold ──► strip

Pictures that really went through the reader's front end (``line_seen``) are added to these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.errors import BlankInkError
from inkread.ink.segment import digit_height
from inkread.ink.strip import strip_of
from inkread.training.line_dirt import Sheet, dirty
from inkread.training.scene_marks import mark
from inkread.training.scene_parts import trim

Ink = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator

WORK_PX = 36
"""How high digits are while a line is composed; MNIST's box of 20 pixels comes out so high."""

MOST_DIGITS = 12

EMPTY, MARKED = 0.03, 0.08
"""How often a line holds no digit at all, and how often a dash or dot stands among its digits."""


@dataclass(frozen=True, eq=False)
class Strip:
    """A line as the recogniser sees it: ``ink (32, W) uint8``, 255 is ink, and its digits as text."""

    ink: Bytes
    text: str


@dataclass(frozen=True, eq=False)
class Hand:
    """How one number is written. Lengths are shares of a digit's height."""

    gap: float
    gap_within: float
    size_within: float
    drift: float
    bounce: float
    slant: float
    wide: float


class Digits:
    """The digits that lines are composed of, grouped by who wrote them."""

    def __init__(self, images: Bytes, labels: Bytes, writers: npt.NDArray[np.int32]) -> None:
        self.images, self.labels = images, labels
        order = np.argsort(writers, kind="stable")
        bounds = np.flatnonzero(np.diff(writers[order])) + 1
        self.own = [group for group in np.split(order, bounds) if len(group) >= 10]

    def draw(self, n: int, random: Random) -> tuple[Bytes, str]:
        """``n`` digits of one writer, without repeating one where there are enough, and their text."""
        group = self.own[random.integers(len(self.own))]
        chosen = random.choice(group, n, replace=n > len(group))
        if random.random() < _REPEATED:
            # Numbers repeat digits, such as 00 and 11, more often than chance; each is another drawing.
            chosen = chosen[np.argsort(self.labels[chosen], kind="stable")]
        return self.images[chosen], "".join(map(str, self.labels[chosen]))


_REPEATED = 0.08


def compose_strip(sources: Sequence[Digits], shares: Sequence[float], random: Random) -> Strip:
    """One line of 1 to 12 digits, or of none, drawn from one of the ``sources`` by their ``shares``."""
    while True:
        source = sources[random.choice(len(sources), p=shares)]
        n = 0 if random.random() < EMPTY else int(random.integers(1, MOST_DIGITS + 1))
        images, text = source.draw(n, random) if n else (np.zeros((0, 28, 28), np.uint8), "")
        sheet = dirty(_written(_with_mark(list(images), random), _hand(random), random), random)
        try:
            ink = strip_of(_photographed(sheet.ink, random), sheet.height_px)
        except BlankInkError:
            continue
        return Strip(np.rint(ink * 255).astype(np.uint8), text)


def _hand(random: Random) -> Hand:
    kind = random.random()
    if kind < 0.2:
        gap = random.normal(0.0, 0.05)
    elif kind < 0.9:
        gap = random.normal(0.16, 0.11)
    else:
        gap = random.uniform(0.3, 1.6)
    rough = random.random() < 0.15
    return Hand(
        gap=gap,
        gap_within=random.uniform(0.03, 0.12),
        size_within=0.15 if rough else 0.05,
        drift=random.normal(0, 0.02),
        bounce=0.1 if rough else 0.04,
        slant=random.normal(0, 0.13),
        wide=float(np.exp(random.normal(0, 0.1))),
    )


def _with_mark(digits: list[Bytes], random: Random) -> list[Bytes]:
    """The digits, sometimes with a dash, dot or other mark at any place; alone where there is no digit."""
    if digits and random.random() >= MARKED:
        return digits
    place = random.integers(len(digits) + 1)
    drawn = cv2.resize(trim(mark(random)) * 255, None, fx=0.22, fy=0.22, interpolation=cv2.INTER_AREA)
    return [*digits[:place], np.asarray(drawn, np.uint8), *digits[place:]]


def _written(digits: list[Bytes], hand: Hand, random: Random) -> Sheet:
    """Digits one after the other on a sheet, in the way of the hand."""
    drawn = [_sized(digit, hand, random) for digit in digits]
    x, places = WORK_PX / 4, []
    for ink in drawn:
        y = hand.drift * x + random.normal(0, hand.bounce) * WORK_PX
        places.append((round(x), round(y - ink.shape[0] / 2)))
        gap = max(random.normal(hand.gap, hand.gap_within), _DEEPEST)
        x += max(ink.shape[1] + gap * WORK_PX, 3)
    margin = WORK_PX // 3
    top = margin - min(y for _, y in places)
    high = top + max(y + ink.shape[0] for (_, y), ink in zip(places, drawn, strict=True)) + margin
    wide = max(x + ink.shape[1] for (x, _), ink in zip(places, drawn, strict=True)) + WORK_PX // 4
    sheet = np.zeros((high, wide), np.uint8)
    for (x, y), ink in zip(places, drawn, strict=True):
        place = sheet[top + y : top + y + ink.shape[0], x : x + ink.shape[1]]
        np.maximum(place, ink, out=place)
    slanted = np.divide(_slanted(sheet, hand.slant), 255, dtype=np.float32)
    height_px = max(digit_height([Box(0, 0, *ink.shape[::-1]) for ink in drawn]), WORK_PX / 3)
    return Sheet(slanted, height_px * random.uniform(0.92, 1.08))


_DEEPEST = -0.2
"""The deepest overlap of two digits' boxes."""


def _sized(digit: Bytes, hand: Hand, random: Random) -> Bytes:
    """A digit's ink at working size."""
    tall = WORK_PX / 20 * float(np.exp(random.normal(0, hand.size_within)))
    wide = tall * hand.wide * float(np.exp(random.normal(0, 0.07)))
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    if not len(rows):
        return digit
    cut = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = (max(round(cut.shape[1] * wide), 2), max(round(cut.shape[0] * tall), 2))
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _slanted(sheet: Bytes, slant: float) -> Bytes:
    """The whole line sheared by ``slant`` pixels to the right for each pixel up."""
    high, wide = sheet.shape
    reach = abs(slant) * high
    matrix = np.array([[1.0, -slant, slant * high if slant > 0 else 0.0], [0.0, 1.0, 0.0]])
    return np.asarray(cv2.warpAffine(sheet, matrix, (wide + int(reach) + 1, high)), np.uint8)


def _photographed(ink: Ink, random: Random) -> Ink:
    """Another pen, a lens, and the front end's threshold: edges at half of a stroke's own contrast."""
    if random.random() < 0.3:
        ink = _penned(ink, random)
    blurred = cv2.GaussianBlur(ink, (0, 0), random.uniform(0.4, 2.2))
    strongest = cv2.dilate(cv2.blur(blurred, (5, 5)), np.ones((9, 9), np.uint8))
    low = random.uniform(0.2, 0.3)
    return np.clip((blurred / np.maximum(strongest, 0.2) - low) / 0.35, 0, 1).astype(np.float32)


def _penned(ink: Ink, random: Random) -> Ink:
    """Strokes a pixel or two wider, or thinner."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3) if random.random() < 0.7 else (5, 5))
    if random.random() < 0.6:
        return np.asarray(cv2.dilate(ink, kernel), np.float32)
    thinner = np.asarray(cv2.erode(ink, kernel), np.float32)
    return np.asarray(np.maximum(thinner, 0.55 * ink), np.float32)
