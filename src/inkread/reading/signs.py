"""Signs that people write beside digits, and that would be read as digits: brackets, currencies, units.

::

    1) 45   (12)    a bracket is one stroke, bent one way from end to end, often higher than the digits
    2+2  5kg  $7    other signs stand among sure digits, are none to the classifier, and too small to be two
    2=2             two dashes, one above the other
    12/-            a slash that is higher than the digits, before the last dash
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.clean import Row
from inkread.ink.rank import median
from inkread.ink.segment import digit_height
from inkread.reading.read_line import WIDE_GAP
from inkread.reading.result import Sight

DIGIT, WHOLE = 0.9, 0.98
"""A component is surely a digit with the first probability; with the second it says how high digits are."""

FLAT, LONG = 0.3, 0.2
"""Dashes are lower than the first share of the digits' height, longer than the second, and at least twice as
long as high."""

NONE, NARROW, HIGH = 0.9, 0.75, 0.6
"""A sign is no digit with this probability, and narrower and higher than these shares of the digits' height:
two digits that touch are wider. Of 28,563 held-out digits and 569 pairs two and six are so."""

SURELY_NONE, LOW, AS_HIGH = 0.95, 0.5, 0.85
"""So is what is no digit with this probability and between these shares high, if wide too: two are higher."""

STRANGE, TALL, OUT = 0.1, 1.15, 0.05
"""And what is no digit with this probability, narrow, so many times as high as the digits, and stands out for
the last share above and below: of them none."""

HANGS = 0.15
"""A letter after a sign may hang by this share of the digits' height, as the g of kg does."""

FAINTLY = 0.02
"""A closing bracket is no digit with this probability at least; of the 1s nine in ten are surer."""

BENT, BOWED, ARCHED = 0.08, 0.1, 0.16
"""A bracket's middle lies to the side of its ends by these shares of its height: one that is ``TALLER`` than
the digits, one that is ``STRANGE``, and any. Of 574 held-out 1s none is arched so to the right."""

SMOOTH, THIN, SLIM = 0.035, 0.35, 0.6
"""How far its rows lie from a parabola, as a standard deviation, how wide they are, and how wide it is."""

TALLER, LOWEST, NEAR = 1.06, 1.0, 0.5
"""In heights of a digit: what stands out beside digits, the lowest bracket, and how near to a digit it is."""

ALIKE = 0.7
"""Two brackets of a pair are as high as each other to this share."""


ORDER = "[sS]?d+(sd+)*|d+(sd+)*[sS]{1,3}"
"""Digits (d), low signs and large ones (S) as $7, 2+2 and 5kg have them. Letters of a word that look like
digits stand otherwise, and so do narrow pairs that touch, as 11, among other digits."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A component, ``wide`` and ``high`` in heights of a digit.

    ``none`` and ``digit`` are the probabilities that it is no digit, and the likeliest one: None where the
    classifier was not asked. ``bend`` is None where it is no smooth stroke.
    """

    box: Box
    wide: float
    high: float
    none: float | None
    digit: float | None
    bend: float | None


def signs_of(row: Row, seen: Mapping[Box, Sight]) -> frozenset[Box]:
    """The components of a row that are signs and no digits; ``seen`` is what the classifier says of some."""
    boxes = [row.parts.boxes[i] for i in row.members]
    whole = [box for box in boxes if box in seen and seen[box].probabilities.max() >= WHOLE]
    height_px = digit_height(whole) if whole else row.height_px
    found: set[_Part] = set()
    for run in _runs([_part(row, i, seen, height_px) for i in row.members], WIDE_GAP * height_px):
        marks = _brackets(run, NEAR * height_px) | _equals(run) | _slash(run)
        found |= marks | _others([part for part in run if part not in marks], height_px)
    return frozenset(part.box for part in found)


def _part(row: Row, index: int, seen: Mapping[Box, Sight], height_px: float) -> _Part:
    box = row.parts.boxes[index]
    size = box.w / height_px, box.h / height_px
    if box not in seen:
        return _Part(box, *size, None, None, None)
    said = seen[box].probabilities
    bend = None
    if box.w <= SLIM * box.h and size[1] >= LOWEST:
        bend = bend_of(row.parts.labels[box.y : box.bottom, box.x : box.right] == index + 1)
    return _Part(box, *size, float(1 - said.sum()), float(said.max()), bend)


