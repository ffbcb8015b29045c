"""Teaching a classifier a person's hand from corrections, without forgetting what it knew.

Three things hold it to what it knew: every step also sees training digits, for these the old answers
count beside the labels (distillation, Hinton et al. 2015), and at the end the weights are taken back towards
the old ones (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models") until validation is no worse
than allowed.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, kl_div, log_softmax, softmax

from inkread.core import CLASSES
from inkread.data.splits import Split
from inkread.errors import ModelError
from inkread.files import write_whole
from inkread.networks.onnx_trainable import TrainableOnnx
from inkread.recipes.augmentation import Rotate, Scale, Shear, Shift, Thickness
from inkread.training.augment import augment

NO_DIGIT = len(CLASSES)
"""The label of what is no digit, in classifiers that know such a thing."""

STEPS = 150
REHEARSED = 64
"""Training digits in a step."""
CORRECTED = 32
"""Corrections in a step, each changed a little every time."""
LEARNING_RATE = 5e-4
HELD = 2.0
"""How much the old answers count beside the labels."""

MOST_FORGOTTEN = 0.001
"""The fall in validation accuracy that is accepted: 0.1 points."""

KEPT_SHARES = (0.25, 0.5, 1.0)
"""How far to go from the old weights to the new ones."""

MOST_OF = 0.9
"""How much of what can be learned of the corrections is enough: going further costs more than it brings."""

OWN_HAND = (Rotate(8), Scale(8), Shear(6), Shift(1))
"""What makes a few corrections many."""

ANY_HAND = (Rotate(30), Scale(10, 50), Shear(45), Thickness(2))
"""What makes digits odd: so that the few corrected ones do not stand for all that look odd."""

Images = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Taught:
    """What came of teaching. Accuracies are in [0, 1]; ``share`` of the way from old to new weights.

    ``accepted`` is False when even the smallest share forgot too much, or no correction was learned.
    """

    accepted: bool
    corrections: int
    corrections_before: float
    corrections_after: float
    validation_before: float
    validation_after: float
    n_validation: int
    share: float
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """All of it as values for ``json.dumps``."""
        return asdict(self)


def teach(
    model: Path,
    images: Images,
    labels: Labels,
    split: Split,
    out: Path,
    *,
    seed: int = 0,
    on_step: Callable[[int, int], None] = lambda step, steps: None,
) -> Taught:
    """Teach the classifier in the ONNX file ``model`` and, when that is accepted, write it to ``out``.

    ``images (n, 28, 28)`` are ink as the classifier saw it, ``labels (n,)`` the digits or ``NO_DIGIT``.
    ``split`` has the digits to rehearse and those to validate on. Raises ModelError for a model that cannot
    be taught, or cannot be taught what is no digit.
    """
    start = time.perf_counter()
    proto = onnx.load(str(model))
    old = TrainableOnnx(proto).eval()
    lesson = _Lesson(old, torch.from_numpy(images), torch.from_numpy(labels), split, seed)
    new = lesson.learn(on_step)
    share, network = lesson.take_back(new)
    taught = lesson.verdict(network, share, time.perf_counter() - start)
    if taught.accepted:
        write_whole(out, _written(network, taught, model).SerializeToString())
    return taught


class _Lesson:
    def __init__(self, old: TrainableOnnx, images: Tensor, labels: Tensor, split: Split, seed: int) -> None:
        self.old = old
        self.generator = torch.Generator().manual_seed(seed)
        self.corrected = images[:, None]
        self.right = labels
        self.rehearsed, self.known = _tensors(split.train_images, split.train_labels)
        self.held_out = _tensors(split.validation_images, split.validation_labels)
        self.before = self._accuracies(old)
        if int(labels.max()) >= _scores(old, self.corrected[:1]).shape[1]:
            raise ModelError(
                "This model only knows the ten digits and cannot learn what is no digit. "
                "Delete those corrections, or teach the shipped model."
            )

    def learn(self, on_step: Callable[[int, int], None]) -> TrainableOnnx:
        """A copy of the old network after ``STEPS`` steps."""
        network = copy.deepcopy(self.old)
        optimiser = torch.optim.Adam(network.parameters(), LEARNING_RATE)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, STEPS)
        for step in range(STEPS):
            loss = self._own_loss(network) + self._rehearsal_loss(network)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            on_step(step + 1, STEPS)
        return network

    def _own_loss(self, network: nn.Module) -> Tensor:
        chosen = torch.randint(len(self.right), (CORRECTED,), generator=self.generator)
        images = augment(self.corrected[chosen], OWN_HAND, self.generator)
        return cross_entropy(_scores(network, images), self.right[chosen])

    def _rehearsal_loss(self, network: nn.Module) -> Tensor:
        chosen = torch.randint(len(self.known), (REHEARSED,), generator=self.generator)
        odd, plain = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
        images = torch.cat(
            [augment(self.rehearsed[odd], ANY_HAND, self.generator), self.rehearsed[plain], self._scraps(odd)]
        )
        scores = _scores(network, images)
        with torch.inference_mode():
            old = softmax(_scores(self.old, images[len(odd) :]), 1)
        held = kl_div(log_softmax(scores[len(odd) :], 1), old.clone(), reduction="batchmean")
        return cross_entropy(scores[: len(chosen)], self.known[torch.cat([odd, plain])]) + HELD * held

    def _scraps(self, chosen: Tensor) -> Tensor:
        """Halves of two digits side by side: what is no digit must stay so, and only the old answers know."""
        some = self.rehearsed[chosen[: len(chosen) // 2]]
        others = some.roll(1, 0)
        return torch.cat([some[..., 14:], others[..., :14]], -1)

    def take_back(self, new: TrainableOnnx) -> tuple[float, TrainableOnnx]:
        """The shortest of ``KEPT_SHARES`` of the way that learns most and forgets no more than allowed."""
        ways = [(share, _between(self.old, new, share)) for share in KEPT_SHARES]
        found = [(share, network, *self._accuracies(network)) for share, network in ways]
        allowed = [one for one in found if one[3] >= self.before[1] - MOST_FORGOTTEN - 1e-9] or found[:1]
        gained = max(one[2] for one in allowed) - self.before[0]
        share, network, _, _ = next(
            one for one in allowed if one[2] >= self.before[0] + MOST_OF * gained - 1e-9
        )
        return share, network

    def _accuracies(self, network: nn.Module) -> tuple[float, float]:
        return _accuracy(network, self.corrected, self.right), _accuracy(network, *self.held_out)

    def verdict(self, network: TrainableOnnx, share: float, seconds: float) -> Taught:
        own, held_out = self._accuracies(network)
        not_forgotten = held_out >= self.before[1] - MOST_FORGOTTEN - 1e-9
        n = len(self.right)
        return Taught(
            not_forgotten and own > self.before[0],
            n,
            self.before[0],
            own,
            self.before[1],
            held_out,
            len(self.held_out[1]),
            share,
            seconds,
        )


def _tensors(images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
    ink = torch.from_numpy(images)[:, None].float() / 255
    return ink, torch.from_numpy(labels.astype(np.int64))


def _scores(network: nn.Module, images: Tensor) -> Tensor:
    scores: Tensor = network(images[:, 0])
    return scores


def _accuracy(network: nn.Module, images: Tensor, labels: Tensor) -> float:
    with torch.inference_mode():
        answers = torch.cat([_scores(network, some).argmax(1) for some in images.split(250)])
    return float((answers == labels).double().mean())


def _between(old: TrainableOnnx, new: TrainableOnnx, share: float) -> TrainableOnnx:
    network = copy.deepcopy(old)
    with torch.no_grad():
        for weight, taught in zip(network.parameters(), new.parameters(), strict=True):
            weight.lerp_(taught, share)
    return network


def _written(network: TrainableOnnx, taught: Taught, model: Path) -> onnx.ModelProto:
    """The taught graph, whose metadata say from what it was taught."""
    proto = network.written()
    for entry in proto.metadata_props:
        if entry.key == "inkread":
            known = json.loads(entry.value)
            entry.value = json.dumps({**known, "taught": {"from": model.name, **taught.to_json()}})
    onnx.checker.check_model(proto)
    return proto
