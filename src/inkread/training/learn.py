"""Teaching a classifier a person's hand from corrections, without forgetting what it knew.

Three things hold it to what it knew: every step also sees training digits and what is no digit, for these
the old answers count beside the labels (distillation, Hinton et al. 2015), and at the end the weights are
taken back towards the old ones (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models") until no more
than allowed is read or refused worse.
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
from torch.nn.functional import cross_entropy, kl_div, log_softmax

from inkread.data.splits import Split
from inkread.errors import ModelError
from inkread.files import write_whole
from inkread.networks.onnx_trainable import TrainableOnnx
from inkread.recipes.augmentation import Rotate, Scale, Shear, Shift, Thickness
from inkread.training.augment import augment
from inkread.training.memory import (
    TRAINING,
    Kept,
    Memory,
    as_tensors,
    others_of,
    probabilities,
    scores_of,
    share_of,
)
from inkread.training.uncompiled import uncompiled

STEPS = 150
REHEARSED = 64
"""Training digits in a step."""
CORRECTED = 32
"""Corrections in a step, each changed a little every time."""
LEARNING_RATE = 5e-4
NO_DIGITS = 32
"""Pictures of what is no digit in a step."""
HELD = 2.0
"""How much the old answers count beside the labels."""

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

    ``refused`` is of ``n_others`` pictures that are no digit. ``accepted`` is False when even the smallest
    share forgot too much, or no correction was learned.
    """

    accepted: bool
    corrections: int
    corrections_before: float
    corrections_after: float
    validation_before: float
    validation_after: float
    n_validation: int
    refused_before: float
    refused_after: float
    n_others: int
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

    ``images (n, 28, 28)`` are ink as the classifier saw it, ``labels (n,)`` the digits or ``NOT_A_DIGIT``.
    ``split`` has the digits to rehearse and those to validate on. Raises ModelError for a model that cannot
    be taught, or cannot be taught what is no digit.
    """
    start = time.perf_counter()
    proto = onnx.load(str(model))
    old = TrainableOnnx(proto).eval()
    lesson = _Lesson(old, torch.from_numpy(images), torch.from_numpy(labels), split, seed)
    way = lesson.take_back(lesson.learn(on_step))
    taught = lesson.verdict(way, time.perf_counter() - start)
    if taught.accepted:
        write_whole(out, _written(way.network, taught, model).SerializeToString())
    return taught


@dataclass(frozen=True, eq=False)
class _Way:
    """A network on the way from the old to the new one; ``own`` is the share of corrections learned."""

    share: float
    network: TrainableOnnx
    own: float
    kept: Kept


class _Lesson:
    def __init__(self, old: TrainableOnnx, images: Tensor, labels: Tensor, split: Split, seed: int) -> None:
        self.old = old
        self.generator = torch.Generator().manual_seed(seed)
        self.corrected = images[:, None]
        self.right = labels
        self.rehearsed, self.known = as_tensors(split.train_images, split.train_labels)
        self.others = others_of(split.train_images, split.train_labels, (TRAINING, seed))
        self.memory = Memory(old, split, seed)
        self.before = self._own(old)
        if int(labels.max()) >= scores_of(old, self.corrected[:1]).shape[1]:
            raise ModelError(
                "This model only knows the ten digits and cannot learn what is no digit. "
                "Delete those corrections, or teach the shipped model."
            )

    def learn(self, on_step: Callable[[int, int], None]) -> TrainableOnnx:
        """A copy of the old network after ``STEPS`` steps."""
        network = copy.deepcopy(self.old)
        optimiser = uncompiled(torch.optim.Adam)(network.parameters(), LEARNING_RATE)
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
        return cross_entropy(scores_of(network, images), self.right[chosen])

    def _rehearsal_loss(self, network: nn.Module) -> Tensor:
        chosen = torch.randint(len(self.known), (REHEARSED,), generator=self.generator)
        odd, plain = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
        # What is no digit must stay so, and only the old answers tell how surely.
        none = torch.randint(len(self.others), (NO_DIGITS,), generator=self.generator)
        changed = augment(self.rehearsed[odd], ANY_HAND, self.generator)
        images = torch.cat([changed, self.rehearsed[plain], self.others[none]])
        scores = scores_of(network, images)
        old = probabilities(self.old, images[len(odd) :]).clone()
        held = kl_div(log_softmax(scores[len(odd) :], 1), old, reduction="batchmean")
        return cross_entropy(scores[: len(chosen)], self.known[torch.cat([odd, plain])]) + HELD * held

    def take_back(self, new: TrainableOnnx) -> _Way:
        """The shortest of ``KEPT_SHARES`` of the way that learns most and forgets no more than allowed."""
        ways = [self._way(new, share) for share in KEPT_SHARES]
        allowed = [way for way in ways if self.memory.holds(way.kept)] or ways[:1]
        gained = max(way.own for way in allowed) - self.before
        return next(way for way in allowed if way.own >= self.before + MOST_OF * gained - 1e-9)

    def _way(self, new: TrainableOnnx, share: float) -> _Way:
        network = _between(self.old, new, share)
        return _Way(share, network, self._own(network), self.memory.measure(network))

    def _own(self, network: nn.Module) -> float:
        return share_of(probabilities(network, self.corrected).argmax(1) == self.right)

    def verdict(self, way: _Way, seconds: float) -> Taught:
        """What came of it."""
        was = self.memory.before
        return Taught(
            accepted=self.memory.holds(way.kept) and way.own > self.before,
            corrections=len(self.right),
            corrections_before=self.before,
            corrections_after=way.own,
            validation_before=was.accuracy,
            validation_after=way.kept.accuracy,
            n_validation=len(self.memory.labels),
            refused_before=was.refused,
            refused_after=way.kept.refused,
            n_others=len(self.memory.others),
            share=way.share,
            seconds=seconds,
        )


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
