"""Fit how much lattice and line recogniser count: ``python -m inkread.workflow.line_odds``.

Numbers of writers held out of both trainings, on clean, fair and rough paper, are read by either; half of
them written as in other countries. Of those that the lattice is not sure of, half fits the two weights, as a
log-linear model of the texts that either proposes, and the other half the curve that turns a text's share
into its probability.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

from inkread.classifier.base import Classifier
from inkread.classifier.onnx_model import OnnxClassifier
from inkread.data.dataset import Dataset
from inkread.data.mnist import load_dataset
from inkread.data.splits import hold_out_writers
from inkread.errors import BlankInkError
from inkread.files import write_json
from inkread.ink.strip import pieces_strip
from inkread.reading.line import likeliest, shipped_recogniser
from inkread.reading.line_opinion import ASKED, OPINION, TEXTS, Recogniser, Weights, evidence, together
from inkread.reading.read_line import ReadLine
from inkread.reading.rivals import rivals
from inkread.training.field import fit_curve
from inkread.training.line_weights import restyled_images
from inkread.weights import READER
from inkread.words import at_least_one
from inkread.workflow.reader_odds import held_out_numbers

Floats = npt.NDArray[np.float64]

N_NUMBERS = 900

PULL = 0.2
"""How strongly both weights are drawn to one half, so that neither is believed alone by chance."""
SEED = 20261201
"""Other numbers than those that fit the lattice's own weights."""


@dataclass(frozen=True, eq=False, slots=True)
class Heard:
    """A number that both have read: ``texts`` with the log probability from either, and what is true.

    ``sure`` says that the lattice is believed alone; ``alone`` is what either reads without the other.
    """

    texts: list[str]
    shares: Floats
    likelihoods: Floats
    truth: str
    sure: bool
    alone: tuple[str, str]

    def scores(self, lattice: float, recogniser: float) -> Floats:
        """The log probability of each text among them."""
        return together(self.texts, self.shares, self.likelihoods, self.alone[0], lattice, recogniser)

    def text(self, weights: Weights) -> str:
        """What is read in the end."""
        if self.sure:
            return self.alone[0]
        return self.texts[int(np.argmax(self.scores(weights.lattice, weights.recogniser)))]


def heard(line: ReadLine, truth: str, recogniser: Recogniser) -> Heard | None:
    """What both say of a line; None where there is no ink."""
    end = len(line.pieces.boxes)
    found = rivals(line.decoded, 0, end, TEXTS)
    try:
        columns = recogniser(pieces_strip(line.pieces, 0, end))
    except BlankInkError:
        return None
    alone = found[0].text, likeliest(columns, TEXTS)[0]
    sure = found[0].log_p >= np.log(ASKED)
    return Heard(*evidence(line.decoded, 0, end, columns, found), truth, sure, alone)


def fit_opinion(numbers: Sequence[Heard]) -> Weights:
    """The weights under which the truths are likeliest, and the curve of the probability."""
    asked = [number for number in numbers if not number.sure]
    known = [number for number in asked[::2] if number.truth in number.texts]

    def loss(row: Floats) -> float:
        said = sum(float(n.scores(*row)[n.texts.index(n.truth)]) for n in known) / max(len(known), 1)
        return PULL * float(((row - 0.5) ** 2).sum()) - said

    best = minimize(loss, np.array([0.5, 0.5]), method="L-BFGS-B", bounds=[(0.01, 3)] * 2).x
    lattice, recogniser = float(best[0]), float(best[1])
    scored = [(n.scores(lattice, recogniser), n) for n in asked[1::2]]
    shares = [float(np.exp(scores.max())) for scores, _ in scored]
    right = [n.texts[int(scores.argmax())] == n.truth for scores, n in scored]
    return Weights(lattice, recogniser, fit_curve(shares, right))


def other_hands(dataset: Dataset, seed: int) -> Dataset:
    """The data set with the held-out writers' digits crossed, footed, flagged or left open.

    Without them the recogniser, which has learnt from fewer shapes than the lattice's classifier, would be
    believed too much.
    """
    if dataset.writers is None:
        return dataset
    held, images = hold_out_writers(dataset.writers), dataset.train_images.copy()
    random = np.random.default_rng(seed)
    images[held] = restyled_images(images[held], dataset.train_labels[held], random)
    return replace(dataset, train_images=images)


def make_opinion(
    dataset: Dataset, classifier: Classifier, recogniser: Recogniser, n: int = N_NUMBERS, seed: int = SEED
) -> dict[str, Any]:
    """Fit the weights; returns what ``opinion.json`` holds, with the shares of numbers read right."""
    plain = held_out_numbers(dataset, n // 2, seed, classifier)
    others = held_out_numbers(other_hands(dataset, seed), n // 2, seed + 100, classifier)
    read = (heard(*number, recogniser) for number in chain(plain, others))
    numbers = [number for number in read if number is not None]
    weights = fit_opinion(numbers)
    return {
        "weights": asdict(weights),
        "n": len(numbers),
        "seed": seed,
        "asked": float(np.mean([not number.sure for number in numbers])),
        "exact": float(np.mean([number.text(weights) == number.truth for number in numbers])),
        "exact_lattice": float(np.mean([number.alone[0] == number.truth for number in numbers])),
        "exact_recogniser": float(np.mean([number.alone[1] == number.truth for number in numbers])),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write ``opinion.json``."""
    parser = argparse.ArgumentParser(description="Fit how much lattice and line recogniser count.")
    parser.add_argument("--model", type=Path, default=READER, help="the lattice's classifier")
    parser.add_argument("--numbers", type=at_least_one, default=N_NUMBERS)
    parser.add_argument("--target", type=Path, default=OPINION)
    chosen = parser.parse_args(arguments)
    classifier = OnnxClassifier(chosen.model)
    made = make_opinion(load_dataset("mnist"), classifier, shipped_recogniser(), chosen.numbers)
    write_json(chosen.target, made)
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
