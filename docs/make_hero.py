"""Draw the picture of the README: the embedded digits as a freshly trained network reads them.

    python docs/make_hero.py

Writes docs/hero.png. Takes half a minute; not part of ``make docs``, as another machine's network may differ.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

import inkread
from inkread.reporting.style import FAINT, INK, MUTED, PAPER, RIGHT, WRONG, new_figure, style
from inkread.words import percent

OUT = Path(__file__).parent / "hero.png"
ROWS, COLUMNS = 4, 7
MISTAKES = 4


def draw_digit(ax: Axes, image: np.ndarray) -> None:
    """The picture as ink on paper, without axes."""
    ax.imshow(255 - image, cmap="gray", vmin=0, vmax=255, extent=(0, 28, 28, 0), interpolation="nearest")
    ax.axis("off")


def draw_answer(ax: Axes, image: np.ndarray, truth: int, prediction: int, confidence: float) -> None:
    """A digit, and under it a bar as long as the confidence and the answer."""
    draw_digit(ax, image)
    colour = RIGHT if prediction == truth else WRONG
    ax.add_patch(Rectangle((0, 29), 28, 2, color=FAINT, linewidth=0))
    ax.add_patch(Rectangle((0, 29), 28 * confidence, 2, color=colour, linewidth=0))
    ax.text(0, 37.5, str(prediction), color=colour, fontsize=12, fontweight="bold")
    if prediction != truth:
        ax.text(28, 3, f"is a {truth}", color=colour, fontsize=9, ha="right")
    ax.text(28, 37.5, percent(confidence, 0), color=MUTED, fontsize=9, ha="right")
    ax.set(xlim=(0, 28), ylim=(38, 0))


def draw_probabilities(ax: Axes, probabilities: np.ndarray) -> None:
    """Ten bars, the answer's in colour."""
    answer = int(probabilities.argmax())
    ax.barh(range(10), probabilities, color=[RIGHT if digit == answer else MUTED for digit in range(10)])
    ax.set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 1), xticks=[0, 0.5, 1])
    ax.set_xticklabels(["0", "50%", "100%"])
    ax.tick_params(length=0, labelsize=9)
    ax.grid(False)


def main() -> None:
    """Train, choose digits, draw."""
    with tempfile.TemporaryDirectory() as folder:
        run = inkread.train(
            "cnn-30-15", data="digits", epochs=15, folder=Path(folder) / "run", with_report=False
        )
        found = inkread.evaluate(run, data="digits")
    images = inkread.load_dataset("digits").test_images
    rng = np.random.default_rng(7)
    shown = [*rng.choice(found.right, ROWS * COLUMNS - MISTAKES, replace=False), *found.wrong[:MISTAKES]]
    rng.shuffle(shown)
    # The one shown large is right, but the network was not sure of it.
    large = found.right[np.argsort(found.confidence[found.right])[2]]

    with style():
        figure = new_figure(11.5, 5.2)
        left, right = figure.subfigures(1, 2, width_ratios=[1, 2.35])
        top, bottom = left.subplots(2, 1, height_ratios=[1.1, 1])
        draw_digit(top, images[large])
        top.set_title("1  a picture of ink", color=INK)
        draw_probabilities(bottom, found.probabilities[large])
        bottom.set_title("2  ten probabilities")
        for ax, index in zip(right.subplots(ROWS, COLUMNS).flat, shown, strict=True):
            draw_answer(
                ax, images[index], found.labels[index], found.predictions[index], found.confidence[index]
            )
        right.suptitle(
            "3  the answer and how sure it is; its mistakes in orange",
            x=0.02,
            ha="left",
            fontsize=12,
            fontweight="bold",
        )
        figure.savefig(OUT, facecolor=PAPER, dpi=110)
    print(f"{OUT}: {found}")


if __name__ == "__main__":
    main()
