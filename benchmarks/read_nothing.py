"""Pages on which there is no number: how many numbers are read there all the same.

Printed words in fonts that no training picture shows, rows of characters of other alphabets (``notdigits/``,
in people's own hands), signs out of a font, signatures and doodles as sums of sines, other curves than those
trained on.

    python benchmarks/read_nothing.py [--model FILE] [--pages N]    (INKREAD_DATA: a folder with notdigits/)

Writes results/read_nothing.json: of each kind the share of pages that are left alone, and of those on which
``--max-error 0.01`` accepts nothing (``safe``); the numbers read a page, all of them and the accepted ones.

A row of characters may well hold a digit to anybody, and a printed o or l is one out of its word, so neither
share can be 1. Nobody's own pages are among them, and no page has a number as well: what a reader that
refuses more would lose is for the other benchmarks to tell.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from inkread.errors import DataError
from inkread.files import write_json
from inkread.ink.load import load
from inkread.reading.confidence import split
from inkread.reading.reader import Reader, reader
from inkread.training.scene_print import text_font
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "read_nothing.json"
SEED = 43
MAX_ERROR = 0.01
WIDE, HIGH = 900, 640

Floats = npt.NDArray[np.float32]
Random = np.random.Generator

FONTS = ("DejaVuSerif-BoldItalic", "DejaVuSansMono-BoldOblique", "STIXGeneralBolIta", "cmmi10")
WORDS = (
    "milk", "bread", "butter", "Paul", "about", "garden", "total", "name", "date", "the", "and", "with",
    "please", "call", "sum", "order", "street", "paid", "Anna", "invoice", "room", "key", "yellow",
    "summer", "water", "quick", "brown", "fox", "jumps", "lazy", "dog", "house", "number", "hello",
    "thanks",
)  # fmt: skip
SIGNS = "✓✗★☆♥♡☺☹→←⇒✿☎✉♫∞§€£¥©&@#?!%+×÷=±−✂☀☂♠♣◆△□✈"


def words(random: Random) -> list[Floats]:
    """Lines of two to four words."""
    font = str(random.choice(FONTS))
    return [printed(" ".join(random.choice(WORDS, random.integers(2, 5))), font) for _ in range(4)]


def characters(random: Random) -> list[Floats]:
    """Rows of four to eight handwritten characters of other alphabets."""
    return [np.hstack(random.permutation(omniglot())[: random.integers(4, 9)]) for _ in range(4)]


def signs(random: Random) -> list[Floats]:
    """Rows of three to six signs, apart."""
    rows = ["   ".join(random.choice(list(SIGNS), random.integers(3, 7))) for _ in range(4)]
    return [printed(row, "DejaVuSans") for row in rows]


def signatures(random: Random) -> list[Floats]:
    """Signatures: a sum of sines that runs to the right."""
    return [curve(random, run=random.uniform(3, 6), waves=9) for _ in range(3)]


def doodles(random: Random) -> list[Floats]:
    """Closed tangles: a sum of sines that comes back, side by side."""
    return [np.hstack([curve(random, run=0, waves=6) for _ in range(4)]) for _ in range(3)]


def printed(text: str, font: str) -> Floats:
    """The text as ``(H, W)`` ink, about 60 pixels high."""
    letters = text_font(font, 60)
    sheet = Image.new("L", (int(letters.getlength(text)) + 20, 100))
    ImageDraw.Draw(sheet).text((10, 10), text, fill=255, font=letters)
    return np.asarray(sheet, np.float32) / 255


@cache
def omniglot() -> list[Floats]:
    """The pictures of ``notdigits/`` as ink."""
    paths = sorted((Path(os.environ.get("INKREAD_DATA", ".")) / "notdigits").glob("*.png"))
    if not paths:
        raise DataError("No notdigits/. Name the folder that holds it in INKREAD_DATA.")
    return [
        1 - load(path).pixels.reshape(105, 105, -1).mean(axis=2, dtype=np.float32) / 255 for path in paths
    ]


def curve(random: Random, run: float, waves: int) -> Floats:
    """A line through sines of falling size in both directions, carried ``run`` heights to the right."""
    t = np.linspace(0, 2 * np.pi, 600)
    size = random.normal(0, 1, (2, waves)) / np.arange(1, waves + 1) ** 0.5
    points = (
        sum(size[:, k, None] * np.sin((k + 1) * t + random.uniform(0, 6, (2, 1))) for k in range(waves))
        + np.array([[run], [0]]) * t
    )
    points = (points - points.min(axis=1, keepdims=True)) * 80 / np.ptp(points[1])
    sheet = np.zeros((110, int(points[0].max()) + 30), np.uint8)
    fixed = np.rint((points.T + 15) * 16).astype(np.int32)
    cv2.polylines(sheet, [fixed], False, 255, int(random.integers(2, 6)), cv2.LINE_AA, shift=4)
    return np.divide(sheet, 255, dtype=np.float32)


Kind = Callable[[Random], list[Floats]]
KINDS: tuple[Kind, ...] = (words, characters, signs, signatures, doodles)


def page(kind: Kind, random: Random) -> npt.NDArray[np.uint8]:
    """The rows of a kind below each other on paper, bent a little, as a phone sees it: ``(H, W, 3)``."""
    ink, y = np.zeros((HIGH, WIDE), np.float32), 20
    for row in kind(random):
        scale = min(random.uniform(0.6, 1.2), (WIDE - 40) / row.shape[1])
        small = cv2.resize(row, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        x = int(random.integers(10, WIDE - small.shape[1] - 9))
        if y + small.shape[0] < HIGH:
            ink[y : y + small.shape[0], x : x + small.shape[1]] = small
        y += small.shape[0] + int(random.integers(10, 40))
    return photographed(bent(ink, random), random)


def bent(ink: Floats, random: Random) -> Floats:
    """The ink moved by a smooth wobble of a few pixels: no two prints of a letter are alike."""
    wobble = random.normal(0, 3, (2, 9, 13)).astype(np.float32)
    y, x = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    moved = [cv2.resize(one, (WIDE, HIGH), interpolation=cv2.INTER_CUBIC) for one in wobble]
    return np.asarray(cv2.remap(ink, x + moved[0], y + moved[1], cv2.INTER_LINEAR), np.float32)


def photographed(ink: Floats, random: Random) -> npt.NDArray[np.uint8]:
    """Blue-black ink on whitish paper that darkens to one side, blurred, noisy."""
    paper = np.linspace(0.95, random.uniform(0.6, 0.95), WIDE, dtype=np.float32)[None, :, None]
    pen = np.array([0.1, 0.12, 0.3], np.float32)
    seen = cv2.GaussianBlur(paper * (1 - ink[..., None] * (1 - pen)), (0, 0), random.uniform(0.4, 1))
    noisy = seen + random.uniform(0.005, 0.02) * random.standard_normal(seen.shape, dtype=np.float32)
    return np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)


def measure(tool: Reader, kind: Kind, n: int) -> dict[str, float]:
    """The shares of ``n`` pages left alone and without anything accepted; numbers a page, and accepted."""
    readings = [tool.read(page(kind, np.random.default_rng((SEED, i))), "page") for i in range(n)]
    counts = np.array([len(reading.numbers) for reading in readings])
    accepted = np.array([len(split(reading.numbers, MAX_ERROR)[0]) for reading in readings])
    return {
        "alone": float((counts == 0).mean()),
        "safe": float((accepted == 0).mean()),
        "numbers": float(counts.mean()),
        "accepted": float(accepted.mean()),
    }


def main() -> None:
    """Measure, print a table and write the result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model")
    parser.add_argument("--pages", type=at_least_one, default=40)
    chosen = parser.parse_args()
    tool = reader(chosen.model)
    kinds = {}
    for kind in KINDS:
        kinds[kind.__name__] = measure(tool, kind, chosen.pages)
        figures = "".join(f"  {name} {value:.2f}" for name, value in kinds[kind.__name__].items())
        print(f"{kind.__name__:12s}{figures}", flush=True)
    means = {name: float(np.mean([kind[name] for kind in kinds.values()])) for name in kinds["words"]}
    print(f"{'all':12s}" + "".join(f"  {name} {value:.2f}" for name, value in means.items()))
    if not chosen.model and chosen.pages == 40:
        write_json(RESULT, means | {"n": chosen.pages * len(KINDS), "max_error": MAX_ERROR, "kinds": kinds})


if __name__ == "__main__":
    main()
