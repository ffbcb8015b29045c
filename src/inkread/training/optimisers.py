"""The optimisers that recipes name, ready to step over a network's weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from inkread.recipes.recipe import Adadelta, Adam, Muon, Optimiser, RMSprop
from inkread.training.uncompiled import uncompiled

# Jordan et al. 2024, "Muon": the quintic whose repeated use drives every singular value towards 1.
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


@uncompiled
class MuonSteps(torch.optim.Optimizer):
    """Momentum whose every step is made nearly orthogonal (Jordan et al. 2024, "Muon").

    For weights of two or more dimensions; a kernel counts as a matrix of its filters. Nesterov momentum.
    The step has a root-mean-square of about ``learning_rate`` times the norm of the weights' own rows, so
    one rate serves layers of every size, and each filter keeps a fixed norm as in airbench94 (Jordan 2024).
    """

    def __init__(self, weights: Iterable[Tensor], learning_rate: float, momentum: float, steps: int) -> None:
        super().__init__(weights, {"lr": learning_rate, "momentum": momentum, "steps": steps})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for weight in group["params"]:
                _muon_step(weight, self.state[weight], group)


def _muon_step(weight: Tensor, state: dict[str, Any], group: dict[str, Any]) -> None:
    if weight.grad is None:
        return
    if "momentum" not in state:
        state["momentum"] = torch.zeros_like(weight)
        state["norm"] = weight.norm()
    state["momentum"].mul_(group["momentum"]).add_(weight.grad)
    step = weight.grad.add(state["momentum"], alpha=group["momentum"])
    matrix = orthogonal(step.flatten(1), group["steps"])
    # The norm is held, so the rate alone says how far a step turns the weights.
    weight.mul_(state["norm"] / weight.norm())
    scale = group["lr"] * state["norm"] / min(matrix.shape) ** 0.5
    weight.sub_(matrix.view_as(step) * scale)


def orthogonal(matrix: Tensor, steps: int) -> Tensor:
    """``(rows, columns)`` with its singular values brought near 1 by Newton–Schulz iterations, one at least.

    Every iterate is a square factor times the matrix. Factors and their products alone are worked out, which
    halves the work for a matrix of six times as many columns as rows.
    """
    wide = matrix.shape[0] <= matrix.shape[1]
    x: Tensor = matrix if wide else matrix.mT
    x = x / (x.norm() + 1e-7)
    gram = x @ x.mT
    factor = step = _factor(gram)
    for _ in range(steps - 1):
        gram = step @ gram @ step
        step = _factor(gram)
        factor = step @ factor
    x = factor @ x
    return x if wide else x.mT


def _factor(gram: Tensor) -> Tensor:
    """``a + b gram + c gram²``: what an iteration multiplies a matrix with."""
    a, b, c = NEWTON_SCHULZ
    factor = torch.addmm(gram, gram, gram, beta=b, alpha=c)
    factor.diagonal().add_(a)
    return factor


def build_optimisers(optimiser: Optimiser, network: nn.Module) -> list[torch.optim.Optimizer]:
    """The optimisers that together step over all of the network's trainable weights.

    Raises ValueError where Muon has nothing to step over, and what PyTorch raises for settings that it
    refuses.
    """
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    match optimiser:
        case Adam():
            return [_adam(weights, optimiser)]
        case RMSprop():
            return [
                uncompiled(torch.optim.RMSprop)(
                    weights, optimiser.learning_rate, alpha=optimiser.rho, eps=optimiser.epsilon, foreach=True
                )
            ]
        case Adadelta():
            return [
                uncompiled(torch.optim.Adadelta)(
                    weights, optimiser.learning_rate, rho=optimiser.rho, eps=optimiser.epsilon, foreach=True
                )
            ]
        case Muon():
            inner = _inner_matrices(network, optimiser.first_layer)
            if not inner:
                raise ValueError(_no_inner(optimiser.first_layer))
            rest = [weight for weight in weights if not any(weight is matrix for matrix in inner)]
            return [
                MuonSteps(inner, optimiser.learning_rate, optimiser.momentum, optimiser.steps),
                _adam(rest, optimiser.rest),
            ]


def _adam(weights: Iterable[Tensor], settings: Adam) -> torch.optim.Optimizer:
    kind: type[torch.optim.Adam] = uncompiled(torch.optim.Adam)
    return kind(weights, settings.learning_rate, betas=settings.betas, eps=settings.epsilon, fused=True)


def _no_inner(first: bool) -> str:
    if first:
        return "it steps over the layers before the last, and there are none; take Adam, or one layer more"
    return (
        "it steps over the layers between the first and the last, and there are none; "
        "take Adam, one layer more, or of two layers the first one too: first_layer=True"
    )


def _inner_matrices(network: nn.Module, first: bool) -> list[nn.Parameter]:
    """All kernels and matrices but the last layer's, and but the first's unless ``first``."""
    matrices = [weight for weight in network.parameters() if weight.ndim >= 2]
    return matrices[0 if first else 1 : -1]
