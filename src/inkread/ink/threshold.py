"""From darkness to ink: uneven light taken out, each stroke judged against its own surroundings.

1. The paper's light is the picture with everything narrower than a few strokes filled in
   (a morphological closing, whose size follows the strokes found in a first pass, so that the
   edge of a shadow stays with the paper).
2. Contrast is how much darker than that paper a pixel is; the paper's own noise is measured.
3. A stroke is where the contrast rises above the noise; its edge is where the contrast falls to
   half of the stroke's own, so that pencil and marker come out equally wide and equally black.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.rank import quantile
from inkread.ink.segment import Labels, labelled, of_parts

Ink = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Stats = npt.NDArray[np.int32]
Kernel = npt.NDArray[np.uint8]

FAINTEST = 0.07
"""Strokes with less contrast to the paper than this are not seen."""

NOISES = 5.0
"""Strokes must stand out from the paper by this many standard deviations of its noise."""

BARE = 0.2
"""Grain that was enlarged is measured on bare paper, where that is so much of the picture."""

LARGE = 1_000_000
"""Of pictures with more pixels, the strokes' width and the paper's light are measured more coarsely."""

SAMPLE, BAND = 120_000, 32
"""The noise of large pictures is measured on so many pixels, in bands of so many rows."""


def threshold(darkness: Ink) -> Ink:
    """The ink of a picture.

    Takes ``(H, W) float32`` darkness in [0, 1] (``tone.darkness``), under any light; returns
    ``(H, W) float32`` ink in [0, 1]: 0 on paper, 1 inside strokes, 0.5 at their edges. A sheet with
    nothing on it comes out all zeros.
    """
    return strokes(*contrast(1 - np.asarray(darkness, dtype=np.float32)))[0]


def contrast(light: Ink) -> tuple[Ink, float]:
    """How much darker than the paper around it each pixel of ``light`` is, and how many pixels wide the
    widest strokes are; both maps are ``(H, W) float32`` in [0, 1].

    0 is the paper's own level and 1 is no light at all, whatever light falls on the paper.
    """
    light = 1 - (1 - light)  # dark levels are rounded as they are in darkness
    widest = max(int(0.45 * min(light.shape)), 7)
    # How wide the strokes are can be seen on a smaller picture.
    shrink = 2 if light.size > LARGE else 1
    few = _shrunk(light, shrink)
    first = _against(few, _paper(few, max(widest // shrink, 7)))
    stroke = shrink * _widest_stroke(first)
    width = max(int(3.5 * stroke) + 4, 7)
    if width < 0.8 * widest:
        return _against(light, _paper(light, width)), stroke
    return first if shrink == 1 else _against(light, _paper(light, widest)), stroke


def strokes(contrast: Ink, stroke: float, enlarged: float = 1.0) -> tuple[Ink, Labels, Stats]:
    """The ink in a map of contrast: ``(H, W) float32`` in [0, 1], edges at half a stroke's contrast; and its
    parts of at least 0.4, as ``labelled`` has them: labels and statistics.

    ``stroke`` is how many pixels wide the widest are. Of a picture that was ``enlarged`` so many times, grain
    has grown as much.
    """
    floor = max(FAINTEST, NOISES * paper_noise(contrast, enlarged))
    small = min(contrast.shape) < 24
    smooth = contrast.copy() if small else np.asarray(cv2.GaussianBlur(contrast, (0, 0), 0.8), np.float32)
    seeds = smooth >= floor
    if not seeds.any():
        return np.zeros_like(contrast), np.zeros(contrast.shape, np.int32), np.zeros((1, 5), np.int32)
    own = _own(smooth, seeds, max(round(0.5 * stroke), 1))
    ink = np.divide(contrast, own, out=own)
    ink -= np.float32(0.25)
    ink /= np.float32(0.35)
    np.clip(ink, 0, 1, out=ink)
    clear = np.divide(contrast, np.float32(0.4 * floor), out=smooth)
    clear -= 1
    ink *= np.clip(clear, 0, 1, out=clear)
    return _seeded(ink, seeds)


def _own(smooth: Ink, seeds: Mask, reach: int) -> Ink:
    """The contrast of the stroke at or beside each pixel, above 0; ``seeds`` loses what is none.

    ``reach`` is half of a stroke's width in pixels.
    """
    strong = np.asarray(cv2.copyTo(smooth, seeds.view(np.uint8)), np.float32)
    near, wider, wide, widest = _strongest(strong, (reach, 3 * reach, 6 * reach, 24 * reach))
    own = near if near.shape == smooth.shape else _enlarged(near, np.empty_like(smooth))
    # Close to a strong stroke, what is faint beside it is blur, ringing or bleeding, and not ink.
    other = _enlarged(wider, strong)
    other *= np.float32(0.3)
    np.maximum(own, other, out=own)
    # Among strong strokes, a digit's height around, the faintest shines through from the sheet's back.
    other = _enlarged(wide, strong)
    other *= np.float32(0.35)
    seeds &= smooth >= other
    other = _enlarged(widest, strong)
    seeds &= smooth >= np.float32(0.2) * other
    other *= np.float32(0.3)
    np.maximum(own, other, out=own)
    return np.maximum(own, np.float32(1e-6), out=own)


def _enlarged(small: Ink, room: Ink) -> Ink:
    """A reduced map at the size of ``room``, in which it is laid: memory handed out anew costs more."""
    whole = cv2.resize(small, room.shape[::-1], dst=room, interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole, np.float32).reshape(room.shape)


def _strongest(contrast: Ink, reaches: tuple[int, ...]) -> Iterator[Ink]:
    """The highest contrast within so many pixels, ever wider, without sharp steps, on ever smaller maps."""
    small, before = contrast, 0
    for reach in reaches:
        # Wide windows are taken on a reduced map, so that the work does not grow with the stroke.
        shrink = max(reach / 4, 1.0)
        size = (max(round(contrast.shape[1] / shrink), 1), max(round(contrast.shape[0] / shrink), 1))
        if size != small.shape[::-1]:
            small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        # What the window before has reached already is a start: only the rest is left to go.
        near = max(round((reach - before) / shrink), 1)
        small = np.asarray(cv2.dilate(small, disc(near)), dtype=np.float32).reshape(size[::-1])
        smooth = cv2.blur(small, (round(reach / shrink) | 1,) * 2)
        yield np.asarray(smooth, np.float32).reshape(size[::-1])
        before = reach


@cache
def disc(radius: int) -> Kernel:
    """The kernel by which OpenCV grows or closes by so many pixels every way."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2), dtype=np.uint8)


