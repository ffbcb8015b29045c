"""All that changes while a network is trained, and one step of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from inkread.errors import RecipeError
from inkread.recipes.recipe import Recipe, Schedule
from inkread.training.optimisers import build_optimisers
from inkread.training.run import EpochRecord
from inkread.training.schedules import rate_at


@dataclass
class State:
    """All that changes during a fit, and so all that a resumed one needs."""

    network: nn.Module
    optimisers: list[torch.optim.Optimizer]
    average: AveragedModel | None
    history: list[EpochRecord] = field(default_factory=list)

    @property
    def trained(self) -> nn.Module:
        """The network to use: the averaged one where the recipe averages."""
        return self.network if self.average is None else self.average.module

    @property
    def epochs_done(self) -> int:
        """Whole epochs behind it."""
        return len(self.history)

    def set_rates(self, schedule: Schedule, progress: float) -> None:
        """The learning rates of every optimiser for a share ``progress`` in [0, 1] of the run."""
        factor = rate_at(schedule, progress)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group.setdefault("initial_lr", group["lr"]) * factor

    def step(self) -> None:
        """One step along the gradients that are there, which are then gone; the average follows."""
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad()
        if self.average is not None:
            self.average.update_parameters(self.network)


def new_state(network: nn.Module, recipe: Recipe) -> State:
    """The state before the first step. Raises RecipeError for settings that the optimisers refuse."""
    average = None if recipe.average is None else averaged(network, recipe.average)
    try:
        return State(network, build_optimisers(recipe.optimiser, network), average)
    except (ValueError, TypeError, AttributeError) as error:
        raise RecipeError(f"Recipe '{recipe.name}' has {recipe.optimiser}: {error}.") from error


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """A copy of ``network`` that follows its weights as an exponential average (Polyak & Juditsky 1992)."""
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)
