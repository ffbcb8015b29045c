"""From darkness to ink: uneven light taken out, each stroke judged against its own surroundings.

1. The paper's light is the picture with everything narrower than a few strokes filled in
   (a morphological closing, whose size follows the strokes found in a first pass, so that the
   edge of a shadow stays with the paper).
2. Contrast is how much darker than that paper a pixel is; the paper's own noise is measured.
3. A stroke is where the contrast rises above the noise; its edge is where the contrast falls to
   half of the stroke's own, so that pencil and marker come out equally wide and equally black.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

FAINTEST = 0.07
"""Strokes with less contrast to the paper than this are not seen."""

NOISES = 5.0
"""Strokes must stand out from the paper by this many standard deviations of its noise."""


def threshold(darkness: Ink) -> Ink:
    """The ink of a picture.

    Takes ``(H, W) float32`` darkness in [0, 1] (``tone.darkness``), under any light; returns
    ``(H, W) float32`` ink in [0, 1]: 0 on paper, 1 inside strokes, 0.5 at their edges. A sheet with
    nothing on it comes out all zeros.
    """
    return strokes(contrast(darkness))


def contrast(darkness: Ink) -> Ink:
    """How much darker than the paper around it each pixel is, as ``(H, W) float32`` in [0, 1].

    0 is the paper's own level and 1 is no light at all, whatever light falls on the paper.
    """
    darkness = np.asarray(darkness, dtype=np.float32)
    light = 1 - darkness
    side = min(light.shape)
    widest = max(int(0.45 * side), 7)
    first = _against(light, _paper(light, widest))
    width = max(int(3.5 * _widest_stroke(first)) + 4, 7)
    return first if width >= 0.8 * widest else _against(light, _paper(light, width))


def strokes(contrast: Ink) -> Ink:
    """The ink in a map of contrast: ``(H, W) float32`` in [0, 1], edges at half a stroke's contrast."""
    noise = paper_noise(contrast)
    floor = max(FAINTEST, NOISES * noise)
    smooth = cv2.GaussianBlur(contrast, (0, 0), 0.8) if min(contrast.shape) >= 24 else contrast
    seeds = smooth >= floor
    if not seeds.any():
        return np.zeros_like(contrast)
    reach = max(round(0.5 * _widest_stroke(contrast)), 1)
    seeded = np.where(seeds, smooth, 0).astype(np.float32)
    # Close to a strong stroke, what is faint beside it is blur, ringing or bleeding, and not ink.
    own = np.maximum(_strongest(seeded, reach), 0.3 * _strongest(seeded, 3 * reach))
    ink = np.clip((contrast / own - 0.25) / 0.35, 0, 1) * np.clip(contrast / (0.4 * floor) - 1, 0, 1)
    return _seeded(ink.astype(np.float32), seeds & (smooth >= 0.35 * _strongest(seeded, 6 * reach)))


def _strongest(contrast: Ink, reach: int) -> Ink:
    """The highest contrast within ``reach`` pixels, without sharp steps."""
    # Wide windows are taken on a reduced map, so that the work does not grow with the stroke.
    shrink = max(reach / 6, 1.0)
    size = (max(round(contrast.shape[1] / shrink), 1), max(round(contrast.shape[0] / shrink), 1))
    small = cv2.resize(contrast, size, interpolation=cv2.INTER_AREA) if shrink > 1 else contrast
    near = round(reach / shrink)
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * near + 1, 2 * near + 1))
    highest = cv2.blur(cv2.dilate(small, window), (near | 1, near | 1))
    whole = cv2.resize(highest, contrast.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.maximum(np.asarray(whole, dtype=np.float32).reshape(contrast.shape), np.float32(1e-6))


def _seeded(ink: Ink, seeds: Mask) -> Ink:
    """Only the ink that is connected to a seed: the rest is the paper's noise."""
    mask = (ink >= 0.4).astype(np.uint8)
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    kept = np.zeros(count, np.float32)
    kept[labels[seeds & (ink >= 0.5)]] = 1
    kept[0] = 0
    # The grey edges lie around what is kept.
    near = cv2.dilate(kept[labels], np.ones((3, 3), np.uint8))
    return np.where((mask > 0) & (kept[labels] == 0), 0, ink * near).astype(np.float32)


def paper_noise(contrast: Ink) -> float:
    """Standard deviation of the paper's grain: from the middle of all differences to the surroundings."""
    around = cv2.GaussianBlur(contrast, (0, 0), 2)
    return 1.4826 * float(np.median(np.abs(contrast - around)))


def otsu(values: npt.NDArray[np.float32], bins: int = 256) -> float:
    """The threshold that parts ``values`` in [0, 1] best into two groups; at or above it is ink.

    Otsu 1979: the largest variance between the groups, over a histogram of ``bins``.
    """
    counts, edges = np.histogram(values, bins=bins, range=(0.0, 1.0))
    middles = (edges[:-1] + edges[1:]) / 2
    below, above = np.cumsum(counts), np.cumsum(counts[::-1])[::-1]
    sums = counts * middles
    mean_below = np.cumsum(sums) / np.maximum(below, 1)
    mean_above = np.cumsum(sums[::-1])[::-1] / np.maximum(above, 1)
    between = below[:-1] * above[1:] * (mean_below[:-1] - mean_above[1:]) ** 2
    return float(edges[int(np.argmax(between)) + 1]) if counts.any() else 0.5


def _paper(light: Ink, width: int) -> Ink:
    """The light of the paper alone: dark things narrower than ``width`` pixels filled in."""
    shrink = max(width / 16, 1.0)
    size = (max(round(light.shape[1] / shrink), 1), max(round(light.shape[0] / shrink), 1))
    small = cv2.resize(light, size, interpolation=cv2.INTER_AREA) if shrink > 1 else light
    small = cv2.medianBlur(small, 3) if min(small.shape) >= 3 else small
    kernel = round(width / shrink) | 1
    closed = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (kernel, kernel))
    )
    smooth = cv2.GaussianBlur(closed, (0, 0), kernel / 6)
    return np.asarray(
        cv2.resize(smooth, light.shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32
    ).reshape(light.shape)


def _against(light: Ink, paper: Ink) -> Ink:
    """Contrast of ``light`` to ``paper``, with the paper's middle level at 0."""
    below = 1 - (light + 0.02) / (paper + 0.02)
    bright = below[below < otsu(np.clip(below, 0, 1).ravel()[::7])]
    level = float(np.median(bright[::5])) if bright.size else 0.0
    return np.clip((below - level) / max(1 - level, 1e-3), 0, 1).astype(np.float32)


def _widest_stroke(contrast: Ink) -> float:
    """The width in pixels that 95% of the length of all strokes stay below."""
    mask = (contrast >= max(otsu(contrast.ravel()[::5]), FAINTEST)).astype(np.uint8)
    if not mask.any() or mask.all():
        return 1.0
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (mask > 0)]
    return 2 * float(np.quantile(ridge, 0.95)) - 1
