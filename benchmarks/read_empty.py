"""Fields of forms that nobody has filled in, and blank paper in shade: how many are left alone.

Each kind is drawn anew, with grain and a slope of light, as a page and as one line. None has a number.

    python benchmarks/read_empty.py [--model FILE] [--pictures N]

Writes results/read_empty.json: of each kind the share of pictures in which nothing is read.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inkread.files import write_json
from inkread.reading.reader import As, Reader, reader
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "read_empty.json"
WAYS: tuple[As, ...] = ("page", "line")
SEED = 71

Floats = npt.NDArray[np.float64]
Random = np.random.Generator


def paper(random: Random, high: int, wide: int) -> Floats:
    """A blank sheet in [0, 1] with a slope of light."""
    y, x = np.mgrid[-0.5 : 0.5 : high * 1j, -0.5 : 0.5 : wide * 1j]
    turn = random.uniform(0, 2 * np.pi)
    slope = 1 - random.uniform(0, 0.25) * (x * np.cos(turn) + y * np.sin(turn))
    return np.asarray(random.uniform(0.75, 0.97) * slope)


def box(random: Random) -> Floats:
    """One box about the whole field."""
    high, wide = int(random.integers(40, 120)), int(random.integers(150, 500))
    margin = int(random.integers(2, 12))
    sheet = paper(random, high, wide)
    return ruled(sheet, random, [(margin, margin, wide - margin, high - margin)])


def boxes(random: Random) -> Floats:
    """Three to nine boxes side by side, each on its own."""
    return _row(random, int(random.integers(4, 13)))


def joined(random: Random) -> Floats:
    """Three to nine boxes that share their sides."""
    return _row(random, 0)


def _row(random: Random, apart: int) -> Floats:
    n, side = int(random.integers(3, 10)), int(random.integers(25, 60))
    sheet = paper(random, side + 20, n * (side + apart) + 20)
    left = [10 + k * (side + apart) for k in range(n)]
    return ruled(sheet, random, [(x, 10, x + side, 10 + side) for x in left])


def comb(random: Random) -> Floats:
    """Teeth of a quarter to three quarters of the height between two whole sides, on a rule."""
    n, side = int(random.integers(4, 12)), int(random.integers(25, 60))
    sheet, foot = paper(random, side + 20, n * side + 20), 10 + side
    top = foot - int(random.uniform(0.25, 0.75) * side)
    places = [10 + k * side for k in range(n + 1)]
    sides = [(x, 10 if x in (places[0], places[-1]) else top, x, foot) for x in places]
    return ruled(sheet, random, [(places[0], foot, places[-1], foot), *sides])


def border(random: Random) -> Floats:
    """A cell of which one side shows, or two in a corner."""
    high, wide = random.integers(40, 160, 2).tolist()
    x, y = random.integers(2, 14, 2).tolist()
    x = x if random.random() < 0.5 else wide - x
    lines = [(x, -9, x, high + 9), (-9, y, wide + 9, y)]
    return ruled(paper(random, high, wide), random, lines[: int(random.integers(1, 3))])


def rule(random: Random) -> Floats:
    """A rule to write on."""
    high, wide = int(random.integers(40, 100)), int(random.integers(150, 500))
    foot = high - 12 + int(random.integers(-3, 4))
    return ruled(paper(random, high, wide), random, [(10, high - 12, wide - 10, foot)])


def shade(random: Random) -> Floats:
    """Paper into which a shadow reaches, its edge soft or sharp."""
    high, wide = random.integers(28, 400, 2).tolist()
    y, x = np.mgrid[-0.5 : 0.5 : high * 1j, -0.5 : 0.5 : wide * 1j]
    turn, sharp = random.uniform(0, 2 * np.pi), random.uniform(3, 80)
    away = x * np.cos(turn) + y * np.sin(turn) - random.uniform(-0.35, 0.35)
    return paper(random, high, wide) * (1 - random.uniform(0.1, 0.7) / (1 + np.exp(-away * sharp)))


Lines = list[tuple[int, int, int, int]]


def ruled(sheet: Floats, random: Random, lines: Lines) -> Floats:
    """The sheet with rectangles from corner to corner; one without height or width is a line."""
    grey, thick = float(random.uniform(0.1, 0.6)), int(random.integers(1, 4))
    for left, top, right, bottom in lines:
        cv2.rectangle(sheet, (left, top), (right, bottom), grey, thick)
    return sheet


Kind = Callable[[Random], Floats]
KINDS: tuple[Kind, ...] = (box, boxes, joined, comb, border, rule, shade)


def picture(kind: Kind, random: Random) -> npt.NDArray[np.uint8]:
    """A field of this kind, sharp or not, with grain."""
    sheet = kind(random)
    if random.random() < 0.5:
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), random.uniform(0.4, 1.2)))
    grain = random.normal(0, random.choice([0.003, 0.01, 0.02]), sheet.shape)
    return np.asarray(np.clip(sheet + grain, 0, 1) * 255, np.uint8)


def measure(tool: Reader, pictures: int) -> dict[str, dict[str, float]]:
    """Of each kind the share that is left alone, as a page and as a line."""
    found = {}
    for number, kind in enumerate(KINDS):
        random = np.random.default_rng([SEED, number])
        shown = [picture(kind, random) for _ in range(pictures)]
        found[kind.__name__] = {
            way: float(np.mean([not tool.read(p, way).numbers for p in shown])) for way in WAYS
        }
    return found


def main() -> None:
    """Measure, print and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    parser.add_argument(
        "--pictures", type=at_least_one, default=100, help="of each kind; others than 100 write no file"
    )
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    found = measure(reader(chosen.model), chosen.pictures)
    for name, alone in found.items():
        print(f"{name:8s}" + "".join(f"  left alone as a {way} {alone[way]:6.1%}" for way in WAYS))
    means = {way: float(np.mean([alone[way] for alone in found.values()])) for way in WAYS}
    print("  ".join(f"as a {way} {mean:.1%}" for way, mean in means.items()))
    if not chosen.model and chosen.pictures == 100:
        write_json(RESULT, {**means, "n": len(KINDS) * chosen.pictures, "kinds": found})


if __name__ == "__main__":
    main()
