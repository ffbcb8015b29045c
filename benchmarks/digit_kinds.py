"""Single digits on paper that is not blank: boxes, squares, rules, toned paper with ink shining through.

The digits are those of writers of MNIST's training half whom the classifier has not seen. Each picture is
read as one digit and as a page, without saying what it is; a digit that is refused counts as wrong.

    python benchmarks/digit_kinds.py [--model FILE] [--digits N]    (INKREAD_DATA names a folder with qmnist/)

Writes results/digit_kinds.json.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from held_out import held_out_digits
from read_kinds import PAPER, asked, grain, photographed, sheet, written

from inkread.files import write_json
from inkread.reading.reader import As, Reader, reader

RESULT = Path(__file__).parents[1] / "results" / "digit_kinds.json"
WAYS: tuple[As, ...] = ("digit", "page")
SEED = 53
PENS = ((0.15, 0.15, 0.17), (0.12, 0.2, 0.6), (0.75, 0.15, 0.2))

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Random = np.random.Generator


def placed(digit: Bytes, side: int, random: Random, high: float = 0.6) -> Floats:
    """The ink of a digit, about ``high`` of a square sheet of ``side`` pixels, not quite in its middle."""
    scale = side * high * random.uniform(0.8, 1.2) / 20
    x, y = (side - 28 * scale) / 2 + random.uniform(-0.08, 0.08, 2) * side
    moved = np.array([[scale, 0, x], [0, scale, y]])
    ink = cv2.warpAffine(digit.astype(np.float32) / 255, moved, (side, side), flags=cv2.INTER_CUBIC)
    sharp = (cv2.GaussianBlur(ink, (0, 0), scale / 3) - 0.45) * max(scale, 1)
    return np.asarray(np.clip(sharp + 0.5, 0, 1), np.float32)


def pen(random: Random) -> tuple[float, ...]:
    return PENS[random.integers(len(PENS))]


def exam_box(digit: Bytes, random: Random) -> Floats:
    """A mark in a printed box, of which two to four sides show amid the paper."""
    side = int(random.integers(60, 140))
    ink, box = placed(digit, side, random, 0.5), np.zeros((side, side), np.float32)
    left, top = (random.uniform(0.03, 0.18, 2) * side).astype(int).tolist()
    right, bottom = (side - random.uniform(0.03, 0.18, 2) * side).astype(int).tolist()
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    first = int(random.integers(4))
    for number in range(first, first + int(random.integers(2, 5))):
        cv2.line(box, corners[number % 4], corners[(number + 1) % 4], 1.0, int(random.integers(1, 4)))
    return written(written(sheet(ink.shape, PAPER), box, (0.1, 0.1, 0.1)), ink, pen(random))


def ruled(digit: Bytes, random: Random) -> Floats:
    """Lines about as far apart as a digit is high, or closer."""
    side = int(random.integers(60, 200))
    return written(_lines(side, random, across=True), placed(digit, side, random), pen(random))


def squared(digit: Bytes, random: Random) -> Floats:
    """Squares, four to ten in the picture's width."""
    side = int(random.integers(80, 200))
    paper = np.minimum(_lines(side, random, across=True), _lines(side, random, across=False))
    return written(paper, placed(digit, side, random), pen(random))


def _lines(side: int, random: Random, *, across: bool) -> Floats:
    apart, thick = side / random.uniform(4, 10), max(side // 120, 1)
    lines = np.zeros((side, side), np.float32)
    for start in np.arange(random.uniform(0, apart), side, apart).astype(int):
        lines[start : start + thick] = random.uniform(0.5, 1)
    return written(sheet(lines.shape, PAPER), lines if across else lines.T, (0.65, 0.78, 0.92))


def pencil(digit: Bytes, random: Random) -> Floats:
    """Grainy, far from black."""
    side = int(random.integers(60, 240))
    ink = placed(digit, side, random) * np.clip(0.6 + 0.4 * grain((side, side), 1, random), 0, 1)
    return written(sheet(ink.shape, PAPER), 0.55 * ink, (0.2, 0.2, 0.2))


def old_paper(digit: Bytes, random: Random) -> Floats:
    """Brown ink on toned paper, and the same stroke shining through, mirrored and moved."""
    side = int(random.integers(60, 200))
    ink = placed(digit, side, random)
    back = np.roll(ink[:, ::-1], random.integers(-side // 3, side // 3, 2), axis=(0, 1))
    tone = sheet(ink.shape, (0.85, 0.76, 0.6)) * (1 + 0.04 * grain(ink.shape, side / 8, random))[..., None]
    faint = random.uniform(0.1, 0.25) * cv2.GaussianBlur(back, (0, 0), side / 60)
    return written(written(tone, faint, (0.3, 0.2, 0.1)), 0.85 * ink, (0.25, 0.15, 0.1))


Kind = Callable[[Bytes, Random], Floats]
KINDS: tuple[Kind, ...] = (exam_box, ruled, squared, pencil, old_paper)


def measure(tool: Reader, kind: Kind, digits: Bytes, labels: Bytes) -> dict[str, float]:
    """The share of the pictures of a kind that are read as their digit, each way."""
    right = dict.fromkeys(WAYS, 0)
    for number, (digit, label) in enumerate(zip(digits, labels, strict=True)):
        random = np.random.default_rng((SEED, number))
        picture = photographed(kind(digit, random), random)
        for way in WAYS:
            right[way] += tool.read(picture, way).text == str(label)
    return {way: count / len(labels) for way, count in right.items()}


def main() -> None:
    """Measure, print a table and write the result file."""
    chosen = asked(__doc__, "digits", 200)
    digits, labels = (part[: chosen.digits] for part in held_out_digits()[:2])
    tool, kinds = reader(chosen.model), {}
    for kind in KINDS:
        kinds[kind.__name__] = measure(tool, kind, digits, labels)
        shares = ", ".join(f"as a {way} {share:.1%}" for way, share in kinds[kind.__name__].items())
        print(f"{kind.__name__:10s} {shares}")
    if not chosen.model and chosen.digits == 200:
        means = {way: float(np.mean([shares[way] for shares in kinds.values()])) for way in WAYS}
        write_json(RESULT, {**means, "n": len(KINDS) * len(labels), "kinds": kinds})


if __name__ == "__main__":
    main()
