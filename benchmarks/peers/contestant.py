"""What every peer of the race shares: its arguments, its data, its stopwatch and its one line of JSON.

    python NAME.py --data mnist.npz --seed 0 --epochs 3 --out model [--curve]

The line holds ``train_seconds`` (evaluation left out), ``saved_at`` (seconds since 1970 when the model was
on disk), ``test_accuracy``, and with ``--curve``, after each epoch, ``[train_seconds, test_accuracy]``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np


class Task:
    """What a peer was asked to do; ``read`` gives it the pictures as ``uint8`` arrays."""

    def __init__(self) -> None:
        options = argparse.ArgumentParser()
        options.add_argument("--data", type=Path, required=True)
        options.add_argument("--seed", type=int, required=True)
        options.add_argument("--epochs", type=int, required=True)
        options.add_argument("--out", type=Path, required=True)
        options.add_argument("--curve", action="store_true")
        asked = options.parse_args()
        self.data, self.seed, self.epochs, self.out = asked.data, asked.seed, asked.epochs, asked.out
        self.wants_curve = asked.curve
        self.curve: list[tuple[float, float]] = []
        self._seconds, self._began = 0.0, 0.0

    def read(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Training pictures and labels, test pictures and labels."""
        with np.load(self.data) as arrays:
            return tuple(arrays[name] for name in ("x_train", "y_train", "x_test", "y_test"))

    def start(self) -> None:
        """The data are in memory: the clock runs."""
        self._began = time.perf_counter()

    def stop(self) -> None:
        """The clock stands still until ``start``."""
        self._seconds += time.perf_counter() - self._began

    def epoch_ended(self, evaluate: Callable[[], float]) -> None:
        """Note the accuracy on the test pictures, with the clock stopped; only where a curve is wanted."""
        if self.wants_curve:
            self.stop()
            self.curve.append((self._seconds, evaluate()))
            self.start()

    def finish(self, save: Callable[[Path], object], evaluate: Callable[[], float]) -> None:
        """After ``stop``: save the model, test it, and print the line."""
        save(self.out)
        saved_at = time.time()
        answer = {
            "train_seconds": self._seconds,
            "saved_at": saved_at,
            "test_accuracy": self.curve[-1][1] if self.curve else evaluate(),
            "curve": self.curve,
        }
        print("\n" + json.dumps(answer))
