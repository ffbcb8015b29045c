"""The validation pictures, and what a network says of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from inkread.networks.torch_net import Shifts
from inkread.training.loop import as_tensor

BATCH = 250
"""Pictures answered at once: on a CPU a quarter faster than 1,000."""


class Validation:
    """Pictures ``(n, 28, 28) uint8`` and labels ``(n,) uint8``, on the device; keeps the last answers."""

    def __init__(
        self, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], device: torch.device | str = "cpu"
    ) -> None:
        self.images = as_tensor(images, device)
        self.labels = torch.from_numpy(labels.astype(np.int64)).to(device)
        self._scores: Tensor | None = None

    def score(self, network: nn.Module) -> tuple[float, float]:
        """Mean cross-entropy in nats and accuracy in [0, 1]."""
        self._scores = answers(network, network, self.images)
        return figures_of(self._scores, self.labels)

    def views(self, network: nn.Module, shifts: int) -> Tensor:
        """``(views, n, k)``: the scores of every view of the pictures; without shifts the last answers."""
        if not shifts and self._scores is not None:
            return self._scores[None]
        return answers(network, Shifts(network, shifts).views, self.images)


def answers(network: nn.Module, ask: Callable[[Tensor], Tensor], images: Tensor) -> Tensor:
    """What ``ask`` says of all ``images`` with ``network`` not in training, whose mode and weights stay.

    ``ask`` takes ``(n, 1, 28, 28)`` and gives ``(…, n, k)``; so is what returns.
    """
    mode = network.training
    network.eval()
    with torch.inference_mode():
        parts = [ask(some) for some in images.split(BATCH)]
    network.train(mode)
    return torch.cat(parts, dim=-2)


def figures_of(scores: Tensor, labels: Tensor) -> tuple[float, float]:
    """Mean cross-entropy in nats and accuracy in [0, 1] of ``(n, k)`` scores."""
    right = int((scores.argmax(1) == labels).sum())
    return float(cross_entropy(scores, labels)), right / len(labels)
