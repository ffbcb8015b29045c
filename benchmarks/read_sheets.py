"""Pages full of numbers: tables, columns, lists, squared paper, forms and sums, level and turned.

The digits are those of writers of MNIST's training half whom the classifier has not seen, one a page; forms
have printed words beside the numbers.

    python benchmarks/read_sheets.py [--model FILE] [--pages N]    (INKREAD_DATA names a folder with qmnist/)

Writes results/read_sheets.json: of the numbers on all pages the share found, in reading order, as exactly one
number each; of what is said the share that is one of these (``said_right``); and the share found on the same
pages lying on a side or on their head (``lying``). Pages are turned by up to eight degrees, seen from the
side, shaded and photographed. They are drawn, so no rule is faint in places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from held_out import held_out_digits
from PIL import Image, ImageDraw
from read_kinds import Floats, Random, asked, photographed
from read_pages import common

from inkread.files import write_json
from inkread.reading.reader import Reader, reader
from inkread.training.scene_print import text_font

RESULT = Path(__file__).parents[1] / "results" / "read_sheets.json"
SEED = 47
MOST_TURN, MARGIN = 8.0, 60
BLUE, RED, BLACK = (0.55, 0.65, 0.85), (0.85, 0.4, 0.4), (0.25, 0.25, 0.3)
WORDS = (
    "Amount", "Quantity", "Total", "Order no", "Phone", "Postcode", "Meter reading", "Account", "Room", "Date"
)  # fmt: skip


@dataclass
class Hand:
    """One writer's digits: pictures ``(n, 28, 28)`` in [0, 1] and their labels."""

    images: Floats
    labels: npt.NDArray[np.uint8]

    def digit(self, digit: str, random: Random) -> Floats:
        """The writer's own ink of a digit, cropped."""
        chosen = random.choice(np.flatnonzero(self.labels == int(digit)))
        rows, columns = (np.flatnonzero(self.images[chosen].max(axis=axis) > 0.2) for axis in (1, 0))
        return self.images[chosen, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@dataclass
class Sheet:
    """A page in the making: what is printed on the paper, what is written on it, and the numbers written."""

    width: int
    height: int
    hand: Hand
    random: Random
    paper: Floats = field(init=False)
    ink: Floats = field(init=False)
    numbers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        tone = np.array([0.96, 0.95, 0.92]) * self.random.uniform(0.9, 1, 3)
        self.paper = np.broadcast_to(tone.astype(np.float32), (self.height, self.width, 3)).copy()
        self.ink = np.zeros((self.height, self.width), np.float32)

    def rule(self, start: tuple[float, float], end: tuple[float, float], colour: tuple[float, ...]) -> None:
        """A straight printed line."""
        self.print(_line(self.ink.shape, start, end, int(self.random.integers(1, 4))), colour)

    def print(self, mask: Floats, colour: tuple[float, ...]) -> None:
        """Something printed where ``mask`` is 1."""
        self.paper += mask[..., None] * (np.array(colour, np.float32) - self.paper)

    def write(self, text: str, x: float, foot: float, high: float, pitch: float | None = None) -> None:
        """A number from ``x`` to the right on a line at ``foot``, its digits a ``pitch`` apart or close."""
        for place, character in enumerate(text):
            digit = self.sized(character, high)
            left = round(x + place * pitch + 0.05 * self.random.normal() * high) if pitch else round(x)
            self.stand(digit, left, foot, high)
            x = x if pitch else left + digit.shape[1] + max(high * self.random.normal(0.12, 0.06), 1)
        self.numbers.append(text)

    def sized(self, character: str, high: float) -> Floats:
        """A digit of the hand, about so high."""
        digit = self.hand.digit(character, self.random)
        scale = high / 20 * self.random.uniform(0.93, 1.07)
        larger = cv2.resize(digit, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        return np.asarray(larger.clip(0, 1), np.float32)

    def stand(self, digit: Floats, left: int, foot: float, high: float) -> None:
        """Ink that stands on a line at ``foot``, as nearly as people write."""
        top = round(foot - len(digit) + 0.03 * self.random.normal() * high)
        room = self.ink[top : top + len(digit), left : left + digit.shape[1]]
        np.maximum(room, digit, out=room)

    def photographed(self) -> npt.NDArray[np.uint8]:
        """The page as a phone sees it: ``(H, W, 3)``."""
        random = self.random
        pen = np.array([(0.1, 0.12, 0.35), (0.1, 0.1, 0.1), (0.3, 0.3, 0.33)][random.integers(3)], np.float32)
        seen = self.paper + self.ink[..., None] * (pen - self.paper)
        corners = np.array([(0, 0), (self.width, 0), (self.width, self.height), (0, self.height)], np.float32)
        turn = np.radians(random.uniform(-MOST_TURN, MOST_TURN))
        moved = corners + random.normal(0, 0.012, (4, 2)) * max(self.width, self.height)
        moved = moved @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        moved = np.asarray(moved - moved.min(axis=0), np.float32)
        wide, high = np.ceil(moved.max(axis=0)).astype(int).tolist()
        matrix = cv2.getPerspectiveTransform(corners, moved)
        seen = cv2.warpPerspective(seen, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE)
        y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
        aim = random.uniform(0, 2 * np.pi)
        shade = random.uniform(0, 0.25) * (np.cos(aim) * x / wide + np.sin(aim) * y / high + 1) / 2
        return photographed(np.asarray(seen * (1 - shade[..., None]), np.float32), random)


def _line(shape: tuple[int, ...], start: tuple[float, float], end: tuple[float, float], thick: int) -> Floats:
    mask = np.zeros(shape, np.uint8)
    ends = [(round(x), round(y)) for x, y in (start, end)]
    cv2.line(mask, ends[0], ends[1], 255, thick, cv2.LINE_AA)
    return np.divide(mask, 255, dtype=np.float32)


def number(random: Random, shortest: int, longest: int) -> str:
    return "".join(map(str, random.integers(0, 10, random.integers(shortest, longest + 1))))


def table(hand: Hand, random: Random) -> Sheet:
    """Three to five ruled columns, one cell in seven empty."""
    rows, columns, high = random.integers(6, 12), random.integers(3, 6), random.integers(26, 44)
    wide, deep = int(5.2 * high), int(1.7 * high)
    right, bottom = MARGIN + columns * wide, MARGIN + rows * deep
    sheet = Sheet(right + MARGIN, bottom + MARGIN, hand, random)
    colour = (BLUE, BLACK)[random.integers(2)]
    for y in range(MARGIN, bottom + 1, deep):
        sheet.rule((MARGIN, y), (right, y), colour)
    for x in range(MARGIN, right + 1, wide):
        sheet.rule((x, MARGIN), (x, bottom), colour)
    for y in range(MARGIN + deep, bottom + 1, deep):
        for x in range(MARGIN, right, wide):
            if random.random() < 6 / 7:
                sheet.write(number(random, 1, 4), x + random.uniform(0.2, 0.6) * high, y - 0.3 * high, high)
    return sheet


def columns(hand: Hand, random: Random) -> Sheet:
    """Two or three columns on plain paper."""
    rows, count, high = random.integers(6, 12), random.integers(2, 4), random.integers(26, 44)
    deep = int(high * random.uniform(1.4, 2))
    sheet = Sheet(7 * high * count + 2 * MARGIN, rows * deep + 2 * MARGIN, hand, random)
    for row in range(1, rows + 1):
        for column in range(count):
            x = MARGIN + (7 * column + random.uniform(0, 0.4)) * high
            sheet.write(number(random, 1, 5), x, MARGIN + row * deep - 0.2 * high, high)
    return sheet


def ruled_list(hand: Hand, random: Random) -> Sheet:
    """One number on each line of ruled paper with a margin."""
    rows, high = random.integers(6, 12), random.integers(26, 44)
    deep = int(1.6 * high)
    sheet = Sheet(12 * high, (rows + 1) * deep + 2 * MARGIN, hand, random)
    for y in range(MARGIN, sheet.height, deep):
        sheet.rule((0, y), (sheet.width, y), BLUE)
    sheet.rule((2 * high, 0), (2 * high, sheet.height), RED)
    for y in range(MARGIN + deep, MARGIN + rows * deep + 1, deep):
        sheet.write(number(random, 1, 7), random.uniform(2.3, 4) * high, y - 0.08 * high, high)
    return sheet


def squared(hand: Hand, random: Random) -> Sheet:
    """A digit in each square of squared paper, two squares free between numbers, every second row."""
    side, wide, deep = (int(random.integers(*ends)) for ends in ((30, 46), (14, 20), (10, 16)))
    sheet = Sheet(wide * side, deep * side, hand, random)
    for x in range(0, sheet.width, side):
        sheet.rule((x, 0), (x, sheet.height), BLUE)
    for y in range(0, sheet.height, side):
        sheet.rule((0, y), (sheet.width, y), BLUE)
    for row in range(2, deep, 2):
        place = 1
        while place + len(text := number(random, 1, 4)) < wide:
            sheet.write(text, (place + 0.2) * side, (row - 0.08) * side, 0.82 * side, pitch=side)
            place += len(text) + 2
    return sheet


def form(hand: Hand, random: Random) -> Sheet:
    """Printed words, and a number on the line behind each."""
    rows, high = random.integers(4, 9), random.integers(28, 44)
    deep = 2 * high
    sheet = Sheet(14 * high, rows * deep + 2 * MARGIN, hand, random)
    print_on, font = Image.new("L", (sheet.width, sheet.height)), text_font("DejaVuSans", int(0.55 * high))
    for y in range(MARGIN + deep, MARGIN + rows * deep + 1, deep):
        word = f"{random.choice(WORDS)}:"
        ImageDraw.Draw(print_on).text((40, y - 0.75 * high), word, fill=255, font=font)
        sheet.rule((6 * high, y), (sheet.width - 40, y), BLACK)
        sheet.write(number(random, 2, 6), 6.3 * high, y - random.uniform(0.08, 0.18) * high, high)
    sheet.print(np.divide(print_on, 255, dtype=np.float32), (0.1, 0.1, 0.1))
    return sheet


def addition(hand: Hand, random: Random) -> Sheet:
    """Numbers below each other, flush right, a line under them, and a sum, which need not be right."""
    count, digits, high = random.integers(2, 5), random.integers(2, 5), random.integers(30, 48)
    deep, pitch = int(1.35 * high), 0.95 * high
    sheet = Sheet(int(high * (digits + 5)), deep * (count + 2) + 80, hand, random)
    right, foot = sheet.width - 1.2 * high, 40 + count * deep + 0.3 * high
    texts = [number(random, max(digits - 1, 1), digits) for _ in range(count)]
    feet = [40.0 + row * deep for row in range(1, count + 1)]
    texts, feet = [*texts, number(random, digits, digits + 1)], [*feet, foot + deep]
    for text, y in zip(texts, feet, strict=True):
        sheet.write(text, right - len(text) * pitch, y, high, pitch=pitch)
    np.maximum(sheet.ink, _line(sheet.ink.shape, (0.8 * high, foot), (right, foot), 3), out=sheet.ink)
    return sheet


Kind = Callable[[Hand, Random], Sheet]
KINDS: tuple[Kind, ...] = (table, columns, ruled_list, squared, form, addition)


def hands() -> list[Hand]:
    """The held-out writers who wrote every digit."""
    images, labels, writers = held_out_digits()
    own = [np.flatnonzero(writers == writer) for writer in np.unique(writers)]
    return [Hand(images[i] / np.float32(255), labels[i]) for i in own if len(np.unique(labels[i])) == 10]


def measure(tool: Reader, kind: Kind, writers: list[Hand], n: int) -> dict[str, float]:
    """The shares of the numbers found on ``n`` pages, upright and lying, and of what is said."""
    found = lying = count = said = 0
    for page in range(n):
        random = np.random.default_rng((SEED, page))
        sheet = kind(writers[random.integers(len(writers))], random)
        picture = sheet.photographed()
        texts = [one.text for one in tool.read(picture, "page").numbers]
        found += common(sheet.numbers, texts)
        turned = tool.read(np.ascontiguousarray(np.rot90(picture, 1 + page % 3)), "page")
        lying += common(sheet.numbers, [one.text for one in turned.numbers])
        count, said = count + len(sheet.numbers), said + len(texts)
    return shares(found, lying, count, said)


def shares(found: float, lying: float, count: int, said: int) -> dict[str, float]:
    return {
        "found": found / count,
        "said_right": found / max(said, 1),
        "lying": lying / count,
        "n": count,
        "n_said": said,
    }


def main() -> None:
    """Measure, print a table and write the result file."""
    chosen = asked(__doc__, "pages", 20)
    tool, writers, kinds = reader(chosen.model), hands(), {}
    for kind in KINDS:
        kinds[kind.__name__] = measure(tool, kind, writers, chosen.pages)
    n, said = (sum(int(own[count]) for own in kinds.values()) for count in ("n", "n_said"))
    found, lying = (sum(own[share] * own["n"] for own in kinds.values()) for share in ("found", "lying"))
    together = shares(found, lying, n, said)
    for name, own in {**kinds, "all": together}.items():
        print(f"{name:12s} found {own['found']:.1%} of {own['n']}, lying {own['lying']:.1%},", end=" ")
        print(f"said right {own['said_right']:.1%}")
    if not chosen.model and chosen.pages == 20:
        write_json(RESULT, {**together, "kinds": kinds})


if __name__ == "__main__":
    main()
