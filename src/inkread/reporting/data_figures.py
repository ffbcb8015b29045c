"""What a data set looks like: samples, class counts, pixel values and the mean digit of each class.

Values are computed first, by functions that return arrays; ``draw_…`` functions take them and an ``ax``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, StrMethodFormatter

from inkread.core import CLASSES, SIDE
from inkread.data.dataset import Dataset, count_classes
from inkread.files import write_whole
from inkread.reporting.style import (
    FAINT,
    HELD_OUT,
    INK,
    MUTED,
    PAPER,
    TRAIN,
    check_free,
    new_figure,
    png,
    style,
)
from inkread.words import a, counted

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

COLUMNS = 16
GAP_PX = 4
"""Paper between two digits of a grid."""

BIN = 8
"""Pixel values in one bar of a histogram: 32 bars for 256 values."""

PENCIL = LinearSegmentedColormap.from_list("pencil", [PAPER, INK])
"""From paper to ink."""


def write_data_figures(dataset: Dataset, folder: Path, index: int = 0) -> list[Path]:
    """Write ``samples``, ``classes``, ``pixels`` and ``means`` as PNG; ``index`` is the one in ``pixels``.

    Raises ``DataError`` for an index outside the training set, ``OutputError`` for a place that cannot be
    written or holds a file of one of these names that is no figure of ours.
    """
    with style():
        drawn = {
            "samples": samples_figure(dataset.train_images, dataset.train_labels),
            "classes": classes_figure(dataset.train_counts, dataset.test_counts),
            "pixels": pixels_figure(dataset, index),
            "means": means_figure(dataset.train_images, dataset.train_labels),
        }
        pictures = {folder / f"{name}.png": png(figure) for name, figure in drawn.items()}
    for path in pictures:
        check_free(path)
    for path, content in pictures.items():
        write_whole(path, content)
    return list(pictures)


def samples_figure(images: Bytes, labels: Bytes) -> Figure:
    """The first digits of each class, a row for each class: ``COLUMNS``, or as many as the largest has."""
    figure = new_figure(10, 6.4)
    columns = min(COLUMNS, max(count_classes(labels)))
    draw_samples(sample_grid(images, labels, columns), figure.subplots())
    return figure


def classes_figure(train: Sequence[int], test: Sequence[int]) -> Figure:
    """How many digits of each class there are to train on and to test on."""
    figure = new_figure(10, 5.2)
    draw_class_counts(train, test, figure.subplots())
    return figure


def pixels_figure(dataset: Dataset, index: int = 0) -> Figure:
    """One training digit, the histogram of its pixels, and that of the whole training set."""
    image, label = dataset.digit(index)
    figure = new_figure(12, 4.2)
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1.25, 1.25))
    draw_digit(image, left, title=f"digit {index:,}: {a(label)}")
    draw_pixel_histogram(pixel_histogram(image), middle, title="its pixels")
    n = len(dataset.train_labels)
    draw_pixel_histogram(pixel_histogram(dataset.train_images), right, title=f"all {counted(n, 'digit')}")
    return figure


def means_figure(images: Bytes, labels: Bytes) -> Figure:
    """The mean digit of each class."""
    figure = new_figure(10, 4.6)
    draw_mean_digits(mean_digits(images, labels), figure.subplots())
    return figure


def sample_grid(images: Bytes, labels: Bytes, columns: int) -> Bytes:
    """``(10 × 32, columns × 32)``: in row c the first digits of class c; paper where there are too few."""
    cell_px = SIDE + GAP_PX
    grid = np.zeros((len(CLASSES) * cell_px, columns * cell_px), np.uint8)
    for digit in CLASSES:
        for column, index in enumerate(np.flatnonzero(labels == digit)[:columns]):
            top, left = digit * cell_px + GAP_PX // 2, column * cell_px + GAP_PX // 2
            grid[top : top + SIDE, left : left + SIDE] = images[index]
    return grid


def pixel_histogram(images: Bytes) -> Floats:
    """``(32,)``: the share of pixels with values 0 … 7, 8 … 15, …, 248 … 255; sums to 1."""
    # In parts, since bincount makes 8 bytes of each value: fresh memory costs more than the counting.
    parts = np.array_split(images.reshape(-1), 1 + images.size // 1_000_000)
    values = sum((np.bincount(part, minlength=256) for part in parts), np.zeros(256, np.int64))
    counts = values.reshape(-1, BIN).sum(axis=1)
    return np.asarray(counts / counts.sum())


def mean_digits(images: Bytes, labels: Bytes) -> Floats:
    """``(10, 28, 28)`` in 0 … 255: the mean of each class; paper for a class without digits."""
    means = np.zeros((len(CLASSES), SIDE, SIDE))
    for digit in np.unique(labels):
        means[digit] = images[labels == digit].mean(axis=0)
    return means


def draw_samples(grid: Bytes, ax: Axes) -> None:
    """A grid of ``sample_grid``, its rows named after their class."""
    cell_px = SIDE + GAP_PX
    ax.imshow(grid, cmap=PENCIL, vmin=0, vmax=255, aspect="equal", interpolation="nearest")
    ax.set_yticks([digit * cell_px + cell_px / 2 for digit in CLASSES], [str(digit) for digit in CLASSES])
    ax.set_xticks([])
    _bare(ax)
    ax.tick_params(axis="y", length=0, labelsize=13, labelcolor=INK)
    ax.set_title(f"the first {grid.shape[1] // cell_px} of each class")


def draw_class_counts(train: Sequence[int], test: Sequence[int], ax: Axes) -> None:
    """Ten pairs of bars, each with its count."""
    for counts, offset, color, name in ((train, -0.21, TRAIN, "train"), (test, 0.21, HELD_OUT, "test")):
        places = np.arange(len(CLASSES)) + offset
        bars = ax.bar(places, counts, width=0.4, color=color, label=f"{name}: {sum(counts):,}")
        ax.bar_label(bars, fmt="{:,.0f}", size=9, color=MUTED, padding=2)
    ax.set_xticks(CLASSES)
    ax.tick_params(axis="x", length=0, labelsize=13, labelcolor=INK)
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.grid(axis="x", visible=False)
    # Room above the bars, so that the legend never lies on one.
    ax.set_ylim(0, max(*train, *test) * 1.2)
    ax.set_ylabel("digits")
    ax.set_xlabel("class")
    ax.set_title("digits of each class")
    ax.legend(ncols=2, loc="upper right")


def draw_digit(image: Bytes, ax: Axes, *, title: str) -> None:
    """One digit, large enough to count its pixels."""
    ax.imshow(image, cmap=PENCIL, vmin=0, vmax=255, interpolation="nearest")
    ticks = list(range(0, SIDE, 9))
    ax.set_xticks(ticks)
    ax.set_yticks(ticks)
    ax.set_xticks(np.arange(SIDE + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(SIDE + 1) - 0.5, minor=True)
    ax.grid(False)
    ax.grid(which="minor", color=FAINT, linewidth=0.5)
    ax.tick_params(which="minor", length=0)
    ax.spines[:].set_visible(False)
    ax.set_anchor("N")
    ax.set_title(title)


def draw_pixel_histogram(shares: Floats, ax: Axes, *, title: str) -> None:
    """The shares of ``pixel_histogram`` on a logarithmic scale, since most pixels are paper."""
    shades = PENCIL(0.15 + 0.85 * np.linspace(0, 1, len(shares)))
    ax.bar(
        np.arange(len(shares)) * BIN, shares, width=BIN, align="edge", color=shades, edgecolor=PAPER, lw=0.6
    )
    ax.set_yscale("log")
    ax.set_ylim(5e-4, 1.3)
    ax.set_xlim(0, 256)
    ax.set_xticks([0, 64, 128, 192, 255])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g}%"))
    ax.minorticks_off()
    ax.grid(axis="x", visible=False)
    ax.set_xlabel("value: 0 = paper, 255 = ink")
    ax.set_ylabel("pixels")
    ax.set_title(title)


def draw_mean_digits(means: Floats, ax: Axes) -> None:
    """Two rows of five mean digits, each with its class."""
    cell_px = SIDE + GAP_PX
    rows = [np.hstack([np.pad(mean, GAP_PX // 2) for mean in means[first : first + 5]]) for first in (0, 5)]
    ax.imshow(
        np.vstack(rows), cmap=PENCIL, vmin=0, vmax=max(1.0, float(means.max())), interpolation="nearest"
    )
    for digit in CLASSES:
        row, column = divmod(digit, 5)
        ax.text(
            column * cell_px + 1, row * cell_px + 2, str(digit), ha="left", va="top", size=13, weight="bold"
        )
    ax.set_xticks([])
    ax.set_yticks([])
    _bare(ax)
    ax.set_title("the mean of each class")


def _bare(ax: Axes) -> None:
    ax.grid(False)
    ax.spines[:].set_visible(False)
