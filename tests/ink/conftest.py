"""Ink that the tests draw themselves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest


def write(text: str, height: int = 100, thickness: int = 5, gap: int = 70) -> np.ndarray:
    """``text`` in strokes on a sheet of ink, digits ``gap`` pixels apart."""
    sheet = np.zeros((height, gap * len(text) + 40), np.uint8)
    for place, character in enumerate(text):
        at = (20 + gap * place, height - 25)
        cv2.putText(sheet, character, at, cv2.FONT_HERSHEY_SIMPLEX, 2.0, 255, thickness, cv2.LINE_AA)
    return sheet.astype(np.float32) / 255


@pytest.fixture(scope="session")
def written():
    """The function that writes text as ink."""
    return write


@pytest.fixture
def paper():
    """From ink to a photograph: dark strokes on grey paper, with shade from left to right."""

    def photograph(ink: np.ndarray, shade: float = 0.4, noise: float = 0.01) -> np.ndarray:
        light = 0.9 * (1 - shade * np.linspace(0, 1, ink.shape[1], dtype=np.float32))[None, :]
        grain = np.random.default_rng(3).normal(0, noise, ink.shape)
        return (np.clip(light * (1 - 0.7 * ink) + grain, 0, 1) * 255).astype(np.uint8)

    return photograph
