"""What a comparison found: a line for each classifier or group of seeds, and a test for each two of them."""

from __future__ import annotations

import html
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inkread.evaluation.result import Evaluation
from inkread.words import counted

COLUMNS = {
    "accuracy %": ("test_accuracy", "{:.2f}", 100),
    "undisputed %": ("undisputed_accuracy", "{:.2f}", 100),
    "loss": ("test_loss", "{:.4f}", 1),
    "ECE %": ("calibration_error", "{:.2f}", 100),
    "weights": ("parameters", "{:,.0f}k", 0.001),
    "seconds": ("train_seconds", "{:,.1f}", 1),
}
"""Heading: which figure, how it is written, and by what it is multiplied. ECE is the calibration error."""

HEADINGS = ("", *COLUMNS)


@dataclass(frozen=True)
class Spread:
    """The mean of a figure over seeds, and its standard deviation (n − 1); NaN for a single seed."""

    mean: float
    sd: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of one or more values."""
        return cls(statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else math.nan)


@dataclass(frozen=True, eq=False)
class Group:
    """One line of the table: the runs of one recipe over several seeds, or one classifier by itself."""

    name: str
    evaluations: tuple[Evaluation, ...]

    def spread(self, figure: Callable[[Evaluation], float | None]) -> Spread | None:
        """The mean and sd of a figure; None where one of them does not have it."""
        values = [value for each in self.evaluations if (value := figure(each)) is not None]
        return Spread.of(values) if len(values) == len(self.evaluations) else None

    @property
    def figures(self) -> dict[str, Spread | None]:
        """Mean and sd of every figure that has one, named as in a run's ``metrics.json``."""
        return {
            "test_accuracy": self.spread(lambda each: each.accuracy),
            "undisputed_accuracy": self.spread(_undisputed),
            "wrong": self.spread(lambda each: len(each.wrong)),
            "test_loss": self.spread(lambda each: each.loss),
            "calibration_error": self.spread(lambda each: each.calibration_error),
            "parameters": self.spread(lambda each: each.parameters),
            "train_seconds": self.spread(lambda each: each.train_seconds),
        }

    @property
    def row(self) -> list[str]:
        """The group's line of the table as text, a cell for each of ``HEADINGS``; – for what is not known."""
        figures = self.figures
        cells = [_mean(figures[name], text, scale) for name, text, scale in COLUMNS.values()]
        cells[0] += _plus_minus(figures["test_accuracy"])
        seeds = len(self.evaluations)
        return [f"{self.name}, {seeds} seeds" if seeds > 1 else self.name, *cells]

    def to_json(self) -> dict[str, Any]:
        """``name``, ``seeds``, ``runs`` and the ``mean`` and ``sd`` of each figure."""
        known = {name: spread for name, spread in self.figures.items() if spread}
        return {
            "name": self.name,
            "seeds": [each.seed for each in self.evaluations],
            "mean": {name: spread.mean for name, spread in known.items()},
            "sd": {name: _or_none(spread.sd) for name, spread in known.items()},
            "runs": [{"name": each.name, **each.figures()} for each in self.evaluations],
        }


@dataclass(frozen=True)
class Pair:
    """Whether two of them differ: ``difference`` is the accuracy of ``first`` less that of ``second``.

    ``interval`` is its 95% interval by paired bootstrap. ``p`` is from ``test``: McNemar's exact test between
    single classifiers, the bootstrap between groups of seeds; ``p_adjusted`` allows for all the pairs (Holm).
    ``only_first`` and ``only_second`` count the pictures that one alone gets right; None for groups.
    """

    first: str
    second: str
    difference: float
    interval: tuple[float, float]
    test: str
    p: float
    p_adjusted: float
    only_first: int | None
    only_second: int | None

    def to_json(self) -> dict[str, Any]:
        """The fields as they are."""
        return {**vars(self), "interval": list(self.interval)}

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{self.first} − {self.second}: {100 * self.difference:+.2f} points "
            f"(95% interval {100 * low:+.2f} … {100 * high:+.2f}), {self.test} p {show_p(self.p_adjusted)}"
        )


@dataclass(frozen=True, eq=False)
class Comparison:
    """A table of ``groups`` and a test for each of the ``pairs``, on the ``n`` test pictures of ``data``."""

    data: str
    n: int
    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]

    def to_json(self) -> dict[str, Any]:
        """Values for ``json.dumps``."""
        return {
            "data": self.data,
            "n": self.n,
            "models": [group.to_json() for group in self.groups],
            "pairs": [pair.to_json() for pair in self.pairs],
        }

    @property
    def rows(self) -> list[list[str]]:
        """The table as text for people: a row for each group, a cell for each of ``HEADINGS``."""
        return [group.row for group in self.groups]

    def __str__(self) -> str:
        lines = [f"{row[0]}: {row[1]}% right" for row in self.rows]
        return "\n".join([*lines, *map(str, self.pairs)])

    def _repr_html_(self) -> str:
        lines = "".join(_html_row(row) for row in [list(HEADINGS), *self.rows])
        tests = "".join(f"<li>{html.escape(str(pair))}</li>" for pair in self.pairs)
        title = html.escape(f"{counted(self.n, 'test picture')} of {self.data}")
        return f"<b>{title}</b><table>{lines}</table><ul>{tests}</ul>"


def show_p(p: float) -> str:
    """A p-value for people: ``= 0.031``, or ``< 0.001``."""
    return f"= {p:.3f}" if p >= 0.001 else "< 0.001"


def _undisputed(evaluation: Evaluation) -> float | None:
    part = evaluation.subsets.get("undisputed")
    return part.accuracy if part else None


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else number


def _html_row(cells: list[str]) -> str:
    first, *others = map(html.escape, cells)
    style = "text-align:right;padding:2px 8px;font-variant-numeric:tabular-nums"
    numbers = "".join(f"<td style='{style}'>{cell}</td>" for cell in others)
    return f"<tr><th style='text-align:left'>{first}</th>{numbers}</tr>"


def _mean(spread: Spread | None, text: str, scale: float) -> str:
    return text.format(scale * spread.mean) if spread else "–"


def _plus_minus(spread: Spread | None) -> str:
    """The standard deviation of an accuracy in points; nothing for a single seed."""
    return f" ± {100 * spread.sd:.2f}" if spread and not math.isnan(spread.sd) else ""
