"""The live line of a training: loss, accuracy and the time left; above it, a line for each epoch."""

from __future__ import annotations

import time
from math import ceil
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from inkread.training import loop
from inkread.training.run import EpochRecord

REFRESH_SECONDS = 0.1

MOST_LINES = 50
"""Of a training with more epochs every second or third … has a line: small data have hundreds."""


class ProgressBar:
    """A context whose ``step`` takes the loop's progress and shows it on standard error.

    ``beginning`` is said first: a classical model says no more, and of several seeds it tells which one goes
    on. On a terminal or in a notebook there is one live line, and a line for each epoch above it; elsewhere
    there are those lines alone.
    """

    def __init__(self, title: str, beginning: str) -> None:
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(compact=True),
            console=self._console,
            transient=True,
            disable=not (self._console.is_terminal or self._console.is_jupyter),
        )
        self._title, self._beginning = title, beginning
        self._task: TaskID | None = None
        self._shown_at = 0.0
        self._told: EpochRecord | None = None

    def __enter__(self) -> ProgressBar:
        self._print(self._beginning)
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def step(self, now: loop.Progress) -> None:
        """Show where the fit stands, at most ten times a second."""
        self._tell_epoch(now)
        if time.monotonic() - self._shown_at < REFRESH_SECONDS:
            return
        self._shown_at = time.monotonic()
        if self._task is None:
            self._task = self._bar.add_task(self._title, total=now.steps, figures="")
        figures = f"epoch {now.epoch + 1}/{now.epochs:g}  loss {now.loss:.4f}  accuracy {now.accuracy:.2%}"
        self._bar.update(self._task, completed=now.step, figures=figures)

    def finish(self, last: EpochRecord, epochs: float) -> None:
        """Show the last epoch's line."""
        self._print_epoch(last, epochs)

    def _tell_epoch(self, now: loop.Progress) -> None:
        if now.latest is not None and now.latest is not self._told:
            self._told = now.latest
            if now.epoch % ceil(now.epochs / MOST_LINES) == 0:
                self._print_epoch(now.latest, now.epochs)

    def _print_epoch(self, row: EpochRecord, epochs: float) -> None:
        self._print(
            f"epoch {round(row.epoch, 2):g}/{epochs:g}  loss {row.loss:.4f}, accuracy {row.accuracy:.2%}; "
            f"validation {row.validation_loss:.4f}, {row.validation_accuracy:.2%}; {row.seconds:.1f} s"
        )

    def _print(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)
