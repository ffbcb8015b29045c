"""Claims about the pictures that MNIST's digits are made into."""

import runpy
from pathlib import Path

import numpy as np

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "mnist_as_pictures.py"))


def test_sizes_and_polarity(digits):
    """Digits become 16 to 400 pixels large, about half of them white on black."""
    made = [SCRIPT["picture"](digits.train_images[0], np.random.default_rng(seed)) for seed in range(200)]
    assert min(size for _, size in made) >= 16 and max(size for _, size in made) <= 400
    assert 60 < sum(np.median(sheet) > 128 for sheet, _ in made) < 140
