"""What a hand, a pen and a camera do to one piece of ink, up to the reader's threshold.

``(H, W) float32`` ink of any size goes in and comes out, 0 paper and 1 ink.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.normalise import stroke_width
from inkread.ink.threshold import disc

Ink = npt.NDArray[np.float32]
Random = np.random.Generator


def bent(ink: Ink, random: Random, height_px: float, *, strength: float = 1.0) -> Ink:
    """``ink`` about ``height_px`` high, turned, slanted, stretched and warped; blank margin around.

    One map from the result's pixels to the ink's, computed at 5 by 5 nodes and interpolated between them.
    """
    high, wide = ink.shape
    scale = height_px / high
    turn, slant = random.normal(0, 0.1 * strength), random.normal(0, 0.16 * strength)
    stretch = float(np.exp(random.normal(0, 0.1 * strength)))
    reach = 0.5 + abs(slant) / 2 + abs(turn) / 2
    size = (int(wide * scale * stretch + 2 * (reach - 0.5) * height_px) + 4, int(height_px * 1.15) + 4)
    x, y = np.meshgrid(np.linspace(-size[0] / 2, size[0] / 2, 5), np.linspace(-size[1] / 2, size[1] / 2, 5))
    back = np.array([[1 / stretch, slant + turn], [-turn, 1.0]]) / scale
    nodes = np.stack([x, y], axis=-1) @ back.T + (wide / 2 - 0.5, high / 2 - 0.5)
    nodes += random.normal(0, 0.025 * strength * high, nodes.shape)
    where = cv2.resize(nodes.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    how = cv2.INTER_CUBIC if scale > 0.7 else cv2.INTER_LINEAR
    source = ink if scale > 0.7 else cv2.GaussianBlur(ink, (0, 0), 0.4 / scale)
    return np.asarray(np.clip(cv2.remap(source, where[..., 0], where[..., 1], how), 0, 1), dtype=np.float32)


def penned(ink: Ink, random: Random) -> Ink:
    """The same ink by another pen: from a hairline to a fat marker, sometimes a dry pencil."""
    high = ink.shape[0]
    if high > 24:
        ink = _wider(ink, random) if random.random() < 0.22 else _thinner(ink, random)
    sigma = random.uniform(0.008, 0.03) * high
    ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), max(sigma, 0.3)), dtype=np.float32)
    level = random.uniform(0.25, 0.6) * min(float(ink.max()), 1.0)
    ink = np.clip((ink - level) * random.uniform(2, 6) + 0.5, 0, 1)
    if high > 18 and random.random() < 0.15:
        grain = cv2.GaussianBlur(random.random(ink.shape, dtype=np.float32), (0, 0), random.uniform(0.5, 1.2))
        ink = ink * np.clip(1 + random.uniform(1, 4) * (grain - grain.mean() - 0.02), 0, 1)
    return ink.astype(np.float32)


def _wider(ink: Ink, random: Random) -> Ink:
    width_px = int(random.uniform(0.02, 0.085) * ink.shape[0])
    kernel = disc(width_px)
    return np.asarray(cv2.dilate(ink, kernel), dtype=np.float32)


def _thinner(ink: Ink, random: Random) -> Ink:
    """One large one in six by a finer pen: up to half of the stroke's width is taken off."""
    if ink.shape[0] < 32 or random.random() > 0.16:
        return ink
    off_px = max(int(random.uniform(0.1, 0.25) * stroke_width(ink)), 1)
    kernel = disc(off_px)
    thin = np.asarray(cv2.erode(ink, kernel), dtype=np.float32)
    return thin if float(thin.sum()) > 0.25 * float(ink.sum()) else ink


def rough(ink: Ink, random: Random) -> Ink:
    """The same ink in chalk or crayon: gaps as large as the grain of what is written on."""
    drawn = random.standard_normal(ink.shape, dtype=np.float32)
    grain = cv2.GaussianBlur(drawn, (0, 0), random.uniform(0.5, 2) * max(ink.shape[0] / 48, 0.7))
    level, depth = random.uniform(0.6, 0.95), random.uniform(0.15, 0.45)
    return np.asarray(ink * np.clip(level + depth * grain / grain.std(), 0, 1), np.float32)


def photographed(ink: Ink, random: Random) -> Ink:
    """Ink after a lens, a sensor and a threshold: soft or hard edges, ragged where there was noise."""
    fine = min(ink.shape[0] / 24, 1.0)  # a small picture that is as blurred and noisy is no longer a digit
    if random.random() < 0.5:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), random.uniform(0.4, 1.2) * fine), dtype=np.float32)
    noise = random.uniform(0, 0.13) * fine if random.random() < 0.6 else 0.0
    seen = ink + noise * random.standard_normal(ink.shape, dtype=np.float32)
    level = random.uniform(0.3, 0.55) * min(float(ink.max()), 1.0)
    if random.random() < 0.5:
        kept = (seen > level).astype(np.float32)
    else:
        kept = np.clip((seen - level) / random.uniform(0.2, 0.6) + 0.3, 0, 1) * (seen > level)
    return _without_specks(np.asarray(kept, dtype=np.float32), random)


def _without_specks(ink: Ink, random: Random) -> Ink:
    """Ink without its smallest pieces, as every reader clears them; now and then one is missed."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), connectivity=8)
    if count <= 2:
        return ink
    areas = stats[:, cv2.CC_STAT_AREA]
    least = (0.02 if random.random() < 0.95 else 0.002) * areas[1:].sum()
    keep = areas >= least
    keep[0] = False
    return np.where(keep[labels], ink, np.float32(0))
