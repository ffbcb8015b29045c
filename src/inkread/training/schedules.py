"""How the learning rate moves over a run: a factor of the optimiser's own rate."""

from __future__ import annotations

import math

from inkread.recipes.recipe import Constant, Cosine, Schedule, Triangle


def rate_at(schedule: Schedule, progress: float) -> float:
    """The factor in [0, 1] at ``progress`` from 0 (first step) to 1 (after the last)."""
    match schedule:
        case Constant():
            return 1.0
        case Triangle():
            return _warm(progress, schedule.warm_up) * min(1.0, (1 - progress) / (1 - schedule.warm_up))
        case Cosine():
            rest = max(0.0, progress - schedule.warm_up) / (1 - schedule.warm_up)
            return _warm(progress, schedule.warm_up) * (1 + math.cos(math.pi * rest)) / 2


def _warm(progress: float, warm_up: float) -> float:
    return min(1.0, progress / warm_up) if warm_up else 1.0
