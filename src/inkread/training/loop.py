"""The one training loop: all data in one tensor, memory channels-last, no loader."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from inkread.errors import RecipeError
from inkread.recipes.augmentation import Augmentation
from inkread.recipes.recipe import Recipe
from inkread.training.augment import augment
from inkread.training.run import EpochRecord
from inkread.training.state import State

CHUNK = 2_000
"""Pictures gathered and augmented at a time."""


class Pictures(Protocol):
    """What the loop learns from: an endless supply of epochs."""

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        ...

    def epoch(self, generator: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """Batches of ``(n, 1, 28, 28) float32`` ink and ``(n,) int64`` labels, on the generator's device."""
        ...


class Resident:
    """All training pictures in one tensor of bytes on the training device, augmented in large pieces."""

    def __init__(
        self,
        images: npt.NDArray[np.uint8],
        labels: npt.NDArray[np.uint8],
        batch_size: int,
        augmentations: tuple[Augmentation, ...] = (),
        device: torch.device | str = "cpu",
    ) -> None:
        self.images = torch.from_numpy(images).to(device)
        self.labels = torch.from_numpy(labels.astype(np.int64)).to(device)
        self.batch_size = batch_size
        self.augmentations = augmentations

    @property
    def steps(self) -> int:
        """Batches in an epoch; the last one may be smaller."""
        return math.ceil(len(self.images) / self.batch_size)

    def epoch(self, generator: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """Every picture once, in a new order."""
        order = torch.randperm(len(self.images), generator=generator, device=generator.device)
        chunk = max(1, CHUNK // self.batch_size) * self.batch_size
        for piece in order.split(chunk):
            images = augment(_as_ink(self.images.index_select(0, piece)), self.augmentations, generator)
            yield from zip(
                images.split(self.batch_size), self.labels[piece].split(self.batch_size), strict=True
            )


@dataclass(frozen=True)
class Progress:
    """Where a fit stands after a step; ``step`` of ``steps`` in the whole run, ``epoch`` counted from 0."""

    step: int
    steps: int
    epoch: int
    epochs: float
    seconds: float
    latest: EpochRecord | None
    seen: int
    loss_sum: Tensor
    correct: Tensor

    @property
    def loss(self) -> float:
        """This epoch's mean loss so far, in nats."""
        return float(self.loss_sum) / self.seen

    @property
    def accuracy(self) -> float:
        """This epoch's share of right answers so far, with dropout and augmentation at work."""
        return float(self.correct) / self.seen


def fit(
    state: State,
    recipe: Recipe,
    pictures: Pictures,
    validate: Callable[[nn.Module], tuple[float, float]],
    *,
    seed: int,
    on_step: Callable[[Progress], None] = lambda progress: None,
    on_epoch: Callable[[State], None] = lambda state: None,
) -> None:
    """Train ``state`` until ``recipe.epochs`` are done, from wherever it stands.

    Every epoch draws its order, dropout and augmentation from ``seed`` and its own number alone, so a run
    that was cut off after any epoch goes on as if it had not been. ``validate`` returns loss and accuracy.
    Raises RecipeError after an epoch that ends in a loss without bounds, of which nothing is kept.
    """
    total = max(1, round(recipe.epochs * pictures.steps))
    device = next(state.network.parameters()).device
    while (done := state.epochs_done * pictures.steps) < total:
        epoch = _Epoch(state, recipe, state.epochs_done, done, total, on_step)
        epoch.run(islice(pictures.epoch(_seeded(seed, state.epochs_done, device)), total - done))
        loss, accuracy = validate(state.trained)
        record = epoch.record(pictures.steps, loss, accuracy)
        _check_finite(record, recipe)
        state.history.append(record)
        on_epoch(state)


def _check_finite(record: EpochRecord, recipe: Recipe) -> None:
    if not (math.isfinite(record.loss) and math.isfinite(record.validation_loss)):
        raise RecipeError(
            f"The training of '{recipe.name}' diverged by epoch {round(record.epoch, 2):g}: its loss is no "
            f"number any more. Lower the learning rate, now {recipe.optimiser.learning_rate:g}."
        )


class _Epoch:
    """One pass over the pictures, and its sums."""

    def __init__(
        self,
        state: State,
        recipe: Recipe,
        number: int,
        first: int,
        total: int,
        on_step: Callable[[Progress], None],
    ) -> None:
        self.state, self.recipe, self.number, self.on_step = state, recipe, number, on_step
        self.first, self.total = first, total
        self.loss = self.correct = torch.zeros(())
        self.seen = self.steps = 0
        self.start = time.perf_counter()
        self.seconds_before = state.history[-1].seconds if state.history else 0.0

    def run(self, batches: Iterator[tuple[Tensor, Tensor]]) -> None:
        self.state.network.train()
        for images, labels in batches:
            self.state.set_rates(self.recipe.schedule, (self.first + self.steps) / self.total)
            scores = self._step(images, labels)
            self.seen += len(labels)
            self.steps += 1
            self.correct = self.correct + (scores.argmax(1) == labels).sum()
            self.on_step(self._progress())
        float(self.loss)  # waits for a GPU, which is steps behind
        self.seconds = self._seconds()

    def record(self, steps_an_epoch: int, loss: float, accuracy: float) -> EpochRecord:
        epochs = self.number + self.steps / steps_an_epoch
        mine = float(self.loss) / self.seen, float(self.correct) / self.seen
        return EpochRecord(epochs, *mine, loss, accuracy, self.seconds)

    def _step(self, images: Tensor, labels: Tensor) -> Tensor:
        with mixed_precision(images.device):
            scores: Tensor = self.state.network(images)
            loss = cross_entropy(scores, labels, label_smoothing=self.recipe.label_smoothing)
        loss.backward()
        self.state.step()
        self.loss = self.loss + loss.detach() * len(labels)
        return scores.detach()

    def _seconds(self) -> float:
        return self.seconds_before + time.perf_counter() - self.start

    def _progress(self) -> Progress:
        return Progress(
            step=self.first + self.steps,
            steps=self.total,
            epoch=self.number,
            epochs=self.recipe.epochs,
            seconds=self._seconds(),
            latest=self.state.history[-1] if self.state.history else None,
            seen=self.seen,
            loss_sum=self.loss,
            correct=self.correct,
        )


def as_tensor(images: npt.NDArray[np.uint8], device: torch.device | str = "cpu") -> Tensor:
    """``(n, 28, 28) uint8`` as ``(n, 1, 28, 28) float32`` ink in [0, 1], channels-last, on ``device``."""
    return _as_ink(torch.from_numpy(images).to(device))


def _as_ink(images: Tensor) -> Tensor:
    ink = images.float().div_(255).unsqueeze(1)
    return ink.contiguous(memory_format=torch.channels_last)


def mixed_precision(device: torch.device) -> AbstractContextManager[None]:
    """bfloat16 for matrix products where the processor computes them natively, else nothing.

    Weights and their steps stay float32 (Kalamkar et al. 2019, A Study of BFLOAT16 for Deep Learning
    Training).
    """
    return torch.autocast(device.type, torch.bfloat16, enabled=has_fast_bfloat16(device))


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether bfloat16 products are faster than float32: on GPUs, and on CPUs with AVX512-BF16 or AMX.

    Elsewhere PyTorch emulates them, a hundred times slower.
    """
    if device.type != "cpu":
        return device.type == "cuda"
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def _seeded(seed: int, epoch: int, device: torch.device) -> torch.Generator:
    # Dropout draws from the global generator, everything else from the one returned.
    mixed = int(np.random.SeedSequence([seed, epoch]).generate_state(1, np.uint64)[0] >> np.uint64(1))
    torch.manual_seed(mixed)
    return torch.Generator(device).manual_seed(mixed)
