"""Ink that moves: shift, rotation, scale, shear and elastic deformation in one sampling.

Each picture's map from output to input pixels is a sum of few functions over the picture (a constant, x, y
and one bump for each elastic node), so one matrix product, coefficients times functions, gives every
sampling point of a thousand pictures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import torch
from torch import Generator, Tensor
from torch.nn import functional

from inkread.core import SIDE
from inkread.recipes.augmentation import Augmentation, Elastic, Rotate, Scale, Shear, Shift
from inkread.training.draw import of_kind, signed, whole


def moved(images: Tensor, steps: Sequence[Augmentation], generator: Generator) -> Tensor:
    """``(n, 1, 28, 28)`` images moved by random amounts of all ``steps``, which are geometric, at once."""
    if not steps:
        return images
    if len(steps) == 1 and isinstance(steps[0], Shift) and steps[0].px == int(steps[0].px):
        return shift(images, whole(int(steps[0].px), (len(images), 2), generator))
    elastic = of_kind(steps, Elastic)
    grid = elastic[0].grid if elastic else 0
    return warp(images, _coefficients(len(images), steps, grid, generator), grid)


def shift(images: Tensor, offsets: Tensor) -> Tensor:
    """``(n, 1, 28, 28)`` images moved right and down by ``(n, 2)`` whole pixels; what leaves is lost.

    Four times faster than sampling: every row of the result is 28 neighbours in memory, so one look-up of
    rows in a view of all such neighbours does it.
    """
    reach = int(offsets.abs().max()) if len(offsets) else 0
    side = SIDE + 2 * reach
    padded = functional.pad(images, (reach,) * 4).reshape(-1)
    starts = padded.as_strided((padded.numel() - SIDE + 1, SIDE), (1, 1))
    picture = torch.arange(len(images), device=images.device) * side**2
    corner = picture + (reach - offsets[:, 1]) * side + reach - offsets[:, 0]
    rows = corner[:, None] + torch.arange(SIDE, device=images.device) * side
    return functional.embedding(rows, starts).view(-1, 1, SIDE, SIDE)


def warp(images: Tensor, coefficients: Tensor, grid: int = 0) -> Tensor:
    """``(n, 1, 28, 28)`` images sampled bilinearly where their coefficients say; paper beyond the edge.

    ``coefficients`` is ``(n, 2, 3 + grid²)``: for x and for y of the input, in pixels from the centre, the
    factors of 1, x and y of the output, then the shift of each node of the elastic net, row by row.
    """
    points = coefficients.reshape(-1, coefficients.shape[-1]) @ _functions(grid).to(images.device)
    points = points.view(-1, 2, SIDE, SIDE).permute(0, 2, 3, 1)
    sampled = functional.grid_sample(images, points, padding_mode="zeros", align_corners=False)
    return sampled.clamp_(0, 1)  # four weights may add up to a little more than 1


@lru_cache(maxsize=8)
def _functions(grid: int) -> Tensor:
    """``(3 + grid², 784)``: 1, x, y and each node's bump at every pixel, in units of 14 pixels."""
    line = torch.arange(SIDE, dtype=torch.float32) - (SIDE - 1) / 2
    y, x = torch.meshgrid(line, line, indexing="ij")
    parts = [torch.ones_like(x)[None], x[None], y[None]]
    if grid:
        nodes = torch.eye(grid**2).view(-1, 1, grid, grid)
        parts.append(
            functional.interpolate(nodes, size=(SIDE, SIDE), mode="bicubic", align_corners=True)[:, 0]
        )
    return torch.cat(parts).view(-1, SIDE**2) / (SIDE / 2)


def _coefficients(n: int, steps: Sequence[Augmentation], grid: int, generator: Generator) -> Tensor:
    """Random coefficients for ``warp``; the maps are inverse, from output to input."""
    matrix = torch.eye(2, device=generator.device).expand(n, 2, 2)
    offset = torch.zeros(n, 2, device=generator.device)
    nodes = torch.zeros(n, 2, grid**2, device=generator.device)
    for step in steps:
        if isinstance(step, Shift):
            offset = offset + step.px * signed(2 * n, generator).view(n, 2)
        elif isinstance(step, Elastic):
            nodes = step.px * torch.randn(n, 2, grid**2, generator=generator, device=generator.device)
        else:
            matrix = matrix @ _inverse(step, n, generator)
    start = -(matrix @ offset[:, :, None])
    return torch.cat([start, matrix, nodes], dim=2)


def _inverse(step: Augmentation, n: int, generator: Generator) -> Tensor:
    """``(n, 2, 2)``: what undoes a random rotation, scaling or shear."""
    one, none = torch.ones(n, device=generator.device), torch.zeros(n, device=generator.device)
    if isinstance(step, Rotate):
        angle = signed(n, generator) * math.radians(step.degrees)
        entries = [angle.cos(), angle.sin(), -angle.sin(), angle.cos()]
    elif isinstance(step, Shear):
        entries = [one, torch.tan(signed(n, generator) * math.radians(step.degrees)), none, one]
    elif isinstance(step, Scale):
        grown = _factor(step.percent, n, generator)
        entries = [1 / (grown * _factor(step.stretch, n, generator)), none, none]
        entries.append(1 / (grown * _factor(step.stretch, n, generator)))
    else:
        raise TypeError(f"{step} moves no ink")
    return torch.stack(entries, dim=1).view(n, 2, 2)


def _factor(percent: float, n: int, generator: Generator) -> Tensor:
    return torch.exp(signed(n, generator) * math.log1p(percent / 100))
