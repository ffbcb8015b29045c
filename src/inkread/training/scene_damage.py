"""Digits in MNIST's form under a bad sky: noise, smear, fog, stripes, strokes, blots, outlines, far moves.

They keep a classifier upright where there is no reader in front of it that cleans the picture. One picture
in, one out: ``(28, 28) float32`` ink in [0, 1].
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import SIDE

Ink = npt.NDArray[np.float32]
Random = np.random.Generator


def damaged(ink: Ink, random: Random) -> Ink:
    """``ink`` moved by chance in one picture of three, and hurt in one way (in one of eight, in two)."""
    if random.random() < 0.35:
        ink = _moved(ink, random)
    for _ in range(2 if random.random() < 0.12 else 1):
        ink = np.clip(WAYS[random.integers(len(WAYS))](ink, random), 0, 1).astype(np.float32)
    return ink


def _moved(ink: Ink, random: Random) -> Ink:
    """Turned by up to 30 degrees, sheared, shrunk to a half or grown a little, and off the middle."""
    turn = cv2.getRotationMatrix2D(
        (13.5, 13.5), random.uniform(-30, 30), float(np.exp(random.uniform(-0.6, 0.15)))
    )
    turn[:, 2] += random.uniform(-3.5, 3.5, 2)
    if random.random() < 0.5:
        shear = random.uniform(-0.55, 0.55)
        turn = turn @ np.array([[1, shear, -13.5 * shear], [0, 1, 0], [0, 0, 1]])
    moved = cv2.warpAffine(ink, turn, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    return np.clip(np.asarray(moved, dtype=np.float32), 0, 1)  # OpenCV's weights may go below 0


def _still(ink: Ink, random: Random) -> Ink:
    return _moved(ink, random)


def _grains(ink: Ink, random: Random) -> Ink:
    """Photons or a sensor: noise that grows with light, or not."""
    if random.random() < 0.5:
        photons = random.uniform(2.5, 40)
        return (random.poisson(ink * photons) / photons).astype(np.float32)
    return ink + random.uniform(0.05, 0.35) * random.standard_normal(ink.shape, dtype=np.float32)


def _dropouts(ink: Ink, random: Random) -> Ink:
    """Single pixels all black or all white."""
    dead = random.random(ink.shape) < random.uniform(0.02, 0.2)
    return np.where(dead, (random.random(ink.shape) < 0.5).astype(np.float32), ink)


def _smear(ink: Ink, random: Random) -> Ink:
    """Blur, alike in all directions or along one."""
    if random.random() < 0.4:
        return np.asarray(cv2.GaussianBlur(ink, (0, 0), random.uniform(0.5, 1.8)), dtype=np.float32)
    length, angle = random.uniform(2, 9), random.uniform(0, np.pi)
    reach = np.linspace(-length / 2, length / 2, 9)
    kernel = np.zeros((13, 13), np.float32)
    for x, y in zip(6 + reach * np.cos(angle), 6 + reach * np.sin(angle), strict=True):
        kernel[round(float(y)), round(float(x))] += 1
    return np.asarray(cv2.filter2D(ink, -1, kernel / kernel.sum()), dtype=np.float32)


def _frosted(ink: Ink, random: Random) -> Ink:
    """Every pixel taken from somewhere near: rough glass."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    shake = random.uniform(0.5, 1.6)
    x += shake * random.standard_normal(ink.shape, dtype=np.float32)
    y += shake * random.standard_normal(ink.shape, dtype=np.float32)
    shaken = cv2.remap(np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.6), np.float32), x, y, cv2.INTER_NEAREST)
    return np.asarray(cv2.GaussianBlur(shaken, (0, 0), random.uniform(0.3, 0.8)), dtype=np.float32)


def _lighter(ink: Ink, random: Random) -> Ink:
    """All of the paper greyer, the ink paler."""
    return np.clip(ink * random.uniform(0.3, 1) + random.uniform(0, 0.55), 0, 1)


def _clouded(ink: Ink, random: Random) -> Ink:
    """Cloud of several sizes over paper and ink."""
    cloud = np.zeros((SIDE, SIDE), np.float32)
    for cells in (2, 4, 8, 16):
        rough = random.random((cells + 1, cells + 1), dtype=np.float32) / cells ** random.uniform(0.4, 1.1)
        cloud += np.asarray(cv2.resize(rough, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
    cloud = (cloud - cloud.min()) / max(float(np.ptp(cloud)), 1e-6)
    weight = random.uniform(0.5, 3)
    return (ink + weight * cloud) / (1 + weight) * random.uniform(1, 1.2)


def _inverted_band(ink: Ink, random: Random) -> Ink:
    """Bands at the sides, or one across, where paper and ink change places."""
    ink = ink.copy()
    if random.random() < 0.6:
        left, right = random.integers(3, 10, 2)
        for band in (ink[:, :left], ink[:, SIDE - right :]):
            band[...] = 1 - band
    else:
        start, width = random.integers(0, 22), random.integers(3, 10)
        band = ink[start : start + width] if random.random() < 0.5 else ink[:, start : start + width]
        band[...] = 1 - band
    return ink


def _crossed(ink: Ink, random: Random) -> Ink:
    """A line from side to side: whole, dotted or zigzag."""
    across = np.zeros((SIDE, SIDE), np.uint8)
    kind = random.integers(3)
    steps = 2 if kind < 2 else random.integers(6, 15)
    x = np.linspace(random.uniform(-2, 4), random.uniform(23, 30), steps)
    y = np.linspace(random.uniform(0, 27), random.uniform(0, 27), steps)
    if kind == 2:
        y = y[0] + (y - y[0]) * 0.25 + random.uniform(1.5, 3) * (-1.0) ** np.arange(steps)
    points = np.rint(np.stack([x, y], 1) * 16).astype(np.int32)
    cv2.polylines(across, [points], False, 255, int(random.integers(1, 3)), cv2.LINE_AA, shift=4)
    if kind == 1:
        period = random.integers(2, 4)
        across[:, (np.arange(SIDE) // period) % 2 == random.integers(2)] = 0
    return ink + across.astype(np.float32) / 255 * random.uniform(0.7, 1)


def _blotted(ink: Ink, random: Random) -> Ink:
    """Drops of any grey on paper and ink."""
    field = cv2.GaussianBlur(
        random.standard_normal((SIDE, SIDE), dtype=np.float32), (0, 0), random.uniform(0.8, 2)
    )
    drops = field > np.quantile(field, random.uniform(0.6, 0.95))
    soft = cv2.GaussianBlur(drops.astype(np.float32), (0, 0), random.uniform(0.4, 1.5))
    return ink * (1 - soft) + random.uniform(0, 0.6) * soft


def _outlined(ink: Ink, random: Random) -> Ink:
    """The edges of the strokes alone."""
    level = random.uniform(0.25, 0.6)
    mask = (cv2.GaussianBlur(ink, (0, 0), random.uniform(0.4, 1.2)) > level * ink.max()).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    inner = random.random() < 0.5
    edge = mask - cv2.erode(mask, kernel) if inner else cv2.dilate(mask, kernel) - mask
    return edge.astype(np.float32)


WAYS: tuple[Callable[[Ink, Random], Ink], ...] = (
    _still, _still, _grains, _dropouts, _dropouts, _smear, _frosted, _lighter, _clouded, _clouded,
    _inverted_band, _crossed, _crossed, _blotted, _outlined, _outlined,
)  # fmt: skip
"""The kinds of damage, each as likely as its count."""
