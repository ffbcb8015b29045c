"""Random amounts for a batch of pictures, drawn on the generator's device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import torch
from torch import Generator, Tensor

_Kind = TypeVar("_Kind")


def uniform(n: int, generator: Generator) -> Tensor:
    """``(n,)`` numbers in [0, 1)."""
    return torch.rand(n, generator=generator, device=generator.device)


def signed(n: int, generator: Generator) -> Tensor:
    """``(n,)`` numbers in [-1, 1)."""
    return 2 * uniform(n, generator) - 1


def whole(reach: int, shape: tuple[int, ...], generator: Generator) -> Tensor:
    """Whole numbers from ``-reach`` to ``reach``, both included."""
    return torch.randint(-reach, reach + 1, shape, generator=generator, device=generator.device)


def of_kind(values: Iterable[object], kind: type[_Kind]) -> list[_Kind]:
    """Those of ``values`` that are of the ``kind``, in their order."""
    return [value for value in values if isinstance(value, kind)]