def bend_of(own: npt.NDArray[np.bool_]) -> float | None:
    """How far the middle of a stroke ``(H, W)`` lies to the right of its ends, in shares of its height; None
    where it is no smooth stroke from the upper end to the lower one."""
    y, x = np.nonzero(own)
    high, count = len(own), own.sum(axis=1)
    rows = np.flatnonzero(count)
    middles = np.bincount(y, x, minlength=high)[rows] / count[rows]
    place = rows / high - 0.5
    curve = np.polyfit(place, middles, 2)
    rough = float(np.std(middles - np.polyval(curve, place)))
    first, last = own.argmax(axis=1)[rows], own.shape[1] - own[:, ::-1].argmax(axis=1)[rows]
    if rough > SMOOTH * high or np.quantile(last - first, 0.9) > THIN * high:
        return None
    return float(-curve[0] / 4) / high


def _runs(parts: Sequence[_Part], widest_px: float) -> list[list[_Part]]:
    """The parts with no wide gap between them."""
    runs: list[list[_Part]] = [[]]
    right = np.inf
    for part in parts:
        if part.box.x - right > widest_px:
            runs.append([])
        right = max(right, part.box.right) if runs[-1] else part.box.right
        runs[-1].append(part)
    return runs


def _is_dash(part: _Part) -> bool:
    return part.high < FLAT and part.wide >= LONG and part.box.w >= 2 * part.box.h


def _equals(run: Sequence[_Part]) -> set[_Part]:
    """The strokes of equals signs: dashes that share most of their width."""
    found: set[_Part] = set()
    for one, other in pairwise(filter(_is_dash, run)):
        shared = min(one.box.right, other.box.right) - max(one.box.x, other.box.x)
        if shared >= 0.6 * max(one.box.w, other.box.w):
            found |= {one, other}
    return found


def _slash(run: Sequence[_Part]) -> set[_Part]:
    """The slash between digits and a last dash."""
    if len(run) < 3 or not _is_dash(run[-1]):
        return set()
    slash = run[-2]
    return {slash} if slash.high > TALLER and slash.bend is not None and abs(slash.bend) < BENT else set()


def _brackets(run: Sequence[_Part], near_px: float) -> set[_Part]:
    """The closing brackets behind digits, and the bracket that one of them closes, at the beginning."""
    tall = [part for part in run if part.high >= LOW]
    closing = {
        part
        for before, part in pairwise(tall)
        if _bent(part) > 0
        and part.none is not None
        and part.none >= FAINTLY
        and part.box.x - before.box.right <= near_px
        and (part is tall[-1] or (part.high > TALLER and _bent(part) > ARCHED))
    }
    opening = {part for part in tall[:1] if _bent(part) < 0 and any(_alike(part, other) for other in closing)}
    return closing | opening


def _bent(part: _Part) -> float:
    """The bend of what may be a bracket, else 0."""
    if part.bend is None or part.none is None:
        return 0.0
    least = BENT if part.high > TALLER else BOWED if part.none >= STRANGE else ARCHED
    return part.bend if abs(part.bend) >= least else 0.0


def _alike(one: _Part, other: _Part) -> bool:
    return min(one.high, other.high) >= ALIKE * max(one.high, other.high)


def _others(run: Sequence[_Part], height_px: float) -> set[_Part]:
    """The signs among digits that are sure, each of them: else they may be the letters of a word."""
    run = [part for part in run if part.high >= (FLAT if part.none is not None else LOW)]
    digits = [part for part in run if part.digit is not None and part.digit >= DIGIT]
    if not digits:
        return set()
    head, foot = (median(ends) for ends in np.array([(part.box.y, part.box.bottom) for part in digits]).T)
    signs: set[_Part] = set()
    order = ""
    for part in run:
        above, below = (head - part.box.y) / height_px, (part.box.bottom - foot) / height_px
        stands_out = min(above, below) >= OUT and part.high >= TALL
        if _is_sign(part, STRANGE if stands_out else NONE) or (signs and min(-above, below) >= HANGS):
            signs.add(part)
        elif part not in digits:
            return set()
        order += "d" if part not in signs else "s" if part.high < AS_HIGH and part.wide < 1 else "S"
    return signs if re.fullmatch(ORDER, order) else set()


def _is_sign(part: _Part, least: float) -> bool:
    """Whether what is hardly a digit is too small to be two; what was not asked about is too wide or low."""
    low = LOW <= part.high < AS_HIGH
    if part.none is None:
        return part.wide >= 1 and low
    narrow = part.wide < NARROW and part.high >= HIGH
    return (part.none >= SURELY_NONE and low) or (part.none >= least and narrow)
