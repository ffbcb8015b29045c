"""PyTorch's optimisers without its compiler, which takes as long to import as ``fast`` to train."""

from __future__ import annotations

from functools import cache
from inspect import unwrap
from typing import TypeVar

import torch

Steps = TypeVar("Steps", bound=torch.optim.Optimizer)

GUARDED = ("add_param_group", "zero_grad", "state_dict", "load_state_dict")
"""What PyTorch guards against ``torch.compile``, besides ``step``."""


@cache
def uncompiled(kind: type[Steps]) -> type[Steps]:
    """A class that steps as ``kind`` does, its methods freed from their guards against ``torch.compile``.

    Each guard imports the compiler when it is first called: 800 modules, 2 s of processor time.
    """
    free = {name: unwrap(getattr(kind, name)) for name in GUARDED}
    return type(kind.__name__, (kind,), {**free, "step": torch.no_grad()(unwrap(kind.step))})
