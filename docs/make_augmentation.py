"""Draws docs/augmentation.png: each kind of augmentation on three digits, at twice its usual strength.

python docs/make_augmentation.py
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch

from inkread.data.mnist import load_dataset
from inkread.recipes.augmentation import (
    Augmentation,
    Background,
    Blur,
    Elastic,
    Noise,
    Rotate,
    Scale,
    Shear,
    Shift,
    Thickness,
)
from inkread.training.augment import augmented_examples

KINDS: tuple[Augmentation, ...] = (
    Shift(3),
    Rotate(25),
    Scale(20, stretch=20),
    Shear(25),
    Elastic(2),
    Thickness(2),
    Blur(2, share=1),
    Noise(0.3, share=1),
    Background(0.5, fade=0.5, share=1),
)
COPIES, ZOOM, LABEL = 7, 2, 130


def row(step: Augmentation, images: torch.Tensor) -> np.ndarray:
    """One kind: its name, then each digit followed by its changed copies, black on white."""
    sheet = augmented_examples(images, (step,), COPIES, torch.Generator().manual_seed(1))
    strip = sheet.numpy().transpose(2, 0, 1, 3).reshape(28, -1)
    large = cv2.resize(255 - np.rint(255 * strip).astype(np.uint8), None, fx=ZOOM, fy=ZOOM)
    label = np.full((large.shape[0], LABEL), 255, np.uint8)
    cv2.putText(label, type(step).__name__, (8, 36), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1, cv2.LINE_AA)
    return np.hstack([label, large])


def main() -> None:
    """Draw the picture from the embedded digits."""
    digits = load_dataset("digits")
    images = torch.from_numpy(digits.train_images[[2, 4, 5]]).float()[:, None] / 255
    picture = np.vstack([row(step, images) for step in KINDS])
    cv2.imwrite(str(Path(__file__).with_name("augmentation.png")), picture)


if __name__ == "__main__":
    main()
