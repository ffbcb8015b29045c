"""Digits in the pictures that lessons make of them: plots, contact sheets, a program's canvas.

Digits of held-out writers (INKREAD_DATA names a folder with qmnist/), drawn by Matplotlib as the tutorials
do, laid side by side as small pictures, or drawn on the black canvas of a page with a title and buttons.

    python benchmarks/read_figures.py [--model FILE] [--figures N]

Writes results/read_figures.json: of the digits in all figures, read as pages, the share ``found`` in order,
of what is said the share that is one of these (``said_right``), and the share of figures read as just their
digits (``whole``; ``as_digit`` where there is one). Printed titles and the numbers along axes are no digits
that were asked for.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import matplotlib
import numpy as np
import numpy.typing as npt
from held_out import held_out_digits
from matplotlib.figure import Figure
from PIL import Image
from read_pages import common

from inkread.files import write_json
from inkread.reading.reader import Reader, reader
from inkread.words import at_least_one

matplotlib.use("Agg")

RESULT = Path(__file__).parents[1] / "results" / "read_figures.json"
SEED = 83

Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator
Kind = Callable[[Bytes, Random], Bytes]


def axes(digits: Bytes, random: Random) -> Bytes:
    """``imshow`` in grey, numbers along both axes."""
    return _plot(digits, random, cmap="gray")


def colours(digits: Bytes, random: Random) -> Bytes:
    """``imshow`` as it comes: violet to yellow."""
    return _plot(digits, random)


def bar(digits: Bytes, random: Random) -> Bytes:
    """``imshow`` and ``colorbar``."""
    figure = Figure()
    shown = figure.subplots().imshow(digits[0], cmap=random.choice(["gray", "viridis"]))
    figure.colorbar(shown)
    return _pixels(figure, random)


def bare(digits: Bytes, random: Random) -> Bytes:
    """``imshow`` with a title and without axes."""
    return _plot(digits, random, title="Label", cmap="gray")


def grid(digits: Bytes, random: Random) -> Bytes:
    """``subplot`` for each of many digits."""
    return _plot(digits, random, cmap=random.choice(["gray", "viridis"]))


def titled(digits: Bytes, random: Random) -> Bytes:
    """The same with a word above each."""
    return _plot(digits, random, title="Class", cmap=random.choice(["gray", "viridis"]))


def framed(digits: Bytes, random: Random) -> Bytes:
    """The same, black on white, in thin frames."""
    return _plot(digits, random, cmap="binary", frame=True)


def sheet(digits: Bytes, random: Random) -> Bytes:
    """Small pictures side by side on white or black, of any two lightnesses far enough apart."""
    side, gap = int(random.integers(28, 90)), int(random.integers(2, 14))
    ground = float(random.choice([0, 255]))
    tone = random.uniform(60, 255) if ground == 0 else random.uniform(0, 195)
    ink = random.uniform(200, 255) if tone < 100 else random.uniform(0, 40)
    across = round(len(digits) ** 0.5)
    cells = []
    for digit in digits:
        large = cv2.resize(digit, (side, side), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
        cells.append(np.pad(tone + (ink - tone) * large, gap, constant_values=ground))
    rows = [np.hstack(cells[k : k + across]) for k in range(0, len(cells), across)]
    return np.pad(np.vstack(rows), gap, constant_values=ground).astype(np.uint8)


def canvas(digits: Bytes, random: Random) -> Bytes:
    """A page with a black canvas on which one digit was drawn."""
    page = np.full((600, 800), 250, np.uint8)
    x, y = int(random.integers(40, 450)), 120
    page[y : y + 280, x : x + 280] = cv2.resize(digits[0], (280, 280), interpolation=cv2.INTER_CUBIC)
    write = {"fontFace": cv2.FONT_HERSHEY_SIMPLEX, "fontScale": 0.9, "thickness": 2, "lineType": cv2.LINE_AA}
    cv2.putText(page, "Draw a digit", (x, 80), color=40, **write)
    cv2.rectangle(page, (x, 430), (x + 130, 475), 90, -1)
    cv2.putText(page, "Predict", (x + 8, 462), color=255, **write)
    cv2.putText(page, "Clear", (x + 160, 462), color=40, **write)
    return page


def _plot(
    digits: Bytes, random: Random, title: str | None = None, frame: bool = False, **colours: Any
) -> Bytes:
    across = round(len(digits) ** 0.5)
    figure = Figure(figsize=(1.6 * across, 1.6 * across) if across > 1 else None)
    for ax, digit in zip(np.ravel(figure.subplots(across, across)), digits, strict=True):
        ax.imshow(digit, **colours)
        if frame:
            ax.set_xticks([])
            ax.set_yticks([])
        elif across > 1 or title:
            ax.set_axis_off()
        if title:
            ax.set_title(title)
    return _pixels(figure, random)


def _pixels(figure: Figure, random: Random) -> Bytes:
    """The figure as a file has it: PNG, or JPEG with its blemishes."""
    file = io.BytesIO()
    figure.savefig(file, dpi=int(random.choice([72, 100, 150])), format=str(random.choice(["png", "jpeg"])))
    return np.asarray(Image.open(file).convert("RGB"))


ALONE: tuple[Kind, ...] = (axes, colours, bar, bare, canvas)
MANY: tuple[Kind, ...] = (grid, titled, framed, sheet)


def measure(tool: Reader, figures: int) -> dict[str, dict[str, float]]:
    """What is found in so many figures of each kind; those with many digits have 9, 16 or 25."""
    images, labels, _ = held_out_digits()
    found = {}
    for number, kind in enumerate((*ALONE, *MANY)):
        random = np.random.default_rng([SEED, number])
        right = said = digits = whole = alone = 0
        for _ in range(figures):
            n = 1 if kind in ALONE else int(random.choice([9, 16, 25]))
            chosen = random.choice(len(images), n, replace=False)
            shown, truth = kind(images[chosen], random), "".join(map(str, labels[chosen]))
            text = tool.read(shown).text.replace("\n", "")
            right, said, digits = right + common(text, truth), said + len(text), digits + n
            whole += text == truth
            alone += n == 1 and tool.read(shown, "digit").text == truth
        found[kind.__name__] = {
            "digits": digits,
            "found": right / digits,
            "said_right": right / max(said, 1),
            "whole": whole / figures,
        } | ({"as_digit": alone / figures} if kind in ALONE else {})
    return found


def main() -> None:
    """Measure, print and write the result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    parser.add_argument("--figures", type=at_least_one, default=40, help="of each kind")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    kinds = measure(reader(chosen.model), chosen.figures)
    for name, row in kinds.items():
        print(
            f"{name:8s}" + "".join(f"  {what} {value:.1%}" for what, value in row.items() if what != "digits")
        )
    n = sum(int(row["digits"]) for row in kinds.values())
    found = sum(row["digits"] * row["found"] for row in kinds.values()) / n
    whole = float(np.mean([row["whole"] for row in kinds.values()]))
    print(f"{found:.1%} of {n} digits found; {whole:.1%} of the figures read as just their digits")
    write_json(
        RESULT,
        {"found": found, "n": n, "whole": whole, "figures": len(kinds) * chosen.figures, "kinds": kinds},
    )


if __name__ == "__main__":
    main()
