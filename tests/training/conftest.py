"""A tiny problem that trains in milliseconds."""

import numpy as np
import pytest

from inkread.recipes.layers import BatchNorm, Conv, Dense, Dropout, Flatten, MaxPool, ReLU
from inkread.recipes.recipe import Recipe


@pytest.fixture
def tiny():
    """A small network with every kind of randomness but augmentation."""
    return Recipe(
        name="tiny",
        source="test",
        layers=(
            Conv(4, 5, 2),
            BatchNorm(),
            ReLU(),
            MaxPool(2),
            Flatten(),
            Dropout(0.2),
            Dense(16),
            ReLU(),
            Dense(10),
        ),
        epochs=3,
        batch_size=16,
    )


@pytest.fixture
def pictures(rng):
    """64 training pictures whose class is the bright column, and their labels."""
    labels = np.arange(64, dtype=np.uint8) % 10
    images = rng.integers(0, 60, (64, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[:, 4 + 2 * int(label)] = 255
    return images, labels
