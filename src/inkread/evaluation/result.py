"""What an evaluation found: the answers of one classifier to one set of pictures, and their figures."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.evaluation import disputed, metrics
from inkread.evaluation.metrics import Bools, Float64s, Floats, Integers, Reliability
from inkread.words import floored

COVERAGES = (0.99, 0.98, 0.95)
"""The shares of most confident pictures whose accuracy is reported."""

RISKS = (0.001, 0.01)
"""The rates of wrong whose coverage is reported."""


@dataclass(frozen=True)
class Subset:
    """The accuracy on a part of the pictures: ``right`` of ``n``, with its 95% interval (Wilson)."""

    n: int
    right: int

    @property
    def accuracy(self) -> float:
        """The fraction right; NaN for none."""
        return self.right / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of Wilson 1927."""
        return metrics.wilson_interval(self.right, self.n)

    def to_json(self) -> dict[str, Any]:
        """``n``, ``right``, ``accuracy`` and ``interval``."""
        return {"n": self.n, "right": self.right, "accuracy": self.accuracy, "interval": list(self.interval)}


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The answers of one classifier: ``labels (n,)`` are true, ``probabilities (n, 10)`` its own.

    ``name`` says which classifier, ``data`` which pictures. Every figure is worked out from these on demand:
    accuracies, rates and confidences are fractions in [0, 1], ``loss`` is in nats. The further fields are
    what is known of the classifier: all of them for a finished run, ``understood`` (how the file was
    understood, one sentence) for a foreign file.
    """

    name: str
    data: str
    labels: Integers = field(repr=False)
    probabilities: Floats = field(repr=False)
    recipe: str | None = None
    seed: int | None = None
    parameters: int | None = None
    train_seconds: float | None = None
    validation_accuracy: float | None = None
    understood: str | None = None

    @property
    def n(self) -> int:
        """How many pictures there were."""
        return len(self.labels)

    @cached_property
    def predictions(self) -> npt.NDArray[np.int64]:
        """``(n,)``: the most probable digit of each picture."""
        predictions: npt.NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return predictions

    @cached_property
    def confidence(self) -> Float64s:
        """``(n,)``: the probability of the predicted digit."""
        confidence: Float64s = self.probabilities.max(axis=1).astype(np.float64)
        return confidence

    @cached_property
    def correct(self) -> Bools:
        """``(n,)``: whether the prediction is the label."""
        return np.equal(self.predictions, self.labels)

    @property
    def right(self) -> npt.NDArray[np.int64]:
        """The indices, from 0, of the pictures that were recognised."""
        return np.flatnonzero(self.correct)

    @property
    def wrong(self) -> npt.NDArray[np.int64]:
        """The indices, from 0, of the pictures that were not."""
        return np.flatnonzero(~self.correct)

    @property
    def most_confident_mistakes(self) -> npt.NDArray[np.int64]:
        """The indices of ``wrong``, the most confident first."""
        return self.wrong[np.argsort(-self.confidence[self.wrong], kind="stable")]

    @property
    def accuracy(self) -> float:
        """The fraction recognised."""
        return metrics.accuracy(self.correct)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the accuracy on new pictures like these (Wilson 1927)."""
        return metrics.wilson_interval(len(self.right), self.n)

    @cached_property
    def loss(self) -> float:
        """Categorical cross-entropy; no single answer costs more than 16.1."""
        return metrics.negative_log_likelihood(self.probabilities, self.labels)

    @cached_property
    def confusion(self) -> npt.NDArray[np.int64]:
        """``(10, 10)`` counts: row = truth, column = prediction."""
        return metrics.confusion_matrix(self.labels, self.predictions)

    @property
    def precision(self) -> Float64s:
        """``(10,)``: of the pictures taken for each digit, the fraction that are; NaN where there is none."""
        return metrics.precision(self.confusion)

    @property
    def recall(self) -> Float64s:
        """``(10,)``: of each digit's pictures, the fraction recognised; NaN where there is none."""
        return metrics.recall(self.confusion)

    @cached_property
    def reliability(self) -> Reliability:
        """Confidence against accuracy in 15 bins, for a reliability diagram."""
        return metrics.reliability(self.confidence, self.correct)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error, 15 bins of equal width (Guo et al. 2017)."""
        return self.reliability.calibration_error

    def accuracy_at(self, coverage: float) -> float:
        """The accuracy on the most confident ``coverage`` of the pictures."""
        return metrics.accuracy_at_coverage(self.confidence, self.correct, coverage)

    def coverage_at(self, risk: float) -> float:
        """The largest fraction that can be accepted by confidence with at most ``risk`` of it wrong."""
        return metrics.coverage_at_risk(self.confidence, self.correct, risk)

    @cached_property
    def subsets(self) -> dict[str, Subset]:
        """For MNIST's 10,000: ``undisputed`` (9,985), ``students`` and ``staff`` (5,000 each); else empty."""
        if not disputed.is_mnist_test(self.labels):
            return {}
        half = disputed.STUDENTS
        undisputed = self.correct[disputed.undisputed()]
        parts = {"undisputed": undisputed, "students": self.correct[:half], "staff": self.correct[half:]}
        return {name: Subset(len(part), int(part.sum())) for name, part in parts.items()}

    def to_json(self) -> dict[str, Any]:
        """All of it as values for ``json.dumps``, named as in a run's ``metrics.json``; NaN becomes None."""
        return {
            "name": self.name,
            "data": self.data,
            "recipe": self.recipe,
            "seed": self.seed,
            "parameters": self.parameters,
            "train_seconds": self.train_seconds,
            "validation_accuracy": self.validation_accuracy,
            "understood": self.understood,
            **self.figures(),
            "precision": _values(self.precision),
            "recall": _values(self.recall),
            "confusion": self.confusion.tolist(),
            "wrong": [self._answer(index) for index in self.wrong],
            "right": [self._answer(index) for index in self.right],
        }

    def figures(self) -> dict[str, Any]:
        """The figures of the whole, without the lists for each digit and picture."""
        return {
            "n": self.n,
            "test_accuracy": self.accuracy,
            "test_loss": self.loss,
            "interval": list(self.interval),
            "calibration_error": self.calibration_error,
            "accuracy_at_coverage": {f"{share:g}": self.accuracy_at(share) for share in COVERAGES},
            "coverage_at_risk": {f"{risk:g}": self.coverage_at(risk) for risk in RISKS},
            **{name: subset.to_json() for name, subset in self.subsets.items()},
        }

    def _answer(self, index: int) -> dict[str, Any]:
        return {
            "index": int(index),
            "prediction": int(self.predictions[index]),
            "truth": int(self.labels[index]),
            "confidence": floored(float(self.confidence[index]), 6),
        }

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{self.name} on {self.data}: {self.accuracy:.2%} right (95% interval {low:.2%} – {high:.2%}), "
            f"{len(self.wrong):,} of {self.n:,} wrong, loss {self.loss:.4f}, "
            f"calibration error {self.calibration_error:.2%}"
        )

    def _repr_html_(self) -> str:
        low, high = self.interval
        rows = [
            ("95% interval", f"{low:.2%} – {high:.2%}"),
            *((name, f"{part.accuracy:.2%} of {part.n:,}") for name, part in self.subsets.items()),
            ("wrong", f"{len(self.wrong):,} of {self.n:,}"),
            ("loss", f"{self.loss:.4f}"),
            ("calibration error", f"{self.calibration_error:.2%}"),
            *((f"accuracy at {share:.0%} coverage", f"{self.accuracy_at(share):.2%}") for share in COVERAGES),
        ]
        title = f"{self.name} on {self.data}"
        note = f"<p><small>{html.escape(self.understood)}</small></p>" if self.understood else ""
        return _card(title, f"{self.accuracy:.2%}", rows) + note


def _values(numbers: Float64s) -> list[float | None]:
    return [None if math.isnan(number) else float(number) for number in numbers]


def _card(title: str, headline: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td style='text-align:left'>{html.escape(name)}</td>"
        f"<td style='text-align:right;font-variant-numeric:tabular-nums'>{html.escape(value)}</td></tr>"
        for name, value in rows
    )
    return (
        f"<div><b>{html.escape(title)}</b><br><span style='font-size:2em'>{headline}</span></div>"
        f"<table>{lines}</table>"
    )
