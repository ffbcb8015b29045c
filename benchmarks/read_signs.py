"""Numbers with marks beside, around and across them that are no digits: brackets, money, units, strikes.

The digits are those of writers of MNIST's training half whom the classifier has not seen, one a page; the
marks are strokes of a pen about as wide as the digits', slanted with them, no two alike.

    python benchmarks/read_signs.py [--model FILE] [--pages N]    (INKREAD_DATA names a folder with qmnist/)

Writes results/read_signs.json: the share of the numbers found, in reading order, as exactly one number each
(``found``); of the numbers that ``--max-error 0.01`` accepts, how many there are, and the share that is none
of these (``accepted_wrong``); all together and of each kind. What numbers a list, ``1)``, may be read or
left; a number that is struck out is to be left. The kind ``ones`` has no marks, but slanted and bowed 1s at
either end of its numbers: rules for marks may not cost them. Pages are turned and photographed as those of
``read_sheets``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from read_kinds import Floats, Random, asked
from read_pages import common
from read_sheets import MARGIN, Hand, Sheet, hands, number

from inkread.files import write_json
from inkread.ink.normalise import stroke_width
from inkread.reading.confidence import split
from inkread.reading.reader import Reader, reader
from inkread.training.scene_letters import strokes_of
from inkread.training.scene_strokes import Points

RESULT = Path(__file__).parents[1] / "results" / "read_signs.json"
SEED = 79
MAX_ERROR = 0.01
ROWS = 5

BOW = 0.04
"""How far the 1s are bent, as a standard deviation in shares of their height."""

Way = tuple[str, float, float, float]
"""Strokes in the shorthand of ``scene_letters``, and their width, top and bottom in heights of a digit: 0 is
the digits' foot, 1 their head."""

SIGNS: dict[str, tuple[Way, ...]] = {
    "(": (("~90434699", 0.25, 1.1, -0.12), ("~90222799", 0.35, 1.15, -0.15), ("~90111899", 0.2, 1.0, 0.0)),
    ")": (("~00535609", 0.25, 1.1, -0.12), ("~00727709", 0.35, 1.15, -0.15), ("~00818809", 0.2, 1.0, 0.0)),
    "[": (("90000999", 0.2, 1.1, -0.1),),
    "]": (("00909909", 0.2, 1.1, -0.1),),
    "$": (("~8251224476673817 5049", 0.55, 1.2, -0.15), ("~8251224476673817 4049 6069", 0.6, 1.15, -0.12)),
    "€": (("~82501205296997 0363 0565", 0.6, 1.0, 0.0), ("~91501205295998 0454 0656", 0.65, 1.05, -0.05)),
    "£": (("~8260324637190999 1565", 0.6, 1.0, 0.0), ("~9251314538190999 1666", 0.6, 1.1, 0.0)),
    "#": (("3019 8069 0393 0696", 0.6, 0.95, 0.05), ("3029 7069 0393 0696", 0.7, 1.0, 0.0)),
    "%": (("8019 ~1002243210 ~7567899775", 0.7, 1.0, 0.0), ("9009 ~2003153220 ~7567889675", 0.8, 1.0, 0.0)),
    ".": (("4455", 0.06, 0.06, 0.0),),
    ",": (("~50645509", 0.12, 0.12, -0.2), ("5009", 0.1, 0.1, -0.18)),
    "-": (("0595", 0.5, 0.55, 0.45), ("0694", 0.4, 0.55, 0.45)),
    "+": (("4049 0595", 0.6, 0.8, 0.15), ("5049 0594", 0.55, 0.75, 0.25)),
    "=": (("0090 0999", 0.5, 0.65, 0.35), ("0191 0898", 0.6, 0.6, 0.35)),
    "/": (("9009", 0.35, 1.15, -0.15), ("9009", 0.5, 1.1, -0.1)),
    "k": (("0009 730679", 0.5, 1.0, 0.0), ("0009 ~06647579", 0.45, 1.05, 0.0)),
    "g": (("~8352153759868383 8389", 0.45, 0.85, -0.35), ("~7342143647757373 ~7378592807", 0.5, 0.8, -0.4)),
    "c": (("~81502205296997", 0.4, 0.55, 0.0),),
    "m": (("0009 ~03215039 ~33618099", 0.75, 0.55, 0.0), ("0009 ~01204149 ~41709199", 0.85, 0.5, 0.0)),
}  # fmt: skip