def _seeded(ink: Ink, seeds: Mask) -> tuple[Ink, Labels, Stats]:
    """Only the ink that is connected to a seed, and its parts: the rest is the paper's noise."""
    mask = (ink >= np.float32(0.4)).view(np.uint8)
    labels, stats, _ = labelled(mask)
    kept = np.zeros(len(stats), np.bool_)
    kept[labels.ravel()[np.flatnonzero(seeds & (ink >= np.float32(0.5)))]] = True
    kept[0] = True  # the paper
    if not kept.all():
        labels = of_parts(np.where(kept, np.cumsum(kept) - 1, 0).astype(np.int32), labels)
        stats = stats[kept]
    stays = (labels > 0).view(np.uint8)
    # The grey edges lie around what is kept.
    ink[cv2.dilate(stays, _SQUARE) <= (mask & ~stays)] = 0
    return ink, labels, stats


_SQUARE = np.ones((3, 3), np.uint8)


def paper_noise(contrast: Ink, enlarged: float = 1.0) -> float:
    """Standard deviation of the paper's grain: from the middle of all differences to the surroundings."""
    sample = _sample(contrast)
    fine = 1.4826 * quantile(np.abs(sample - cv2.GaussianBlur(sample, (0, 0), 2)), 0.5)
    if enlarged <= 1:
        return fine
    around = cv2.GaussianBlur(sample, (0, 0), 2 * enlarged)
    bare = around < np.float32(FAINTEST)
    if np.count_nonzero(bare) < BARE * bare.size:
        return fine
    return max(fine, 1.4826 * quantile(np.abs(sample - around)[bare], 0.5))


