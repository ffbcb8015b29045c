"""Changed copies of training pictures, as tensor code on whatever device the pictures are.

What moves ink is in ``inkread.training.warp``; what changes its thickness, sharpness and grey is here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Generator, Tensor
from torch.nn import functional

from inkread.core import SIDE
from inkread.recipes.augmentation import GEOMETRIC, Augmentation, Background, Blur, Noise, Thickness
from inkread.training.draw import of_kind, signed, uniform
from inkread.training.warp import moved

CHUNK = 500
"""Pictures worked on at once on a CPU: larger pieces leave its cache, and cost twice as much a picture."""


def augment(images: Tensor, augmentations: Sequence[Augmentation], generator: Generator) -> Tensor:
    """Each of ``images`` changed by amounts of its own.

    ``images`` is ``(n, 1, 28, 28) float32`` ink in [0, 1] on the generator's device, and so is what returns.
    The order is always geometry, thickness, blur, background, noise: as hand, pen, lens and sensor come.
    The same state of ``generator`` gives the same pictures.
    """
    if not augmentations or not len(images):
        return images
    size = CHUNK if images.device.type == "cpu" else len(images)
    if len(images) <= size:
        return _chunk(images, augmentations, generator)
    changed = torch.empty_like(images)
    for before, after in zip(torch.split(images, size), torch.split(changed, size), strict=True):
        after.copy_(_chunk(before, augmentations, generator))
    return changed


def augmented_examples(
    images: Tensor, augmentations: Sequence[Augmentation], copies: int, generator: Generator
) -> Tensor:
    """``(n, copies + 1, 28, 28)``: each of ``(n, 1, 28, 28)`` images, then ``copies`` changed ones of it."""
    n = len(images)
    changed = augment(images.repeat_interleave(copies, dim=0), augmentations, generator)
    return torch.cat([images, changed.view(n, copies, SIDE, SIDE)], dim=1)


def _chunk(images: Tensor, augmentations: Sequence[Augmentation], generator: Generator) -> Tensor:
    images = moved(images, [step for step in augmentations if isinstance(step, GEOMETRIC)], generator)
    for pen in of_kind(augmentations, Thickness):
        px = pen.px * signed(len(images), generator)
        images = thicken(images, px * _touched(pen.share, images, generator))
    for lens in of_kind(augmentations, Blur):
        sigma_px = lens.px * uniform(len(images), generator)
        images = blur(images, sigma_px * _touched(lens.share, images, generator))
    for paper in of_kind(augmentations, Background):
        images = _on_paper(images, paper, generator)
    for sensor in of_kind(augmentations, Noise):
        images = _noisy(images, sensor, generator)
    return images


def _touched(share: float, images: Tensor, generator: Generator) -> Tensor:
    """1 for the pictures to change and 0 for the others."""
    return (uniform(len(images), generator) < share).to(images.dtype)


def thicken(images: Tensor, px: Tensor) -> Tensor:
    """``(n, 1, 28, 28)`` images with strokes ``(n,)`` pixels wider in all, or thinner below 0.

    A step of dilation (the largest of 3 by 3 pixels) widens by two; a fraction of it is blended in. Thinning
    is the same done to the paper.
    """
    steps = px.abs().view(-1, 1, 1, 1) / 2
    thin = (px < 0).to(images.dtype).view(-1, 1, 1, 1)
    grown = thin + (1 - 2 * thin) * images
    for done in range(math.ceil(float(steps.max())) if len(images) else 0):
        grown = torch.lerp(grown, _dilated(grown), (steps - done).clamp(0, 1))
    return (thin + (1 - 2 * thin) * grown).clamp_(0, 1)


def _dilated(images: Tensor) -> Tensor:
    # Two passes of slices are 30 times faster on a CPU than max_pool2d with stride 1.
    padded = functional.pad(images, (1, 1, 1, 1), mode="replicate")
    rows = torch.maximum(torch.maximum(padded[:, :, :-2], padded[:, :, 1:-1]), padded[:, :, 2:])
    return torch.maximum(torch.maximum(rows[..., :-2], rows[..., 1:-1]), rows[..., 2:])


def blur(images: Tensor, sigma_px: Tensor) -> Tensor:
    """``(n, 1, 28, 28)`` images smoothed by Gaussians with ``(n,)`` standard deviations; paper around.

    One matrix product for columns and one for rows, so that every picture has its own width.
    """
    distance = torch.arange(1 - SIDE, SIDE, device=images.device, dtype=images.dtype)
    bell = torch.exp(-0.5 * (distance / sigma_px.clamp(min=1e-3)[:, None]) ** 2)
    bell = bell / bell.sum(dim=1, keepdim=True)
    band = bell.unfold(1, SIDE, 1).flip(1)[:, None]
    return (band @ images @ band.transpose(2, 3)).clamp(0, 1)


def _on_paper(images: Tensor, step: Background, generator: Generator) -> Tensor:
    touched = _touched(step.share, images, generator)
    paper = step.level * uniform(len(images), generator) * touched
    fade = step.fade * uniform(len(images), generator) * touched
    span = ((1 - paper) * (1 - fade)).view(-1, 1, 1, 1)
    return paper.view(-1, 1, 1, 1) + span * images


def _noisy(images: Tensor, step: Noise, generator: Generator) -> Tensor:
    level = step.level * uniform(len(images), generator) * _touched(step.share, images, generator)
    chosen = level.nonzero()[:, 0]
    noise = torch.randn((len(chosen), 1, SIDE, SIDE), generator=generator, device=generator.device)
    noisy = images[chosen] + noise * level[chosen].view(-1, 1, 1, 1)
    return images.index_copy(0, chosen, noisy.clamp(0, 1))
