"""Numbers on kinds of picture that no training scene shows, and pictures with nothing to read.

The digits are those of writers of MNIST's training half whom the classifier has not seen, one a number.

    python benchmarks/read_kinds.py [--model FILE] [--numbers N]    (INKREAD_DATA names a folder with qmnist/)

Writes results/read_kinds.json: the shares read exactly as a line and as a page, and the share of those with
nothing to read that is left alone as a page, all together and of each kind.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from held_out import held_out_digits

from inkread.files import write_json
from inkread.reading.reader import Reader, reader
from inkread.training.scene_paper import CLEAN
from inkread.training.scenes import compose_numbers
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "read_kinds.json"
SEED = 41

Floats = npt.NDArray[np.float32]
Random = np.random.Generator
PAPER, PEN, WOOD = (0.96, 0.95, 0.92), (0.1, 0.12, 0.35), (0.5, 0.36, 0.24)


def grain(shape: tuple[int, ...], size_px: float, random: Random) -> Floats:
    """Smooth noise in patches of about ``size_px``; mean 0, deviation 1."""
    drawn = cv2.GaussianBlur(random.standard_normal(shape[:2], dtype=np.float32), (0, 0), size_px)
    return np.asarray(drawn / drawn.std(), np.float32)


def sheet(shape: tuple[int, ...], colour: tuple[float, ...]) -> Floats:
    return np.broadcast_to(np.array(colour, np.float32), (*shape[:2], 3))


def written(paper: Floats, ink: Floats, pen: tuple[float, ...] = PEN) -> Floats:
    return paper * (1 - ink[..., None]) + ink[..., None] * np.array(pen, np.float32)


def places(shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """How far below and to the right of the middle each pixel is, in shares of the sides."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return y / shape[0] - 0.5, x / shape[1] - 0.5


def dark_corners(ink: Floats, random: Random) -> Floats:
    y, x = places(ink.shape)
    fall = random.uniform(0.4, 0.75) * (1 - np.exp(-(x * x + y * y) * random.uniform(2.5, 6)))
    return written(sheet(ink.shape, PAPER), ink) * (1 - fall)[..., None]


def flash(ink: Floats, random: Random) -> Floats:
    y, x = places(ink.shape)
    y, x = (y - random.uniform(-0.3, 0.3)) * ink.shape[0] / ink.shape[1], x - random.uniform(-0.3, 0.3)
    glow = 0.35 + 0.7 * np.exp(-(x * x + y * y) / random.uniform(0.15, 0.35) ** 2)
    return written(sheet(ink.shape, PAPER), ink) * glow[..., None]


def shadow(ink: Floats, random: Random) -> Floats:
    y, x = places(ink.shape)
    angle = random.uniform(0, 2 * np.pi)
    across = np.cos(angle) * x + np.sin(angle) * y + 0.02 * grain(ink.shape, 20, random)
    shade = random.uniform(0.3, 0.6) / (1 + np.exp(-np.clip(across / random.uniform(0.005, 0.05), -30, 30)))
    return written(sheet(ink.shape, PAPER), ink) * (1 - shade)[..., None]


