"""A classifier that always says 7, and pictures that the tests write themselves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.reading.reader import Reader


def always_seven(images: np.ndarray) -> np.ndarray:
    probabilities = np.full((len(images), 10), 0.005, np.float32)
    probabilities[:, 7] = 0.95
    return probabilities


def photograph(text: str, gap: int = 60, height: int = 100) -> np.ndarray:
    """``text`` in dark strokes on light paper, as ``(H, W) uint8``."""
    sheet = np.full((height, gap * len(text) + 60), 235, np.uint8)
    for place, character in enumerate(text):
        cv2.putText(
            sheet,
            character,
            (30 + gap * place, height - 28),
            cv2.FONT_HERSHEY_SIMPLEX,
            1.8,
            30,
            4,
            cv2.LINE_AA,
        )
    return sheet


@pytest.fixture
def seven():
    """The classifier that always says 7."""
    return always_seven


@pytest.fixture
def sevens():
    """A reader whose every digit is 7."""
    return Reader(always_seven)


@pytest.fixture
def photo():
    """The function that makes a picture of a text."""
    return photograph