@dataclass
class Page(Sheet):
    """A sheet on which marks are written as well, with a hand's ``slant`` and one ``style`` in [0, 1].

    ``written`` are all numbers that may be read, ``numbers`` those that are wanted.
    """

    written: list[str] = field(default_factory=list)
    slant: float = 0.0
    style: float = 0.0

    def wants(self, *texts: str) -> None:
        """These numbers were written, and are to be found."""
        self.written += texts
        self.numbers += texts

    def put(self, text: str, x: float, foot: float, high: float) -> float:
        """Digits, signs and blanks from ``x`` on; the column where they end."""
        for character in text:
            gap = max(high * self.random.normal(0.14, 0.05), 2)
            if character == " ":
                x += high * self.random.uniform(1.3, 2)
            elif character == "_":
                x += 0.35 * high
            elif character in SIGNS:
                x += self._sign(character, x, foot, high) + gap
            else:
                x += self._digit(character, x, foot, high) + gap
        return x

    def _digit(self, character: str, x: float, foot: float, high: float) -> int:
        digit = self.sized(character, high)
        ink = sheared(digit, self.slant, BOW * self.random.normal() if character == "1" else 0.0)
        self.stand(ink, round(x), foot, high)
        return ink.shape[1]

    def _sign(self, character: str, x: float, foot: float, high: float) -> float:
        ways = SIGNS[character]
        strokes, wide, top, bottom = ways[self.random.integers(len(ways))]
        size = np.array([wide, top - bottom]) * high * self.random.uniform(0.85, 1.15, 2)
        size[1] = max(size[1] - self._pen_px() * high / 20, 1)
        for points in strokes_of(strokes):
            wander = 0.03 * high * min(top - bottom, 1) * self.random.normal(0, 1, (4, 2))
            at, nodes = np.linspace(0, 3, len(points)), np.arange(4)
            moved = points * size + np.stack([np.interp(at, nodes, wander[:, i]) for i in (0, 1)], axis=1)
            leaning = moved[:, 0] + self.slant * (size[1] / 2 - moved[:, 1])
            self.stroke(np.stack([leaning + x, moved[:, 1] + foot - top * high], axis=1), high)
        return float(size[0])

    def stroke(self, points: Points, high: float) -> None:
        """A stroke of the page's pen through ``(n, 2)`` points."""
        pen = self.random.uniform(0.6, 0.95) * high / 20 * self._pen_px()
        drawn = np.zeros(self.ink.shape, np.uint8)
        fixed = np.rint(points * 16).astype(np.int32)
        cv2.polylines(drawn, [fixed], False, 255, max(round(pen), 2), cv2.LINE_AA, shift=4)
        np.maximum(self.ink, np.divide(drawn, 255, dtype=np.float32), out=self.ink)

    def _pen_px(self) -> float:
        return float(np.median([stroke_width(image) for image in self.hand.images[:9]]))

    def strike(self, left: float, right: float, foot: float, high: float) -> None:
        """One line or two, a zigzag or a cross through what stands from ``left`` to ``right``."""
        random, beyond = self.random, 0.15 * high
        ends = left - beyond, right + beyond
        way = random.integers(4)
        if way < 2:
            for share in ((0.5,), (0.35, 0.62))[way]:
                heights = foot - high * (share + random.normal(0, 0.06, 2))
                self.stroke(np.stack([ends, heights], axis=1), high)
        elif way == 2:
            turns = max(round((right - left) / high * random.uniform(2, 4)), 4)
            columns = np.linspace(*ends, turns) + random.normal(0, 0.04 * high, turns)
            heights = np.where(np.arange(turns) % 2, 0.85, 0.15) + random.normal(0, 0.06, turns)
            self.stroke(np.stack([columns, foot - high * heights], axis=1), high)
        else:
            for rows in ((1.05, -0.05), (-0.05, 1.05)):
                self.stroke(np.stack([ends, foot - high * np.array(rows)], axis=1), high)


def sheared(ink: Floats, slant: float, bow: float) -> Floats:
    """The ink with its rows moved: leaning to the right and bent, both in shares of its height."""
    high, wide = ink.shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    t = 0.5 - y / high
    shift = high * (slant * t + bow * (1 - 4 * t * t))
    pad = int(np.ceil(np.abs(shift).max()))
    if not pad:
        return ink
    y, x = np.mgrid[0:high, 0 : wide + 2 * pad].astype(np.float32)
    moved = cv2.remap(ink, x - pad - np.pad(shift, ((0, 0), (pad, pad)), mode="edge"), y, cv2.INTER_LINEAR)
    columns = np.flatnonzero(moved.max(axis=0) > 0.2)
    return np.asarray(moved[:, columns[0] : columns[-1] + 1], np.float32)


def brackets(page: Page, place: int, x: float, foot: float, high: float) -> None:
    """A numbered list, 1) 45 or (1) 45, or numbers in brackets."""
    own = number(page.random, 1, 4)
    if page.style < 0.6:
        page.written.append(str(place + 1))
        page.put(f"{'(' if page.style < 0.2 else ''}{place + 1}) {own}", x, foot, high)
    else:
        page.put(f"({own})" if page.style < 0.9 else f"[{own}]", x, foot, high)
    page.wants(own)


