"""Changed copies of a training picture as arrays, for figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from inkread.recipes.augmentation import Augmentation
from inkread.training.augment import augmented_examples


def changed_copies(
    image: npt.NDArray[np.uint8], augmentations: Sequence[Augmentation], copies: int, seed: int
) -> npt.NDArray[np.float32]:
    """``(copies + 1, 28, 28)`` ink in [0, 1]: the ``(28, 28) uint8`` image, then changed ones of it."""
    ink = torch.from_numpy(image).float().div(255)[None, None]
    sheet = augmented_examples(ink, augmentations, copies, torch.Generator().manual_seed(seed))
    examples: npt.NDArray[np.float32] = sheet[0].numpy()
    return examples