def _sample(contrast: Ink) -> Ink:
    """Bands across the whole map, a quarter of a million pixels of them at most."""
    height, width = contrast.shape
    bands = max(SAMPLE // (BAND * width), 1)
    if height <= 2 * bands * BAND:
        return contrast
    starts = np.linspace(0, height - BAND, bands).astype(int)
    return np.concatenate([contrast[start : start + BAND] for start in starts])


def otsu(values: npt.NDArray[np.float32]) -> float:
    """The threshold that parts ``values`` in [0, 1] best into two groups; at or above it is ink.

    Otsu 1979: the largest variance between the groups, over a histogram of 256 bins.
    """
    if not values.size:
        return 0.5
    places = np.minimum(values.ravel() * np.float32(_BINS), np.float32(_BINS - 1)).astype(np.uint8)
    last, _ = cv2.threshold(places, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (int(last) + 1) / _BINS


_BINS = 256


def _paper(light: Ink, width: int) -> Ink:
    """The light of the paper alone: dark things narrower than ``width`` pixels filled in."""
    shrink = max(width // (6 if light.size > LARGE else 12), 1)
    small = _shrunk(light, shrink)
    small = np.asarray(cv2.medianBlur(small, 3), np.float32) if min(small.shape) >= 3 else small
    kernel = round(width / shrink) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, disc(kernel // 2))
    smooth = np.asarray(cv2.GaussianBlur(closed, (0, 0), kernel / 6), np.float32).reshape(small.shape)
    height, width = light.shape
    whole = cv2.resize(smooth, (small.shape[1] * shrink, small.shape[0] * shrink))
    return np.asarray(whole, dtype=np.float32).reshape(-1, small.shape[1] * shrink)[:height, :width]


def _shrunk(light: Ink, shrink: int) -> Ink:
    """The averages of squares of ``shrink`` pixels; those at the right and lower edge are filled up."""
    height, width = light.shape
    right, below = -width % shrink, -height % shrink
    if right or below:
        light = np.asarray(cv2.copyMakeBorder(light, 0, below, 0, right, cv2.BORDER_REPLICATE), np.float32)
    size = (width + right) // shrink, (height + below) // shrink
    small = cv2.resize(light, size, interpolation=cv2.INTER_AREA) if shrink > 1 else light
    return np.asarray(small, dtype=np.float32).reshape(size[::-1])


def _against(light: Ink, paper: Ink) -> Ink:
    """Contrast of ``light`` to ``paper``, which is overwritten, with the paper's middle level at 0."""
    below = light + np.float32(0.02)
    paper += np.float32(0.02)
    below /= paper
    np.subtract(1, below, out=below)
    some = below.ravel()[::7]
    bright = some[some < otsu(np.clip(some, 0, 1))]
    level = quantile(bright, 0.5) if bright.size else 0.0
    below -= np.float32(level)
    below /= np.float32(max(1 - level, 1e-3))
    return np.clip(below, 0, 1, out=below)


def _widest_stroke(contrast: Ink) -> float:
    """The width in pixels that 95% of the length of all strokes stay below."""
    if contrast.size > LARGE:
        return 2 * _widest_stroke(_shrunk(contrast, 2))
    mask = (contrast >= np.float32(max(otsu(contrast.ravel()[::5]), FAINTEST))).view(np.uint8)
    if not 0 < cv2.countNonZero(mask) < mask.size:
        return 1.0
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    ridge = depth[(depth >= cv2.dilate(depth, _SQUARE)) & (depth > 0)]
    return 2 * quantile(ridge, 0.95) - 1