def money(page: Page, place: int, x: float, foot: float, high: float) -> None:
    """Prices, number signs and shares."""
    own, cents = number(page.random, 1, 4), number(page.random, 2, 2)
    ways = (
        ("${}", own), ("€{}", own), ("£{}", own), ("#{}", own), ("{}%", own), ("{}.-", own), ("{}/-", own),
        ("{}_€", own), (f"€{{}},{cents}", own + cents), (f"${{}}.{cents}", own + cents),
    )  # fmt: skip
    form, text = ways[page.random.integers(len(ways))]
    page.put(form.format(own), x, foot, high)
    page.wants(text)


def units(page: Page, place: int, x: float, foot: float, high: float) -> None:
    """Numbers with a unit close behind them or a little farther."""
    own, unit = number(page.random, 1, 4), ("kg", "cm", "m", "mm")[page.random.integers(4)]
    page.put(f"{own}{'_' if page.style < 0.5 else ''}{unit}", x, foot, high)
    page.wants(own)


def struck(page: Page, place: int, x: float, foot: float, high: float) -> None:
    """A number that is struck out, and the right one beside or above it; in some rows only the right one."""
    own = number(page.random, 1, 4)
    if page.random.random() < 0.3:
        page.put(own, x, foot, high)
    else:
        right = page.put(number(page.random, 2, 4), x, foot, high)
        page.strike(x, right, foot, high)
        if page.style < 0.6:
            page.put(own, right + page.random.uniform(0.9, 1.6) * high, foot, high)
        else:
            page.put(own, x + page.random.uniform(0, 0.5) * high, foot - 1.35 * high, 0.85 * high)
    page.wants(own)


def sums(page: Page, place: int, x: float, foot: float, high: float) -> None:
    """Two numbers added or subtracted, and what it makes."""
    one, two = page.random.integers(1, 100, 2).tolist()
    one, two = max(one, two), min(one, two)
    sign, made = ("+", one + two) if page.random.random() < 0.5 else ("-", one - two)
    page.put(f"{one}{sign}{two}={made}", x, foot, high)
    page.wants(str(one), str(two), str(made))


def ones(page: Page, place: int, x: float, foot: float, high: float) -> None:
    """No marks: numbers that begin or end with a 1, or are nothing else, beside others."""
    own = number(page.random, 1, 3)
    text = (f"{own}1", f"1{own}", f"1{own}1", "1", "11")[page.random.integers(5)]
    other = number(page.random, 1, 3)
    page.put(f"{text} {other}", x, foot, high)
    page.wants(text, other)


Kind = Callable[[Page, int, float, float, float], None]
KINDS: tuple[Kind, ...] = (brackets, money, units, struck, sums, ones)


def page_of(kind: Kind, hand: Hand, random: Random) -> Page:
    """Some rows of a kind below each other."""
    high = int(random.integers(26, 44))
    deep = int(high * random.uniform(2.7, 3.2))
    page = Page(11 * high + 2 * MARGIN, ROWS * deep + 2 * MARGIN, hand, random)
    page.slant, page.style = random.normal(0.1, 0.12), random.random()
    for place in range(ROWS):
        x = MARGIN + random.uniform(0, 0.4) * high
        kind(page, place, x, MARGIN + (place + 0.9) * deep, high)
    return page


def measure(tool: Reader, kind: Kind, writers: Sequence[Hand], n: int, seed: int = SEED) -> dict[str, float]:
    """The numbers on ``n`` pages, those of them found, those accepted, and those of these that are wrong."""
    wanted = found = accepted = right = 0
    for place in range(n):
        random = np.random.default_rng((seed, KINDS.index(kind), place))
        page = page_of(kind, writers[random.integers(len(writers))], random)
        numbers = tool.read(page.photographed(), "page").numbers
        sure = [one.text for one in split(numbers, MAX_ERROR)[0]]
        found += common(page.numbers, [one.text for one in numbers])
        wanted += len(page.numbers)
        accepted, right = accepted + len(sure), right + common(page.written, sure)
    return {"n": wanted, "n_found": found, "n_accepted": accepted, "n_wrong": accepted - right}


def shares(counts: dict[str, float]) -> dict[str, float]:
    """The shares that the counts make."""
    wrong = counts["n_wrong"] / max(counts["n_accepted"], 1)
    return {"found": counts["n_found"] / counts["n"], "accepted_wrong": wrong, **counts}


def main() -> None:
    """Measure, print a table and write the result file."""
    chosen = asked(__doc__, "pages", 40)
    tool, writers = reader(chosen.model), hands()
    kinds = {kind.__name__: measure(tool, kind, writers, chosen.pages) for kind in KINDS}
    counts = {name: sum(own[name] for own in kinds.values()) for name in kinds["ones"]}
    for name, own in {**kinds, "all": counts}.items():
        made = shares(own)
        print(f"{name:10s} found {made['found']:.1%} of {own['n']},", end=" ")
        print(f"accepted {own['n_accepted']}, wrong {own['n_wrong']} ({made['accepted_wrong']:.1%})")
    if not chosen.model and chosen.pages == 40:
        write_json(RESULT, {**shares(counts), "kinds": {name: shares(own) for name, own in kinds.items()}})


if __name__ == "__main__":
    main()
