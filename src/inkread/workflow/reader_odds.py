"""Fit the weights of the reader's evidence: ``python -m inkread.workflow.reader_odds``.

Numbers of writers held out of the classifier's training, on clean, fair and rough paper, are cut and read.
Half of them fits the weights of ``reading.odds``, as a conditional random field over segments; the other half
fits the curves that turn shares into probabilities, and tells how many numbers are read before and after.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Classifier
from inkread.classifier.onnx_model import OnnxClassifier
from inkread.data.dataset import Dataset
from inkread.data.mnist import load_dataset
from inkread.data.splits import hold_out_writers
from inkread.errors import DataError
from inkread.files import write_json
from inkread.ink.load import load
from inkread.ink.sheet import sheet_of
from inkread.reading.candidates import Candidate, priors
from inkread.reading.decode import decode, log_classes
from inkread.reading.numbers import read_lines
from inkread.reading.odds import (
    ODDS,
    Odds,
    boundaries,
    cut_evidence,
    digit_size,
    gap_evidence,
    other_size,
    shipped_odds,
)
from inkread.reading.read_line import ReadLine
from inkread.reading.rivals import likeliest, rivals
from inkread.training.field import Lattice, fit_curve, fit_weights
from inkread.training.scene_paper import CLEAN, FAIR, ROUGH
from inkread.training.scenes import Scene, compose_numbers
from inkread.weights import READER
from inkread.words import at_least_one

Floats = npt.NDArray[np.float64]

PAPERS = (CLEAN, FAIR, ROUGH)
"""What the numbers stand on, in turn."""

N_NUMBERS = 1_200
SEED = 20261121


def lattice_of(line: ReadLine, truth: str) -> Lattice:
    """The arrays of a line that was read."""
    pieces, found = line.pieces, line.candidates
    ends = np.zeros((len(pieces.boxes), 8))
    for index, cost in enumerate(pieces.cost):
        if cost is None:
            ends[index, 4:] = gap_evidence(pieces, index)
        else:
            ends[index, :4] = cut_evidence(pieces, index, cost)
    return Lattice(
        log_classes(line.probabilities),
        np.array([c.first for c in found], np.int64),
        np.array([c.stop for c in found], np.int64),
        np.array([digit_size(c.box, pieces.height_px) for c in found]),
        np.array(
            [other_size(c.box, pieces.height_px, whole=pieces.is_whole(c.first, c.stop)) for c in found]
        ),
        ends[[c.stop - 1 for c in found]],
        np.array([int(digit) for digit in truth], np.int64),
    )


def packed(odds: Odds) -> Floats:
    """The weights in one row: said, unsaid, digit, other, cut, gap."""
    return np.array([odds.said, odds.unsaid, *odds.digit, *odds.other, *odds.cut, *odds.gap])


def unpacked(row: Floats, like: Odds) -> Odds:
    """The odds of a row of weights; curves as in ``like``."""
    values = [round(float(value), 4) for value in row]
    sizes = {"digit": values[2:7], "other": values[7:10], "cut": values[10:14], "gap": values[14:18]}
    evidence = {name: tuple(some) for name, some in sizes.items()}
    return replace(like, said=values[0], unsaid=values[1], **evidence)  # type: ignore[arg-type]


def tied(odds: Odds) -> tuple[Floats, Floats]:
    """How weights follow from the free ones, ``row = ties @ free``, and the free ones of ``odds``.

    On composed numbers all ink is digits, so nothing can be learnt there of what is none: ``unsaid`` and
    ``other`` keep their proportion to ``said``, and with it the odds at which a letter is refused.
    """
    row = packed(odds)
    free = np.array([0, *range(2, 7), *range(10, 18)])
    ties = np.zeros((len(row), len(free)))
    ties[free, np.arange(len(free))] = 1
    ties[[1, 7, 8, 9], 0] = row[[1, 7, 8, 9]] / row[0]
    return ties, row[free]


def read_again(line: ReadLine, odds: Odds) -> tuple[str, float, list[tuple[int, float]]]:
    """What a line says under other weights: its text, the text's share, and each digit with its share."""
    pieces = line.pieces
    found = [_weighed(line, candidate, odds) for candidate in line.candidates]
    decoded = likeliest(found, decode(found, line.probabilities, boundaries(pieces, odds), odds))
    first = rivals(decoded, 0, len(pieces.boxes), 1)[0]
    steps = [(step.digit, step.confidence) for step in decoded.steps if step.digit is not None]
    return first.text, float(np.exp(first.log_p)), steps


def _weighed(line: ReadLine, candidate: Candidate, odds: Odds) -> Candidate:
    """The candidate with the priors of other weights."""
    as_digit, as_other = priors(line.pieces, candidate.first, candidate.stop, candidate.box, odds)
    return replace(candidate, as_digit=as_digit, as_other=as_other)


def held_out_scenes(dataset: Dataset, n: int, seed: int) -> Iterator[Scene]:
    """``n`` numbers of writers held out of the classifier's training, as pictures on all papers in turn."""
    if dataset.writers is None:
        raise DataError(
            f"{dataset.origin}: the odds are fitted on held-out writers; add QMNIST's label files."
        )
    held = hold_out_writers(dataset.writers)
    digits = dataset.train_images[held], dataset.train_labels[held], dataset.writers[held]
    for number, paper in enumerate(PAPERS):
        yield from compose_numbers(*digits, n // len(PAPERS), seed + number, paper)


def held_out_numbers(
    dataset: Dataset, n: int, seed: int, classifier: Classifier
) -> Iterator[tuple[ReadLine, str]]:
    """The ``held_out_scenes``, read, with what they say; those without any ink are left out."""
    for scene in held_out_scenes(dataset, n, seed):
        lines = read_lines(sheet_of(load(scene.picture)), classifier, one_line=True)
        if lines:
            yield lines[0], scene.text


def make_odds(
    dataset: Dataset, classifier: Classifier, n: int = N_NUMBERS, seed: int = SEED
) -> dict[str, Any]:
    """Fit weights and curves; returns what ``odds.json`` holds."""
    numbers = list(held_out_numbers(dataset, n, seed, classifier))
    start = shipped_odds()
    ties, free = tied(start)
    row = fit_weights([lattice_of(*number) for number in numbers[::2]], free, ties)
    fitted = unpacked(row, start)
    read = [(*read_again(line, fitted), truth) for line, truth in numbers[1::2]]
    curve = fit_curve([share for _, share, _, _ in read], [text == truth for text, _, _, truth in read])
    ones = [
        (share, digit == int(wanted))
        for text, _, steps, truth in read
        if len(steps) == len(truth)
        for (digit, share), wanted in zip(steps, truth, strict=True)
    ]
    one = fit_curve([share for share, _ in ones], [right for _, right in ones])
    before = [read_again(line, start)[0] == truth for line, truth in numbers[1::2]]
    return {
        "odds": asdict(replace(fitted, number=curve, one=one)),
        "n": len(numbers),
        "seed": seed,
        "exact_before": float(np.mean(before)),
        "exact": float(np.mean([text == truth for text, _, _, truth in read])),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write ``odds.json``."""
    parser = argparse.ArgumentParser(description="Fit the weights of the reader's evidence.")
    parser.add_argument("--model", type=Path, default=READER, help="the classifier")
    parser.add_argument("--numbers", type=at_least_one, default=N_NUMBERS)
    parser.add_argument("--target", type=Path, default=ODDS)
    chosen = parser.parse_args(arguments)
    made = make_odds(load_dataset("mnist"), OnnxClassifier(chosen.model), chosen.numbers)
    write_json(chosen.target, made)
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
