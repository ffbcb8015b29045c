"""What a classifier that goes on learning must not forget: to read digits, and to refuse what is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from inkread.core import CLASSES
from inkread.data.splits import Split
from inkread.training.scene_crops import draw_others

MOST_FORGOTTEN = 0.001
"""The fall in accuracy on held-out digits that is accepted: 0.1 points."""

MOST_LET_IN = 0.01
"""The fall in the share of what is refused that is accepted: 1 point."""

N_OTHERS = 1000
"""How many pictures of what is no digit stand for all: drawn in two seconds, and 1 point is ten of them."""

DIGITS_ACCEPTED = 0.99
"""What is refused is measured at the confidence that this share of the held-out digits had at first."""

TRAINING, HELD_OUT = 0, 1
"""The first number of the seeds that pictures of what is no digit are drawn with."""

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Kept:
    """Shares in [0, 1]: of the held-out digits that are read right, of what is no digit that is refused."""

    accuracy: float
    refused: float


class Memory:
    """The held-out digits of ``split`` and pictures of what is no digit; ``old`` is measured at once."""

    def __init__(self, old: nn.Module, split: Split, seed: int) -> None:
        self.digits, self.labels = as_tensors(split.validation_images, split.validation_labels)
        self.others = others_of(split.validation_images, split.validation_labels, (HELD_OUT, seed))
        answers = probabilities(old, self.digits)
        self._threshold = _confidence(answers).quantile(1 - DIGITS_ACCEPTED)
        self.before = self._kept(answers, old)

    def measure(self, network: nn.Module) -> Kept:
        """How much ``network`` knows of it."""
        return self._kept(probabilities(network, self.digits), network)

    def _kept(self, answers: Tensor, network: nn.Module) -> Kept:
        refused = _confidence(probabilities(network, self.others)) < self._threshold
        return Kept(share_of(answers.argmax(1) == self.labels), share_of(refused))

    def holds(self, kept: Kept) -> bool:
        """Whether no more than allowed is forgotten."""
        read = kept.accuracy >= self.before.accuracy - MOST_FORGOTTEN - 1e-9
        return read and kept.refused >= self.before.refused - MOST_LET_IN - 1e-9


def others_of(images: Bytes, labels: Bytes, seed: tuple[int, ...]) -> Tensor:
    """``N_OTHERS`` pictures of what is no digit ``(n, 1, 28, 28)``, parts of these digits among them."""
    return as_tensors(draw_others(images, labels, N_OTHERS, seed), labels)[0]


def as_tensors(images: Bytes, labels: Bytes) -> tuple[Tensor, Tensor]:
    """Digits ``(n, 1, 28, 28)`` in [0, 1] and their labels ``(m,)``."""
    return torch.from_numpy(images)[:, None].float() / 255, torch.from_numpy(labels.astype(np.int64))


def scores_of(network: nn.Module, images: Tensor) -> Tensor:
    """The scores ``(n, k)`` of ``images (n, 1, 28, 28)``."""
    scores: Tensor = network(images[:, 0])
    return scores


def probabilities(network: nn.Module, images: Tensor) -> Tensor:
    """The answers ``(n, k)`` to ``images``, which nothing is learned from."""
    with torch.inference_mode():
        return torch.cat([scores_of(network, some).softmax(1) for some in images.split(250)])


def share_of(which: Tensor) -> float:
    """The share of True."""
    return float(which.double().mean())


def _confidence(answers: Tensor) -> Tensor:
    return answers[:, : len(CLASSES)].amax(1)
