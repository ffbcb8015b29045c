"""Numbers as people's files spoil them: too small, blurred, from the side, beside words, with slashes.

    python benchmarks/spoiled_numbers.py [--model FILE] [--numbers N]

Each of the same numbers in the hands of held-out writers (``read_kinds.numbers``; INKREAD_DATA names a folder
with qmnist/) is spoiled in every way, then read as a line and as a page. Writes results/spoiled_numbers.json:
the shares read exactly, all together and of each way. A number that is slashed stands there twice: two
numbers on a page.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from read_kinds import asked, numbers

from inkread.files import write_json
from inkread.reading.reader import Reader, reader

RESULT = Path(__file__).parents[1] / "results" / "spoiled_numbers.json"
SEED = 67
WORDS = ("Total:", "Name", "No.", "Date:", "Room")

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Random = np.random.Generator
Spoil = Callable[[Bytes, Random], Bytes]


def scaled(factor: float) -> Spoil:
    """The picture so many times as large."""
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return lambda shown, random: _bytes(cv2.resize(shown, None, fx=factor, fy=factor, interpolation=how))


def squeezed(shown: Bytes, random: Random) -> Bytes:
    """JPEG of the lowest quality that programs offer."""
    packed = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 10])[1]
    return _bytes(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))


def shaken(shown: Bytes, random: Random) -> Bytes:
    """Blurred along a straight line, a sixteenth of the picture's height long."""
    long = max(len(shown) // 16, 3)
    path, angle = np.zeros((long, long), np.float32), random.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * long / 2
    ends = [tuple(np.rint(long / 2 + sign * reach).astype(int).tolist()) for sign in (-1, 1)]
    cv2.line(path, ends[0], ends[1], 1.0)
    return _bytes(cv2.filter2D(shown, -1, path / path.sum(), borderType=cv2.BORDER_REPLICATE))


def from_the_side(shown: Bytes, random: Random) -> Bytes:
    """In perspective: the line climbs or falls and its digits grow smaller."""
    high, wide = shown.shape
    margin = 0.15 * high
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners + margin + random.uniform(-margin, margin, (4, 2))
    moved[1, 1] += random.uniform(-0.1, 0.25) * high
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    size = int(wide + 2 * margin), int(high + 3 * margin)
    return _bytes(cv2.warpPerspective(shown, matrix, size, borderMode=cv2.BORDER_REPLICATE))


def on_a_page(shown: Bytes, random: Random) -> Bytes:
    """Somewhere on an empty page of 12 megapixels."""
    page = random.normal(np.median(shown), 2, (4000, 3000)).clip(0, 255).astype(np.uint8)
    high, wide = shown.shape
    y, x = random.integers(0, 4000 - high), random.integers(0, 3000 - wide)
    page[y : y + high, x : x + wide] = shown
    return page


def faint(shown: Bytes, random: Random) -> Bytes:
    """With an eighth of the contrast."""
    return _levels(215 - (255 - shown.astype(np.float32)) / 8 + random.normal(0, 1.5, shown.shape))


def negative(shown: Bytes, random: Random) -> Bytes:
    return 255 - shown


def noisy(shown: Bytes, random: Random) -> Bytes:
    return _levels(shown + random.normal(0, 40, shown.shape))


def inked(shown: Bytes) -> tuple[int, int, int, int]:
    """The first and the last column and row with ink: left, top, right, bottom."""
    rows, columns = (np.flatnonzero((shown < 140).any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def cropped(shown: Bytes, random: Random) -> Bytes:
    """To its ink, and a twelfth of its height into it from above."""
    left, top, right, bottom = inked(shown)
    return shown[top + (bottom - top) // 12 : bottom + 1, left : right + 1]


def underlined(shown: Bytes, random: Random) -> Bytes:
    left, top, right, bottom = inked(shown)
    high = bottom - top
    wider = np.pad(shown, ((0, high // 4), (0, 0)), mode="edge")
    y = bottom + high // 10
    cv2.line(wider, (left, y), (right, y + int(random.integers(-3, 4))), 30, high // 20 + 1)
    return wider


def after_a_word(shown: Bytes, random: Random) -> Bytes:
    """A printed word to its left, a digit's height away."""
    high = len(shown)
    printed = np.full((high, int(2.2 * high)), int(np.median(shown)), np.uint8)
    cv2.putText(printed, random.choice(WORDS), (5, int(0.7 * high)), 0, high / 90, 0, 2, cv2.LINE_AA)
    return np.concatenate([printed, shown], axis=1)


def slashed(shown: Bytes, random: Random) -> Bytes:
    """Twice, with a slash between."""
    left, top, right, bottom = inked(shown)
    number = shown[:, max(left - 3, 0) : right + 4]
    high, between = bottom - top, np.full((len(shown), (bottom - top) * 2 // 3), np.median(shown), np.uint8)
    lean = high * random.uniform(0.1, 0.25)
    middle, beyond = between.shape[1] / 2, high * random.uniform(0.15, 0.3)
    ends = [(middle + lean, top - beyond), (middle - lean, bottom + beyond)]
    margin = high // 3
    both = np.pad(
        np.concatenate([number, between, number], axis=1), ((margin, margin), (20, 20)), mode="edge"
    )
    upper, lower = [(int(x) + number.shape[1] + 20, int(y) + margin) for x, y in ends]
    cv2.line(both, upper, lower, 30, max(high // 14, 2), cv2.LINE_AA)
    return both


WAYS: dict[str, Spoil] = {
    "as it is": lambda shown, random: shown,
    "a fifth of the size": scaled(0.2),
    "a third": scaled(0.33),
    "eight times": scaled(8),
    "JPEG 10": squeezed,
    "shaken": shaken,
    "from the side": from_the_side,
    "on a page": on_a_page,
    "faint": faint,
    "negative": negative,
    "noisy": noisy,
    "cropped": cropped,
    "underlined": underlined,
    "after a word": after_a_word,
    "slashed": slashed,
}


def _bytes(shown: cv2.typing.MatLike) -> Bytes:
    return np.asarray(shown, np.uint8)


def _levels(shown: npt.NDArray[np.floating]) -> Bytes:
    return np.rint(shown).clip(0, 255).astype(np.uint8)


def measure(tool: Reader, spoil: Spoil, drawn: list[tuple[Floats, str]]) -> dict[str, float]:
    """The shares read exactly, as a line and as a page."""
    line = page = 0
    for number, (ink, text) in enumerate(drawn):
        shown = spoil(_levels(250 * (1 - ink)), np.random.default_rng((SEED, number)))
        wanted = [text, text] if spoil is slashed else [text]
        line += tool.read(shown, "line").text.replace("\n", "") == "".join(wanted)
        page += [one.text for one in tool.read(shown, "page").numbers] == wanted
    return {"line": line / len(drawn), "page": page / len(drawn)}


def main() -> None:
    """Measure, print a table and write the result file."""
    chosen = asked(__doc__, "numbers", 60)
    tool, drawn, ways = reader(chosen.model), numbers(chosen.numbers), {}
    for name, spoil in WAYS.items():
        ways[name] = measure(tool, spoil, drawn)
        print(f"{name:20s} line {ways[name]['line']:.1%}  page {ways[name]['page']:.1%}", flush=True)
    if not chosen.model and chosen.numbers == 60:
        means = {way: float(np.mean([shares[way] for shares in ways.values()])) for way in ("line", "page")}
        write_json(RESULT, {**means, "n": len(WAYS) * len(drawn), "ways": ways})


if __name__ == "__main__":
    main()
