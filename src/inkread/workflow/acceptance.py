"""Fit which numbers are accepted at a wanted rate of errors: ``python -m inkread.workflow.acceptance``.

Numbers of held-out writers, others than those that fitted the reader's odds, half of them written as in other
countries, are read on three papers. From the surest down, a bound is put on the share of wrong ones among
all that are as sure (Geifman & El-Yaniv 2017, Selective classification for deep neural networks, algorithm 1,
with the exact binomial bound of Clopper & Pearson 1934).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import beta  # type: ignore[import-untyped]

from inkread.data.dataset import Dataset
from inkread.data.mnist import load_dataset
from inkread.files import write_json
from inkread.reading.confidence import ACCEPTANCE
from inkread.reading.reader import Reader, shipped_reader
from inkread.training.scenes import Scene
from inkread.workflow.line_odds import other_hands
from inkread.workflow.reader_odds import PAPERS, held_out_scenes

N_NUMBERS = 6000

FEWEST = 2 * len(PAPERS)
"""One plain and one restyled number on each paper."""

SEED = 20261301
"""Other numbers than those that fit the odds and the second opinion."""

SURE = 0.5
"""How surely the bound holds.

Of the surest numbers 0.7% are wrong however sure they are, nearly all for a digit that is another to anybody
than its label says: a safer bound would only guard against labels.
"""

STEPS = 100
"""Confidences that are kept."""


def error_bound(wrong: int, n: int, sure: float = SURE) -> float:
    """The rate of errors that ``wrong`` of ``n`` stay under with the probability ``sure``."""
    return float(beta.ppf(sure, wrong + 1, n - wrong)) if wrong < n else 1.0


def bounds(said: Iterable[tuple[float, bool]], sure: float = SURE) -> tuple[list[float], list[float]]:
    """Falling confidences, and the bound on the rate of errors among all numbers with at least as much."""
    confidence, right = np.array(sorted(said, reverse=True), dtype=np.float64).T
    wrong = np.cumsum(1 - right)
    places = np.unique(np.linspace(0, len(confidence) - 1, STEPS).astype(int))
    return (
        [float(confidence[i]) for i in places],
        [error_bound(int(wrong[i]), int(i) + 1, sure) for i in places],
    )


def said_and_right(tool: Reader, scenes: Iterable[Scene]) -> Iterable[tuple[float, bool]]:
    """The confidence of each number that is read, and whether it is right."""
    for scene in scenes:
        for number in tool.read(scene.picture, "line").numbers:
            yield number.confidence, number.text == scene.text


def make_acceptance(dataset: Dataset, tool: Reader, n: int = N_NUMBERS, seed: int = SEED) -> dict[str, Any]:
    """Read the numbers; returns what ``acceptance.json`` holds."""
    plain = held_out_scenes(dataset, n // 2, seed)
    others = held_out_scenes(other_hands(dataset, seed), n // 2, seed + 100)
    said = list(said_and_right(tool, chain(plain, others)))
    confidence, error = bounds(said)
    right = float(np.mean([right for _, right in said]))
    return {
        "confidence": confidence,
        "error": error,
        "sure": SURE,
        "n": len(said),
        "right": right,
        "seed": seed,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write ``acceptance.json``."""
    parser = argparse.ArgumentParser(description="Fit which numbers are accepted at a wanted rate of errors.")
    parser.add_argument("--numbers", type=int, default=N_NUMBERS)
    parser.add_argument("--target", type=Path, default=ACCEPTANCE)
    chosen = parser.parse_args(arguments)
    if chosen.numbers < FEWEST:
        parser.error(
            f"--numbers must be at least {FEWEST}, one of either kind on each paper; "
            f"received {chosen.numbers}"
        )
    made = make_acceptance(load_dataset("mnist"), shipped_reader(), chosen.numbers)
    write_json(chosen.target, made)
    print(f"{made['right']:.2%} of {made['n']} numbers are right.")
    for rate in (0.005, 0.01, 0.02, 0.05):
        kept = [sure for sure, error in zip(made["confidence"], made["error"], strict=True) if error <= rate]
        print(f"{rate:.1%} errors: from {min(kept):.4f}" if kept else f"{rate:.1%} errors: cannot be told")


if __name__ == "__main__":
    main()
