"""Training of the line recogniser: connectionist temporal classification on lines that are never seen twice.

``training.loop`` does not fit: its pictures are 28 by 28 with one label each, resident in one tensor, and its
loss is cross-entropy. Here every line has its own width and text, and is composed when it is needed. The
state, its optimisers, its average and its checkpoint are the loop's own.

The loss is that of Graves, Fernández, Gomez and Schmidhuber, 2006: all ways of spreading a text over the
columns count, so nobody has to say where a digit stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import ctc_loss

from inkread.ink.strip import HIGH_PX, STEP_PX
from inkread.recipes.recipe import Adam, Muon, Triangle
from inkread.training.line_compose import Digits, Strip, compose_strip
from inkread.training.line_net import BLANK, LineNet
from inkread.training.optimisers import build_optimisers
from inkread.training.run import EpochRecord
from inkread.training.state import State, averaged

Random = np.random.Generator

FAST = Muon(0.05, rest=Adam(6e-3, (0.8, 0.95)))
SLOW = Muon(0.02, rest=Adam(2e-3, (0.8, 0.95)))
"""For the first stage of a training, and for going on from one that is finished."""

SCHEDULE = Triangle(0.1333)
AVERAGE = 0.998
BATCH = 32
PORTION = 1_024
"""Lines drawn from one seed and sorted by width, so that a batch is hardly padded."""

PORTIONS_AN_EPOCH = 20
"""After so many portions the held-out lines are read and a checkpoint is written."""

SEEN_SHARE = 0.15
"""Of the lines that went through the reader's front end; these are few, and come again."""


@dataclass(frozen=True, eq=False)
class Lines:
    """What lines are made of: digits to compose, by their ``shares``, and lines that are ready.

    ``size`` lines are drawn at a time."""

    sources: Sequence[Digits]
    shares: Sequence[float]
    seen: Sequence[Strip]
    size: int = PORTION

    def portion(self, seed: tuple[int, ...]) -> list[Strip]:
        """``size`` lines, decided by the seed alone."""
        random, n = np.random.default_rng(seed), self.size
        ready = random.random(n) < SEEN_SHARE if self.seen else np.zeros(n, np.bool_)
        return [
            _stretched(self.seen[int(random.integers(len(self.seen)))], random)
            if is_ready
            else compose_strip(self.sources, self.shares, random)
            for is_ready in ready
        ]


def new_line_state(seed: int, optimiser: Muon = FAST, before: State | None = None) -> State:
    """The state before the first step; its weights are those that the training ``before`` ended with."""
    torch.manual_seed(seed)
    network = LineNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if before is not None:
        network.load_state_dict(before.trained.state_dict())
    return State(network, build_optimisers(optimiser, network), averaged(network, AVERAGE))


def fit_lines(
    state: State,
    lines: Lines,
    held: Sequence[Strip],
    *,
    epochs: int,
    seed: int,
    portions: int = PORTIONS_AN_EPOCH,
    on_epoch: Callable[[State], None] = lambda state: None,
) -> None:
    """Train ``state`` from wherever it stands to ``epochs`` of so many ``portions`` of lines each.

    Each portion depends on ``seed`` and its number alone, so a run that was cut off after any epoch goes on
    as if it had not been. The history's accuracies are shares of whole lines.
    """
    total = epochs * portions
    seconds = state.history[-1].seconds if state.history else 0.0
    while (epoch := len(state.history)) < epochs:
        start = time.perf_counter()
        losses = []
        for portion in range(epoch * portions, (epoch + 1) * portions):
            drawn = lines.portion((seed, 1, portion))
            losses += _learn(state, drawn, portion, total, np.random.default_rng((seed, 2, portion)))
        seconds += time.perf_counter() - start
        loss, right = score_lines(state.trained, held)
        state.history.append(
            EpochRecord(epoch + 1, float(np.mean(losses)), float("nan"), loss, right, seconds)
        )
        on_epoch(state)


def _learn(state: State, lines: list[Strip], portion: int, total: int, random: Random) -> list[float]:
    """One pass over a portion; the mean loss of each batch in nats a line."""
    state.network.train()
    groups = _groups(lines)
    losses = []
    for step, index in enumerate(random.permutation(len(groups))):
        state.set_rates(SCHEDULE, (portion + step / len(groups)) / total)
        group = groups[index]
        loss = _loss(state.network(batch_of(group)), [line.text for line in group]) / len(group)
        loss.backward()
        state.step()
        losses.append(float(loss.detach()))
    return losses


def score_lines(network: torch.nn.Module, lines: Sequence[Strip]) -> tuple[float, float]:
    """Mean loss in nats a line, and the share of lines whose best columns spell them exactly."""
    network.eval()
    loss, right = 0.0, 0
    with torch.inference_mode():
        for group in _groups(list(lines)):
            scores = network(batch_of(group))
            loss += float(_loss(scores, [line.text for line in group]))
            right += sum(spelt(row) == line.text for row, line in zip(scores.numpy(), group, strict=True))
    return loss / len(lines), right / len(lines)


def spelt(scores: npt.NDArray[np.float32]) -> str:
    """The text of the best class of each column, of ``(11, T)`` scores: repeats merged, blanks left out."""
    best = scores.argmax(axis=0)
    kept = best[np.flatnonzero(np.diff(best, prepend=BLANK))]
    return "".join(str(digit) for digit in kept if digit != BLANK)


def batch_of(lines: Sequence[Strip]) -> Tensor:
    """``(n, 1, 32, W) float32`` ink, each line at the left, paper beyond it."""
    wide = max(line.ink.shape[1] for line in lines)
    sheet = np.zeros((len(lines), 1, HIGH_PX, wide), np.float32)
    for row, line in zip(sheet, lines, strict=True):
        np.divide(line.ink, 255, out=row[0, :, : line.ink.shape[1]], casting="unsafe")
    return torch.from_numpy(sheet).contiguous(memory_format=torch.channels_last)


def _loss(scores: Tensor, texts: list[str]) -> Tensor:
    """The summed loss of a batch; padded columns are paper and count as such."""
    columns = scores.permute(2, 0, 1).log_softmax(2)
    targets = torch.tensor([int(digit) for text in texts for digit in text], dtype=torch.long)
    lengths = torch.tensor([len(text) for text in texts])
    all_columns = torch.full((len(texts),), len(columns))
    loss: Tensor = ctc_loss(
        columns, targets, all_columns, lengths, blank=BLANK, reduction="sum", zero_infinity=True
    )
    return loss


def _groups(lines: list[Strip]) -> list[list[Strip]]:
    ordered = sorted(lines, key=lambda line: line.ink.shape[1])
    return [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]


def _stretched(line: Strip, random: Random) -> Strip:
    """The line up to a tenth wider or narrower, and a pixel up or down."""
    wide = max(round(line.ink.shape[1] * random.uniform(0.9, 1.1) / STEP_PX), 1) * STEP_PX
    ink = np.asarray(cv2.resize(line.ink, (wide, HIGH_PX), interpolation=cv2.INTER_LINEAR), np.uint8)
    return Strip(np.roll(ink, random.integers(-1, 2), axis=0), line.text)
