"""Draws the golden pictures: real digits of the embedded UCI set on paper of many kinds.

    python tests/golden/draw.py

The name of a picture is its reading: ``NUMBER_kind.png``, several numbers of a page with ``-`` between them.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from inkread.data.mnist import load_dataset

HERE = Path(__file__).parent


def write(text: str, size: int, gap: int, seed: int) -> np.ndarray:
    """``text`` in UCI digits ``size`` pixels high, as ink."""
    digits = load_dataset("digits")
    rng = np.random.default_rng(seed)
    sheet = np.zeros((2 * size, (size + gap) * (len(text) + 1)), np.float32)
    for place, character in enumerate(text):
        image = digits.train_images[rng.choice(np.flatnonzero(digits.train_labels == int(character)))]
        large = cv2.resize(
            image, (size * 28 // 20, size * 28 // 20), interpolation=cv2.INTER_CUBIC
        ) / np.float32(255)
        y, x = size // 4, size // 2 + place * (size + gap) - size // 5
        window = sheet[y : y + len(large), x : x + len(large)]
        np.maximum(window, np.clip(large[: window.shape[0], : window.shape[1]], 0, 1), out=window)
    return sheet


def photograph(
    ink: np.ndarray, paper: tuple[int, int, int], pen: tuple[int, int, int], shade: float
) -> np.ndarray:
    """Ink in the colour of ``pen`` on ``paper`` (blue, green, red), darker to the right by ``shade``."""
    light = 1 - shade * np.linspace(0, 1, ink.shape[1], dtype=np.float32)[None, :, None]
    mixed = np.float32(paper) * (1 - ink[..., None]) + np.float32(pen) * ink[..., None]
    grain = np.random.default_rng(0).normal(0, 2, mixed.shape)
    return np.clip(mixed * light + grain, 0, 255).astype(np.uint8)


def main() -> None:
    """Write every golden picture."""
    white, cream, black = (245, 245, 245), (200, 225, 235), (20, 20, 20)
    cv2.imwrite(str(HERE / "2014_scan.png"), photograph(write("2014", 40, 14, 1), white, black, 0))
    cv2.imwrite(str(HERE / "0075_shade.png"), photograph(write("0075", 40, 20, 2), white, (60, 60, 60), 0.6))
    cv2.imwrite(str(HERE / "389_orange.png"), photograph(write("389", 48, 20, 3), cream, (20, 110, 230), 0.1))
    cv2.imwrite(
        str(HERE / "61_chalk.png"), photograph(write("61", 60, 20, 4), (40, 50, 45), (235, 235, 235), 0.2)
    )
    ruled = write("4170", 40, 20, 5)
    ruled[66:68] = np.maximum(ruled[66:68], 0.5)
    cv2.imwrite(str(HERE / "4170_ruled.png"), photograph(ruled, white, (140, 60, 20), 0))
    level = photograph(write("52906", 40, 16, 6), white, black, 0)
    turn = cv2.getRotationMatrix2D((level.shape[1] / 2, level.shape[0] / 2), 9, 1)
    turned = cv2.warpAffine(level, turn, level.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    cv2.imwrite(str(HERE / "52906_turned.png"), turned)


if __name__ == "__main__":
    main()
