"""Ink on paper under a light, through a cheap camera: the pictures that people send.

``on_paper`` takes ``(H, W) float32`` ink and returns ``(H, W, 3) uint8`` red, green, blue.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]
Random = np.random.Generator

PENS = (
    (25, 25, 30),
    (60, 60, 65),
    (20, 40, 140),
    (40, 80, 170),
    (150, 30, 40),
    (20, 100, 60),
    (95, 95, 95),
    (110, 60, 140),
)
"""Colours of ink: black, pencils, blues, red, green, violet."""


@dataclass(frozen=True)
class Paper:
    """How bad the picture is: each amount is the most of it that may happen, 0 for none.

    ``shadow`` and ``texture`` are shares of the light; ``lines`` the chance of ruled lines or a box;
    ``blur_px`` and ``noise`` those of the camera; ``jpeg`` the worst quality (100: none).
    """

    shadow: float = 0.45
    texture: float = 0.03
    lines: float = 0.4
    blur_px: float = 1.0
    noise: float = 0.03
    jpeg: int = 40


CLEAN = Paper(shadow=0, texture=0, lines=0, blur_px=0.3, noise=0, jpeg=100)
"""A scan: white paper, black ink."""

FAIR = Paper(shadow=0.2, lines=0.1, blur_px=0.7, noise=0.01, jpeg=70)
"""A careful photo: little shadow, sharp, seldom ruled."""

ROUGH = Paper()
"""A phone's photo of whatever lay at hand."""


def on_paper(ink: Ink, random: Random, paper: Paper = ROUGH, *, height_px: float) -> Picture:
    """Ink on paper as ``paper`` allows; ``height_px``, the height of a digit, sizes lines and shadows."""
    shape = ink.shape
    colour = np.array(PENS[random.integers(len(PENS))] if paper.shadow else PENS[0], np.float32) / 255
    tone = np.array([1.0, random.uniform(0.95, 1), random.uniform(0.85, 1)], np.float32)
    sheet = tone * (random.uniform(0.7, 1) if paper.shadow else 1)
    density = random.uniform(0.55, 1) if paper.shadow else 1.0
    picture = np.broadcast_to(sheet, (*shape, 3)).astype(np.float32)
    if random.random() < paper.lines:
        picture = _stained(
            picture, _ruling(shape, random, height_px), np.array([0.45, 0.5, 0.65], np.float32)
        )
    picture = _stained(picture, ink * density, colour)
    picture *= _light(shape, random, paper)[..., None]
    return _camera(picture, random, paper)


def _stained(
    picture: npt.NDArray[np.float32], ink: Ink, colour: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    return picture * (1 - ink[..., None] * (1 - colour))


def _ruling(shape: tuple[int, int], random: Random, height_px: float) -> Ink:
    """Ruled lines or a frame, thin, and clear of nothing: they run below or through the digits."""
    high, wide = shape
    lines = np.zeros(shape, np.uint8)
    pen = max(round(height_px * random.uniform(0.02, 0.05)), 1)
    if random.random() < 0.6:
        gap = height_px * random.uniform(1.3, 2)
        start = high / 2 + height_px * random.uniform(0.45, 0.62) - 5 * gap
        for y in np.arange(start, high, gap):
            lean = random.normal(0, 0.004) * wide
            cv2.line(lines, (0, int(y - lean)), (wide, int(y + lean)), 255, pen, cv2.LINE_AA)
    else:
        x, y = random.integers(0, max(int(height_px * 0.25), 1) + 1, 2)
        cv2.rectangle(lines, (int(x), int(y)), (wide - 1 - int(x), high - 1 - int(y)), 255, pen, cv2.LINE_AA)
    return lines.astype(np.float32) / 255 * np.float32(random.uniform(0.4, 1))


def _light(shape: tuple[int, int], random: Random, paper: Paper) -> Ink:
    """Light that falls off to one side, a soft-edged shadow, and the grain of the paper."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    x, y = x / shape[1] - 0.5, y / shape[0] - 0.5
    angle = random.uniform(0, 2 * np.pi)
    across = np.cos(angle) * x + np.sin(angle) * y
    light = 1 - paper.shadow * random.uniform(0, 1) * (across + 0.5)
    if random.random() < 0.3:
        edge = (across - random.uniform(-0.3, 0.3)) / random.uniform(0.01, 0.15)
        light *= 1 - paper.shadow * random.uniform(0, 0.8) / (1 + np.exp(-np.clip(edge, -30, 30)))
    if paper.texture:
        grain = cv2.GaussianBlur(
            random.standard_normal(shape, dtype=np.float32), (0, 0), random.uniform(0.6, 2.5)
        )
        light *= 1 + paper.texture * random.uniform(0, 1) * grain / max(float(grain.std()), 1e-6)
    return np.clip(light, 0.05, 1.2).astype(np.float32)


def _camera(picture: npt.NDArray[np.float32], random: Random, paper: Paper) -> Picture:
    blurred = cv2.GaussianBlur(picture, (0, 0), max(paper.blur_px * random.uniform(0.2, 1), 0.1))
    noisy = blurred + paper.noise * random.uniform(0, 1) * random.standard_normal(
        picture.shape, dtype=np.float32
    )
    levels = np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)
    if paper.jpeg >= 100:
        return levels
    _, packed = cv2.imencode(
        ".jpg", levels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(paper.jpeg, 98))]
    )
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1])
