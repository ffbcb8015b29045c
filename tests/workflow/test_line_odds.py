"""How much lattice and recogniser count."""

from dataclasses import replace

import numpy as np
import pytest

from inkread.classifier.onnx_model import OnnxClassifier
from inkread.reading.line import shipped_recogniser
from inkread.weights import READER
from inkread.workflow.line_odds import Heard, fit_opinion, make_opinion


def _numbers(n, random):
    """Numbers of which the recogniser knows the truth and the lattice nothing; one in four is not asked."""
    for index in range(n):
        truth = int(random.integers(3))
        likelihoods = random.normal(0, 1, 3) + 4.0 * (np.arange(3) == truth)
        texts = ["1", "2", "3"]
        yield Heard(texts, random.normal(0, 1, 3), likelihoods, texts[truth], index % 4 == 0, ("1", "2"))


def test_who_knows_counts(rng):
    """The one that knows counts for more than twice the one that guesses, and most are then right."""
    numbers = list(_numbers(200, rng))
    weights = fit_opinion(numbers)
    assert weights.recogniser > 2 * weights.lattice
    asked = [number for number in numbers if not number.sure]
    assert np.mean([number.text(weights) == number.truth for number in asked]) > 0.9


def test_the_sure_lattice_is_believed(rng):
    """Where the lattice is sure its own text is read."""
    numbers = list(_numbers(40, rng))
    weights = fit_opinion(numbers)
    assert all(number.text(weights) == "1" for number in numbers if number.sure)


def test_from_digits_to_weights(digits):
    """Numbers of held-out writers give weights, and the shares that either reads right."""
    written = replace(digits, writers=(np.arange(len(digits.train_labels)) % 40).astype(np.int32))
    made = make_opinion(written, OnnxClassifier(READER), shipped_recogniser(), n=12)
    assert {"weights", "n", "seed", "asked", "exact", "exact_lattice", "exact_recogniser"} == set(made)
    assert made["n"] == pytest.approx(12, abs=3)
