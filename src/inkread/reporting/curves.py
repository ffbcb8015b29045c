"""Learning curves: what a run, or several, did from epoch to epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from inkread.reporting.style import (
    CYCLE,
    HELD_OUT,
    MUTED,
    TRAIN,
    as_percent,
    cut,
    legend_above,
    new_figure,
    style,
)
from inkread.training.run import EpochRecord

Quantity = Literal["accuracy", "loss"]
History = Sequence[EpochRecord]

MEASURED = (
    "Training figures are means over the epoch, with dropout, augmentation and label smoothing at work;\n"
    "{held_out} figures are measured after it, without them. So the {held_out} curve can be the better one."
)


@style()
def learning_curves(history: History, held_out: str = "validation") -> Figure:
    """Accuracy and loss of one run side by side; ``held_out`` names what it was validated on."""
    figure = new_figure(10, 4.4)
    left, right = figure.subplots(1, 2)
    draw_curve(history, "accuracy", left, held_out)
    draw_curve(history, "loss", right, held_out)
    figure.supxlabel(MEASURED.format(held_out=held_out), size=9, color=MUTED)
    return figure


def draw_curve(history: History, quantity: Quantity, ax: Axes, held_out: str = "validation") -> None:
    """One quantity in training and on held-out data, each labelled with its last value."""
    for name, key, color in (("training", quantity, TRAIN), (held_out, f"validation_{quantity}", HELD_OUT)):
        values = [getattr(row, key) for row in history]
        label = f"{name}, last {_text(values[-1], quantity)}"
        _line(ax, history, values, label, color=color)
    _finish(ax, [history], quantity)
    legend_above(ax)


@style()
def comparison_curves(histories: Mapping[str, History], held_out: str = "validation") -> Figure:
    """Accuracy and loss on held-out data of several runs, by their names."""
    figure = new_figure(10, 4.4)
    left, right = figure.subplots(1, 2)
    draw_comparison(histories, "accuracy", left, held_out)
    draw_comparison(histories, "loss", right, held_out)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9.5)
    return figure


def draw_comparison(
    histories: Mapping[str, History], quantity: Quantity, ax: Axes, held_out: str = "validation"
) -> None:
    """One quantity on held-out data, a labelled line for each run; runs without a history are left out.

    The legend is the caller's: two plots side by side need one only.
    """
    shown = {name: history for name, history in histories.items() if history}
    for number, (name, history) in enumerate(shown.items()):
        values = [getattr(row, f"validation_{quantity}") for row in history]
        again = ("-", "--", ":")[number // len(CYCLE) % 3]
        _line(ax, history, values, cut(name, 28), color=CYCLE[number % len(CYCLE)], linestyle=again)
    _finish(ax, list(shown.values()), quantity)
    ax.set_title(f"{quantity.capitalize()}, {held_out}")


def _line(ax: Axes, history: History, values: list[float], label: str, **look: str) -> None:
    marker = "o" if len(history) <= 30 else ""
    ax.plot([row.epoch for row in history], values, label=label, marker=marker, **look)  # type: ignore[arg-type]


def _finish(ax: Axes, histories: list[History], quantity: Quantity) -> None:
    epochs = [row.epoch for history in histories for row in history]
    if epochs:
        ax.set_xlim(0 if min(epochs) < 1 else 0.5, ceil(max(epochs)) + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1, nbins=10))
    if quantity == "accuracy":
        ax.yaxis.set_major_formatter(FuncFormatter(as_percent))
    ax.set_xlabel("epoch")
    ax.set_title(quantity.capitalize() if quantity == "accuracy" else "Loss (cross-entropy in nats)")


def _text(value: float, quantity: Quantity) -> str:
    return f"{value:.2%}" if quantity == "accuracy" else f"{value:.4f}"
