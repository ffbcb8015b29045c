"""What a recogniser gets wrong and how sure it is: confusion matrix and reliability diagram.

Everything drawn here has been computed by ``inkread.evaluation``; functions named ``draw_…`` take an ``ax``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, StrMethodFormatter

from inkread.core import CLASSES
from inkread.evaluation.metrics import Reliability, wilson_interval
from inkread.reporting.style import (
    BLUE,
    FAINT,
    INK,
    MUTED,
    PAPER,
    VERMILION,
    as_percent,
    legend_above,
    new_figure,
    style,
)

Counts = npt.NDArray[np.integer[Any]]

ERRORS = LinearSegmentedColormap.from_list("errors", [PAPER, "#fbd7bd", VERMILION, "#8a3c00"])
"""From no error (paper) over few to the most."""


@style()
def confusion_figure(confusion: Counts) -> Figure:
    """The confusion matrix as a figure of its own."""
    figure = Figure(figsize=(6.4, 6.6))
    draw_confusion(confusion, figure.add_axes((0.1, 0.09, 0.87, 0.84)))
    return figure


def draw_confusion(confusion: Counts, ax: Axes) -> None:
    """``(10, 10)`` counts, row = truth, column = prediction.

    Colour is for errors alone: the diagonal, which holds nearly everything, would drown them.
    """
    errors = confusion - np.diag(confusion.diagonal())
    most = max(int(errors.max()), 1)
    ax.imshow(errors, cmap=ERRORS, vmin=0, vmax=most)
    for truth in CLASSES:
        ax.add_patch(_muted_cell(truth))
        for answer in CLASSES:
            if confusion[truth, answer]:
                _cell_text(ax, truth, answer, int(confusion[truth, answer]), most)
    ax.set_xticks(CLASSES)
    ax.set_yticks(CLASSES)
    ax.set_xticks(np.arange(11) - 0.5, minor=True)
    ax.set_yticks(np.arange(11) - 0.5, minor=True)
    ax.grid(False)
    ax.grid(which="minor", linewidth=1)
    ax.tick_params(which="both", length=0, labelsize=11, labelcolor=INK)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("read as")
    ax.set_ylabel("in truth")
    ax.set_title(f"{int(errors.sum()):,} of {int(confusion.sum()):,} wrong")


def _muted_cell(digit: int) -> Rectangle:
    return Rectangle((digit - 0.5, digit - 0.5), 1, 1, facecolor=FAINT, edgecolor="none")


def _cell_text(ax: Axes, truth: int, answer: int, count: int, most: int) -> None:
    if truth == answer:
        color, size = MUTED, 9.5
    else:
        color, size = PAPER if count > 0.55 * most else INK, 11
    ax.text(answer, truth, f"{count:,}", ha="center", va="center", color=color, size=size)


@style()
def reliability_figure(reliability: Reliability) -> Figure:
    """Reliability diagram above, pictures in each bin of confidence below."""
    figure = new_figure(6.4, 6.4)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1.1))
    draw_reliability(reliability, above)
    draw_bin_counts(reliability, below)
    return figure


def draw_reliability(reliability: Reliability, ax: Axes) -> None:
    """Accuracy against confidence in each bin, with the 95% interval that its count allows."""
    filled = reliability.counts > 0
    confidence, accuracy = reliability.confidence[filled], reliability.accuracy[filled]
    counts = reliability.counts[filled]
    ends = [wilson_interval(round(a * n), int(n)) for a, n in zip(accuracy, counts, strict=True)]
    spread = np.array([(a - low, high - a) for a, (low, high) in zip(accuracy, ends, strict=True)]).T.clip(0)
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=1.2, linestyle="--", label="as sure as right")
    ax.errorbar(
        confidence,
        accuracy,
        yerr=spread,
        fmt="o",
        color=BLUE,
        ecolor="#8fbfdd",
        label="measured, 95% interval",
    )
    ax.set_ylim(-0.02, 1.02)
    ax.set_ylabel("share that is right")
    ax.yaxis.set_major_formatter(FuncFormatter(as_percent))
    ax.set_title(f"Calibration error {reliability.calibration_error:.2%}")
    legend_above(ax)


def draw_bin_counts(reliability: Reliability, ax: Axes) -> None:
    """How many pictures fall into each bin of confidence, on a logarithmic scale and in figures."""
    edges, counts = reliability.edges, reliability.counts
    centres, width = (edges[:-1] + edges[1:]) / 2, edges[1] - edges[0]
    ax.bar(centres, counts, width=0.86 * width, color=BLUE)
    for x, count in zip(centres, counts, strict=True):
        if count:
            ax.text(x, count * 1.25, f"{count:,}", ha="center", va="bottom", size=7.5, color=MUTED)
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.minorticks_off()
    ax.set_ylim(0.7, max(int(counts.max()), 1) * 8)
    ax.grid(False)
    ax.set_ylabel("pictures")
    ax.set_xlim(-0.02, 1.02)
    ax.xaxis.set_major_formatter(FuncFormatter(as_percent))
    ax.set_xlabel("confidence of the answer")
