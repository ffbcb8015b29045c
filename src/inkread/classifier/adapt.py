"""Anybody's digit classifier made into one of ours, with a sentence on how it was understood.

People arrive with models whose input is flat or a picture, scaled or raw, black or white paper, and whose
output is a softmax or not. The shape says the first; trying on labelled training digits says the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from inkread.classifier.base import Classifier, Images, Probabilities, finite
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


CLOSE = 0.02
"""Scales are right as often where the shares of digits that they read right differ by at most this."""


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
    """A raw model with the layout, the scale and the kind of output it was found to have; errors name it."""

    raw: Raw
    layout: tuple[int, ...]
    scale: Scale
    name: str
    output: str = "softmax"

    def __str__(self) -> str:
        return f"input {_name(self.layout)}, {self.scale.description}, output {self.output}"

    def __call__(self, images: Images) -> Probabilities:
        """``(n, 28, 28)`` ink to ``(n, 10)`` probabilities, ``BATCH`` pictures at a time."""
        parts = [self._batch(images[start : start + BATCH]) for start in range(0, len(images), BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(CLASSES)), np.float32)

    def _batch(self, images: Images) -> Probabilities:
        answers = np.asarray(OUTPUTS[self.output](self.feed(images)), np.float32)
        # An eleventh class is "not one digit": without it such rows sum to less than 1.
        return finite(answers, self.name)[:, : len(CLASSES)]

    def feed(self, images: Images) -> Array:
        """The raw output for ink written in its scale; raises ModelError unless it is ``(n, 10 or 11)``."""
        numbers = images.reshape(-1, *self.layout) * np.float32(self.scale.factor)
        numbers += np.float32(self.scale.offset)
        out = np.asarray(self.raw(np.ascontiguousarray(numbers, np.float32)), np.float32)
        if out.shape not in {(len(images), len(CLASSES)), (len(images), len(CLASSES) + 1)}:
            raise ModelError(
                f"A digit model gives {len(CLASSES)} numbers a picture, one for each class 0–9; "
                f"{self.name} gives the shape {out.shape} for {len(images)} pictures."
            )
        return out


def adapt(
    raw: Raw, shape: Shape, probe: Probe | None = None, *, name: str = "this one"
) -> tuple[Classifier, str]:
    """A Classifier from ``raw``, a function of ``(n, *shape) float32``, and how it was understood.

    ``shape`` is the model's input without the batch, None where it takes any size. With a ``probe`` the scale
    with the lowest log loss is taken of those that are right as often as any; without one, ink as 0 to 1.
    Raises ModelError, which calls it ``name``, for another input or output shape.
    """
    layout = known_layout(shape, name)
    candidates = [Adapted(raw, layout, scale, name) for scale in SCALES]
    return _untried(candidates[0]) if probe is None else _tried(candidates, probe)


def _untried(model: Adapted) -> tuple[Classifier, str]:
    noise = np.random.default_rng(0).random((16, SIDE, SIDE), dtype=np.float32)
    understood = replace(model, output=_kind_of_output(finite(model.feed(noise), model.name)))
    return understood, f"Understood as: {understood} (not tried out)."


def _tried(candidates: Sequence[Adapted], probe: Probe) -> tuple[Classifier, str]:
    images, labels = probe
    raw = [candidate.feed(images) for candidate in candidates]
    sound = [i for i, out in enumerate(raw) if np.isfinite(out).all()]  # others are not meant, and overflow
    if not sound:
        finite(raw[0], candidates[0].name)
    output = _kind_of_output(np.concatenate([raw[i] for i in sound]))
    candidates = [replace(candidates[i], output=output) for i in sound]
    answers = [candidate(images) for candidate in candidates]
    right = np.array([(answer.argmax(1) == labels).sum() for answer in answers])
    losses = np.array([_log_loss(answer, labels) for answer in answers])
    losses[right < right.max() - CLOSE * len(labels)] = np.inf
    best = int(np.argmin(losses))
    sentence = f"Understood as: {candidates[best]} ({right[best]} of {len(labels)} training digits right)."
    return candidates[best], sentence


def known_layout(shape: Shape, name: str) -> tuple[int, ...]:
    """The one of ``LAYOUTS`` that the input of the model ``name`` takes; else raises ModelError."""
    for layout in LAYOUTS:
        if len(layout) == len(shape) and all(
            want in (None, have) for want, have in zip(shape, layout, strict=True)
        ):
            return layout
    known = ", ".join(map(_name, LAYOUTS))
    raise ModelError(
        f"The input of a digit model must be one of {known}; {name} takes {_name(shape)}. "
        f"Train or export it for {SIDE}×{SIDE} pictures of one channel."
    )


def _kind_of_output(out: Array) -> str:
    if out.min() < -1e-5 or out.max() > 1 + 1e-5:
        return "logits"
    return "softmax" if np.allclose(out.sum(1), 1, atol=1e-3) else "sigmoids"


def _log_loss(probabilities: Probabilities, labels: npt.NDArray[np.integer]) -> float:
    true = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(true, 1e-7, 1)).mean())


def _name(shape: Shape) -> str:
    return "×".join("any" if size is None else str(size) for size in shape) or "a single number"
