"""Digits side by side with what was read, what is true, and how sure the recogniser was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from inkread.evaluation.result import Evaluation
from inkread.reporting.style import MUTED, RIGHT, WRONG, style
from inkread.words import percent

Bytes = npt.NDArray[np.uint8]

CELL = 1.36
"""A tile's height with its caption, in widths of a picture."""

SHOWN, WORST = 9, 12


@dataclass(frozen=True, eq=False)
class Tile:
    """A picture ``(28, 28) uint8``, 0 = paper, and what a recogniser made of it; confidence in [0, 1]."""

    image: Bytes
    index: int
    prediction: int
    truth: int
    confidence: float


def tiles(
    evaluation: Evaluation, images: Bytes, indices: Sequence[int] | npt.NDArray[np.int64]
) -> list[Tile]:
    """The test pictures at ``indices`` with their answers."""
    return [
        Tile(
            images[index],
            int(index),
            int(evaluation.predictions[index]),
            int(evaluation.labels[index]),
            float(evaluation.confidence[index]),
        )
        for index in indices
    ]


@style()
def right_and_wrong(evaluation: Evaluation, images: Bytes) -> Figure:
    """The first 9 test pictures that were recognised, and the first 9 that were not."""
    figure = Figure(figsize=(10, 6.8))
    for start, indices, title in ((0.02, evaluation.right, "right"), (0.53, evaluation.wrong, "wrong")):
        ax = figure.add_axes((start, 0.01, 0.45, 0.92), anchor="NW")
        draw_tiles(tiles(evaluation, images, indices[:SHOWN]), ax, title=title)
    return figure


@style()
def confident_mistakes(evaluation: Evaluation, images: Bytes) -> Figure:
    """The 12 mistakes that the recogniser was surest of, the surest first."""
    worst = tiles(evaluation, images, evaluation.most_confident_mistakes[:WORST])
    rows = max(1, ceil(len(worst) / 6))
    height = 0.55 + rows * 1.6 * CELL
    figure = Figure(figsize=(10, height))
    ax = figure.add_axes((0.02, 0.01, 0.96, 1 - 0.5 / height), anchor="NW")
    draw_tiles(worst, ax, title="most confident mistakes", columns=6)
    return figure


def draw_tiles(shown: Sequence[Tile], ax: Axes, *, title: str, columns: int = 3) -> None:
    """Tiles in rows of ``columns``, under a title that counts them; says so where there is none."""
    rows = max(1, ceil(len(shown) / columns))
    ax.set(xlim=(0, columns), ylim=(rows * CELL, 0), aspect="equal")
    ax.set_axis_off()
    ax.set_title(f"{len(shown) or 'No'} {title}", pad=4)
    if not shown:
        ax.text(columns / 2, CELL / 2, f"none is {title}", ha="center", va="center", color=MUTED)
    for number, tile in enumerate(shown):
        _draw_tile(ax, tile, number % columns, number // columns * CELL)


def _draw_tile(ax: Axes, tile: Tile, column: int, top: float) -> None:
    left, right, bottom = column + 0.01, column + 0.89, top + CELL - 0.03
    upper = bottom - 0.88
    color = RIGHT if tile.prediction == tile.truth else WRONG
    ax.imshow(
        tile.image, cmap="gray_r", vmin=0, vmax=255, extent=(left, right, bottom, upper), aspect="equal"
    )
    ax.add_patch(Rectangle((left, upper), 0.88, 0.88, fill=False, edgecolor=color, linewidth=1.4))
    _caption(ax, (left, upper), 16, f"read {tile.prediction}, {percent(tile.confidence)}", color, "bold")
    _caption(ax, (left, upper), 4, f"true {tile.truth}, no. {tile.index:,}", MUTED, "normal")


def _caption(ax: Axes, corner: tuple[float, float], points: int, text: str, color: str, weight: str) -> None:
    ax.annotate(
        text,
        corner,
        (0, points),
        textcoords="offset points",
        size=9,
        color=color,
        weight=weight,
        va="baseline",
    )
