"""Anybody's digit classifier made into one of ours, with a sentence on how it was understood.

People arrive with models whose input is flat or a picture, scaled or raw, black or white paper, and whose
output is a softmax or not. The shape says the first; trying on labelled training digits says the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Classifier, Images, Probabilities
from inkread.core import CLASSES, SIDE
from inkread.errors import ModelError

Array = npt.NDArray[np.float32]
Raw = Callable[[Array], Array]
Shape = Sequence[int | None]
Probe = tuple[Images, npt.NDArray[np.integer]]
"""Labelled ink: ``(n, 28, 28) float32`` in [0, 1] and ``(n,)``; training digits, never test digits."""

BATCH = 1_000
LAYOUTS = ((SIDE * SIDE,), (SIDE, SIDE), (SIDE, SIDE, 1), (1, SIDE, SIDE))


@dataclass(frozen=True)
class Scale:
    """A way to write ink as numbers: ``ink * factor + offset``."""

    factor: float
    offset: float
    description: str


SCALES = (
    Scale(1, 0, "ink as 0 to 1"),
    Scale(255, 0, "ink as 0 to 255"),
    Scale(-1, 1, "white paper as 1 and ink as 0"),
    Scale(-255, 255, "white paper as 255 and ink as 0"),
    Scale(2, -1, "ink as -1 to 1"),
    Scale(1 / 0.3081, -0.1307 / 0.3081, "ink normalised to MNIST's mean 0.1307 and deviation 0.3081"),
)
"""What digit models are commonly fed; the most common first, which wins a tie."""


def softmax(scores: Array) -> Array:
    """Rows of scores, or of logarithms of probabilities, as probabilities."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)


def shares(parts: Array) -> Array:
    """Rows of numbers in [0, 1], as separate sigmoids give them, scaled to sum to 1."""
    return np.asarray(parts / np.maximum(parts.sum(1, keepdims=True), 1e-12), np.float32)


OUTPUTS: dict[str, Callable[[Array], Array]] = {"softmax": np.asarray, "sigmoids": shares, "logits": softmax}
"""How each kind of output becomes probabilities."""


@dataclass(frozen=True)
class Adapted:
    """A raw model with the layout, the scale and the kind of output it was found to have."""

    raw: Raw
    layout: tuple[int, ...]
    scale: Scale
    output: str

    def __call__(self, images: Images) -> Probabilities:
        """``(n, 28, 28)`` ink to ``(n, 10)`` probabilities, ``BATCH`` pictures at a time."""
        parts = [self._batch(images[start : start + BATCH]) for start in range(0, len(images), BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(CLASSES)), np.float32)

    def _batch(self, images: Images) -> Probabilities:
        out = feed(self.raw, images, self.layout, self.scale)
        # An eleventh class is "not one digit": without it such rows sum to less than 1.
        return np.asarray(OUTPUTS[self.output](out), np.float32)[:, : len(CLASSES)]


def adapt(raw: Raw, shape: Shape, probe: Probe | None = None) -> tuple[Classifier, str]:
    """A Classifier from ``raw``, a function of ``(n, *shape) float32``, and how it was understood.

    ``shape`` is the model's input without the batch, None where it takes any size. With a ``probe`` the scale
    with the lowest log loss is taken; without one, ink as 0 to 1. Raises ModelError for another input
    or output shape.
    """
    layout = known_layout(shape)
    if probe is None:
        noise = np.random.default_rng(0).random((16, SIDE, SIDE), dtype=np.float32)
        output = _kind_of_output(feed(raw, noise, layout, SCALES[0]))
        sentence = f"Understood as: input {_name(layout)}, {SCALES[0].description} (not tried out), {output}."
        return Adapted(raw, layout, SCALES[0], output), sentence
    return _tried(raw, layout, probe)


def _tried(raw: Raw, layout: tuple[int, ...], probe: Probe) -> tuple[Classifier, str]:
    images, labels = probe
    output = _kind_of_output(np.concatenate([feed(raw, images, layout, scale) for scale in SCALES]))
    candidates = [Adapted(raw, layout, scale, output) for scale in SCALES]
    answers = [candidate(images) for candidate in candidates]
    best = int(np.argmin([_log_loss(answer, labels) for answer in answers]))
    right = int((answers[best].argmax(1) == labels).sum())
    sentence = (
        f"Understood as: input {_name(layout)}, {SCALES[best].description}, output {output} "
        f"({right} of {len(labels)} training digits right)."
    )
    return candidates[best], sentence


def feed(raw: Raw, images: Images, layout: tuple[int, ...], scale: Scale) -> Array:
    """The raw output for ink written as ``scale`` says; raises ModelError unless it is ``(n, 10 or 11)``."""
    numbers = images.reshape(-1, *layout) * np.float32(scale.factor) + np.float32(scale.offset)
    out = np.asarray(raw(np.ascontiguousarray(numbers, np.float32)), np.float32)
    if out.shape not in {(len(images), len(CLASSES)), (len(images), len(CLASSES) + 1)}:
        raise ModelError(
            f"A digit model gives {len(CLASSES)} numbers a picture, one for each class 0–9; "
            f"this one gives the shape {out.shape} for {len(images)} pictures."
        )
    return out


def known_layout(shape: Shape) -> tuple[int, ...]:
    """The one of ``LAYOUTS`` that an input of ``shape`` takes; raises ModelError where there is none."""
    for layout in LAYOUTS:
        if len(layout) == len(shape) and all(
            want in (None, have) for want, have in zip(shape, layout, strict=True)
        ):
            return layout
    known = ", ".join(map(_name, LAYOUTS))
    raise ModelError(
        f"The input of a digit model must be one of {known}; this one takes {_name(shape)}. "
        f"Train or export it for {SIDE}×{SIDE} pictures of one channel."
    )


def _kind_of_output(out: Array) -> str:
    if not np.isfinite(out).all():
        raise ModelError("The model answers with numbers that are not finite (NaN or infinity).")
    if out.min() < -1e-5 or out.max() > 1 + 1e-5:
        return "logits"
    return "softmax" if np.allclose(out.sum(1), 1, atol=1e-3) else "sigmoids"


def _log_loss(probabilities: Probabilities, labels: npt.NDArray[np.integer]) -> float:
    true = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(true, 1e-7, 1)).mean())


def _name(shape: Shape) -> str:
    return "×".join("any" if size is None else str(size) for size in shape) or "a single number"
