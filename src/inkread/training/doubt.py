"""A trained network taught anew what is not one digit, while its ten digits stay exactly as they are.

Only the last layer's row for that class learns: a logistic regression, on what the layers below see, of none
against any digit. The odds between two digits do not move, so every digit is read as before; what has been
learnt is kept more strictly than by distillation (Li & Hoiem 2017, "Learning without Forgetting")::

    ink ──► layers, frozen ──► features ──┬──► ten rows, frozen ──► what speaks for any digit ──┐
                                          └──► one row, learning ───────────────────────────────┴──► odds
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from inkread.training.loop import Resident
from inkread.training.scene_crops import NOT_A_DIGIT

LEARNING_RATE = 1e-3
"""Of Adam at the start; it falls to nothing in a straight line."""


def teach_doubt(network: nn.Sequential, pictures: Resident, *, passes: int, seed: int) -> None:
    """Fit the last layer's row ``NOT_A_DIGIT`` to ``pictures`` labelled 0 … 10; all else stays."""
    network.eval()
    body, last = network[:-1], cast(nn.Linear, network[-1])
    row = torch.cat([last.weight[NOT_A_DIGIT], last.bias[NOT_A_DIGIT : NOT_A_DIGIT + 1]]).detach().clone()
    generator = torch.Generator(row.device).manual_seed(seed)
    optimiser = torch.optim.Adam([row.requires_grad_()], LEARNING_RATE)
    falling = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 0, passes * pictures.steps)
    for _ in range(passes):
        for images, labels in pictures.epoch(generator):
            loss = _loss(row, body, last, images, labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            falling.step()
    with torch.no_grad():
        last.weight[NOT_A_DIGIT], last.bias[NOT_A_DIGIT] = row[:-1], row[-1]


def _loss(row: Tensor, body: nn.Module, last: nn.Linear, images: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of none against any digit, the digits' odds among themselves left out."""
    with torch.no_grad():
        features = body(images)
        any_digit = last(features)[:, :NOT_A_DIGIT].logsumexp(1)
    odds = features @ row[:-1] + row[-1] - any_digit
    return binary_cross_entropy_with_logits(odds, (labels == NOT_A_DIGIT).float())
