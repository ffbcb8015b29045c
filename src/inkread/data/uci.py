"""The embedded digits: real handwriting that is at hand without a download.

The 1,797 digits that ship inside scikit-learn are the test set of UCI's "Optical recognition of handwritten
digits" (Alpaydin and Kaynak 1998, CC BY 4.0): bitmaps of 32 × 32, of which every block of 4 × 4 was counted,
so 8 × 8 values from 0 to 16, written by 13 people. Here each is brought to MNIST's form:

1. divided by 16, so that 0 is paper and 1 is ink;
2. enlarged from 8 × 8 to 20 × 20 with Catmull-Rom cubic interpolation (a = -1/2), each side alone;
3. made as crisp and as heavy as MNIST: under 0.2 all is paper, over 0.95 all is ink, linear between;
4. shifted by whole pixels until the centre of mass is in the middle of 28 × 28.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.data.dataset import Dataset, make_dataset
from inkread.data.form import BOX, centre
from inkread.data.splits import draw_stratified
from inkread.errors import MissingExtraError

TEST_FRACTION = 1 / 5
PAPER, FULL_INK = 0.2, 0.95


def load_digits() -> Dataset:
    """1,438 digits to train on and 359 to test on, ``(n, 28, 28) uint8``, the same ones every time.

    The test set is a stratified fifth, drawn with seed 0. Raises ``MissingExtraError`` without scikit-learn.
    """
    try:
        from sklearn.datasets import load_digits as load_uci
    except ImportError:
        raise MissingExtraError("scikit-learn", "train", "Reading the embedded digits") from None
    counts, labels = load_uci(return_X_y=True)
    images = to_mnist_form(counts.reshape(-1, 8, 8))
    labels = labels.astype(np.uint8)
    test = draw_stratified(labels, TEST_FRACTION)
    arrays = {
        "train_images": images[~test],
        "train_labels": labels[~test],
        "test_images": images[test],
        "test_labels": labels[test],
    }
    return make_dataset(arrays, name="digits", origin="UCI optical digits inside scikit-learn")


def to_mnist_form(counts: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """``(n, 8, 8)`` block counts from 0 to 16 as ``(n, 28, 28) uint8`` digits in MNIST's form."""
    weights = cubic_weights(counts.shape[1], BOX)
    boxes = weights @ (counts / 16) @ weights.T
    crisp = np.clip((boxes - PAPER) / (FULL_INK - PAPER), 0, 1).astype(np.float32)
    return np.stack([centre(box) for box in crisp])


def cubic_weights(n_from: int, n_to: int) -> npt.NDArray[np.float64]:
    """``(n_to, n_from)``: what each old pixel gives to each new one; the rows sum to 1 (Keys 1981)."""
    places = (np.arange(n_to) + 0.5) * n_from / n_to - 0.5
    distance = np.abs(places[:, None] - np.arange(n_from)[None, :])
    near = 1.5 * distance**3 - 2.5 * distance**2 + 1
    far = -0.5 * distance**3 + 2.5 * distance**2 - 4 * distance + 2
    weights = np.where(distance < 1, near, np.where(distance < 2, far, 0))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