def wood(shape: tuple[int, ...], random: Random) -> Floats:
    streaks = cv2.resize(grain((shape[0], max(shape[1] // 40, 4)), 2, random), shape[1::-1])
    return sheet(shape, WOOD) * (1 + 0.1 * streaks + 0.03 * grain(shape, 1, random))[..., None]


def note_on_desk(ink: Floats, random: Random) -> Floats:
    colour = [(0.98, 0.92, 0.45), (0.98, 0.65, 0.75), (0.7, 0.93, 0.55), PAPER][random.integers(4)]
    note = written(sheet((ink.shape[1], ink.shape[1]), colour), np.zeros((ink.shape[1],) * 2, np.float32))
    top = (ink.shape[1] - ink.shape[0]) // 2
    note[top : top + ink.shape[0]] = written(note[top : top + ink.shape[0]], ink)
    side = len(note)
    corners = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    moved = corners + side / 2 + random.uniform(-0.05, 0.05, (4, 2)).astype(np.float32) * side
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    desk = np.ascontiguousarray(wood((2 * side, 2 * side), random), np.float32)
    cv2.warpPerspective(note, matrix, (2 * side, 2 * side), desk, borderMode=cv2.BORDER_TRANSPARENT)
    return desk


def cardboard(ink: Floats, random: Random) -> Floats:
    rough = 1 + 0.05 * grain(ink.shape, 1.5, random) + 0.03 * grain(ink.shape, 8, random)
    return written(sheet(ink.shape, (0.68, 0.52, 0.36)) * rough[..., None], ink, (0.1, 0.1, 0.12))


def screen(ink: Floats, random: Random) -> Floats:
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32)
    across, down = (2 * np.pi / random.uniform(4, 14, 2)).astype(np.float32)
    depth, lean = random.uniform(0.03, 0.08), random.normal(0, 0.1)
    moire = (1 + depth * np.sin(across * (x + lean * y))) * (1 + depth * np.sin(down * (y - lean * x)))
    return written(sheet(ink.shape, (0.92, 0.93, 0.95)), ink, (0.08, 0.08, 0.1)) * moire[..., None]


def back_of_sheet(ink: Floats, random: Random) -> Floats:
    back = np.roll(ink[:, ::-1], random.integers(-20, 20, 2), axis=(0, 1))
    faint = random.uniform(0.08, 0.2) * cv2.GaussianBlur(back, (0, 0), 1.5)
    return written(written(sheet(ink.shape, PAPER), faint), ink)


def circled(ink: Floats, random: Random) -> Floats:
    high, wide = ink.shape
    ink = np.pad(ink, (high // 3, high // 3))
    drawn = np.zeros(ink.shape, np.uint8)
    middle, size = (ink.shape[1] // 2, ink.shape[0] // 2), (int(0.54 * wide + high / 12), int(0.62 * high))
    turn = random.uniform(0, 360)
    pen = max(round(high * random.uniform(0.02, 0.05)), 2)
    cv2.ellipse(drawn, middle, size, 0, turn, turn + 365, 255, pen, cv2.LINE_AA)
    return written(sheet(ink.shape, PAPER), np.maximum(ink, drawn.astype(np.float32) / 255))


def chalk(ink: Floats, random: Random) -> Floats:
    smears = 0.06 * np.clip(grain(ink.shape, 25, random), 0, 3)
    board = written(sheet(ink.shape, (0.13, 0.27, 0.2)), smears, (0.8, 0.8, 0.78))
    return written(board, ink * np.clip(0.75 + 0.35 * grain(ink.shape, 0.8, random), 0, 1), (0.92, 0.92, 0.9))


def at_least(wide: int, ink: Floats) -> Floats:
    """The ink, enlarged where it is less than so many pixels wide: a page, and no cell of a form."""
    scale = max(wide / ink.shape[1], 1.0)
    return np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.float32)


def table_edge(ink: Floats, random: Random) -> Floats:
    """A sheet that leaves the picture on two sides, and a strip of table on the two others."""
    ink = at_least(600, ink)
    high = ink.shape[0]
    ink = np.pad(ink, ((high, high // 2), (high // 2, 0)), mode="edge")
    x, y = (random.uniform(0.08, 0.3, 2) * high).astype(int).tolist()
    lean = int(random.normal(0, 0.04) * ink.shape[0])
    corners = [(x, y), (ink.shape[1], y), (ink.shape[1], ink.shape[0]), (x + lean, ink.shape[0])]
    inside = np.zeros(ink.shape, np.float32)
    cv2.fillPoly(inside, [np.array(corners, np.int32)], 1.0)
    paper = written(sheet(ink.shape, PAPER), ink)
    return written(wood(ink.shape, random), inside, (0, 0, 0)) + paper * inside[..., None]


def photocopy(ink: Floats, random: Random) -> Floats:
    """Black where the lid was open, along two sides of the glass."""
    ink = at_least(600, ink)
    high = ink.shape[0]
    ink = np.pad(1.3 * ink, ((high, high // 2), (high, high // 3)), mode="edge")
    left, top = (random.uniform(0.1, 0.5, 2) * high).astype(int).tolist()
    lean = int(random.normal(0, 0.1) * high)
    edge, down = np.zeros(ink.shape, np.float32), ink.shape[0]
    corners = [(0, 0), (left, 0), (max(left + lean, 2), down), (0, down)]
    cv2.fillPoly(edge, [np.array(corners, np.int32)], 1.0)
    edge[:top] = 1
    return 1 - sheet(ink.shape, (1, 1, 1)) * np.clip(np.maximum(ink, 0.95 * edge), 0, 1)[..., None]


def captioned(ink: Floats, random: Random) -> Floats:
    """In a field of a form, with its name in small print in the corner."""
    high = ink.shape[0]
    ink = np.pad(ink, high // 4, mode="edge")
    printed = np.zeros(ink.shape, np.uint8)
    cv2.rectangle(printed, (3, 3), (ink.shape[1] - 4, ink.shape[0] - 4), 255, max(high // 60, 1))
    text = ("Invoice no.", "Customer", "Telephone", "Postal code", "Billing period")[random.integers(5)]
    size = high * random.uniform(0.006, 0.008)
    cv2.putText(printed, text, (high // 12, high // 4), cv2.FONT_HERSHEY_SIMPLEX, size, 255, 1, cv2.LINE_AA)
    return written(sheet(ink.shape, PAPER), np.maximum(ink, printed.astype(np.float32) / 255))


def taped(ink: Floats, random: Random) -> Floats:
    """A strip of clear tape lies across the number."""
    high, wide = ink.shape
    left = int(random.uniform(0.1, 0.6) * wide)
    right, lean = left + int(random.uniform(0.6, 1.4) * high), int(random.normal(0, 0.1) * high)
    strip = np.zeros(ink.shape, np.uint8)
    cv2.fillPoly(strip, [np.array([(left, 0), (right, 0), (right + lean, high), (left + lean, high)])], 1)
    edges = cv2.morphologyEx(strip, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    dark = 1 - 0.12 * strip.astype(np.float32) - 0.2 * edges.astype(np.float32)
    return written(sheet(ink.shape, PAPER), ink) * dark[..., None]


def rough_paper(ink: Floats, random: Random) -> Floats:
    rough = 1 + 0.04 * grain(ink.shape, random.uniform(1, 8), random)
    return sheet(ink.shape, PAPER) * rough[..., None] * 0.9


def desk(ink: Floats, random: Random) -> Floats:
    return wood((2 * ink.shape[0], ink.shape[1]), random)


Kind = Callable[[Floats, Random], Floats]

KINDS: tuple[Kind, ...] = (
    dark_corners, flash, shadow, note_on_desk, cardboard, screen, back_of_sheet, circled, chalk,
    table_edge, photocopy, captioned, taped
)  # fmt: skip
BLANK: tuple[Kind, ...] = (rough_paper, desk)


def photographed(picture: Floats, random: Random) -> npt.NDArray[np.uint8]:
    """A picture ``(H, W, 3)`` in [0, 1] through a phone's lens, sensor and JPEG."""
    soft = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 0.9))
    noisy = soft + random.uniform(0.005, 0.02) * random.standard_normal(soft.shape, dtype=np.float32)
    levels = np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(60, 95))]
    packed = cv2.imencode(".jpg", levels[..., ::-1], quality)[1]
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1])


def numbers(n: int) -> list[tuple[Floats, str]]:
    """The ink of ``n`` numbers of held-out writers, and what they say."""
    scenes = compose_numbers(*held_out_digits(), n, SEED, CLEAN)
    return [(1 - scene.picture.min(axis=2).astype(np.float32) / 255, scene.text) for scene in scenes]


def measure(tool: Reader, kind: Kind, drawn: list[tuple[Floats, str]]) -> dict[str, float]:
    """The shares of the pictures of a kind that are read exactly, as a line and as a page."""
    line = page = 0
    for number, (ink, text) in enumerate(drawn):
        random = np.random.default_rng((SEED, number))
        picture = photographed(kind(ink, random), random)
        wanted = [] if kind in BLANK else [text]
        page += [one.text for one in tool.read(picture, "page").numbers] == wanted
        line += kind not in BLANK and tool.read(picture, "line").text.replace("\n", "") == text
    shares = {"page": page / len(drawn)}
    return shares if kind in BLANK else {"line": line / len(drawn)} | shares


def summed(kinds: dict[str, dict[str, float]], n: int) -> dict[str, object]:
    """The shares of all kinds together, ``n`` pictures each, and of each."""
    written = [shares for shares in kinds.values() if "line" in shares]
    blank = [shares["page"] for shares in kinds.values() if "line" not in shares]
    together = {way: float(np.mean([shares[way] for shares in written])) for way in ("line", "page")}
    counts = {"n": n * len(written), "n_blank": n * len(blank)}
    return together | {"blank_right": float(np.mean(blank))} | counts | {"kinds": kinds}


def asked(description: str | None, what: str, usual: int) -> argparse.Namespace:
    """The command line: ``--model``, and how many of ``what`` are read."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    parser.add_argument(
        f"--{what}", type=at_least_one, default=usual, help=f"others than {usual} write no file"
    )
    return parser.parse_args()


def main() -> None:
    """Measure, print a table and write the result file."""
    chosen = asked(__doc__, "numbers", 60)
    tool, drawn = reader(chosen.model), numbers(chosen.numbers)
    result = {}
    for kind in KINDS + BLANK:
        name = kind.__name__
        result[name] = measure(tool, kind, drawn)
        print(f"{name:14s}" + "".join(f"  {way} {share:.1%}" for way, share in result[name].items()))
    if not chosen.model and chosen.numbers == 60:
        write_json(RESULT, summed(result, chosen.numbers))


if __name__ == "__main__":
    main()
