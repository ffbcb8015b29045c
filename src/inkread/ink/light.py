"""The light on the paper, evened out: a flash's hot spot, dark corners and deep shadows.

::

    ▓▒░ ░▒▓          ░░░░░░░     one smooth surface is laid over the picture so that nearly all of
    ▒ 417 ▒     →    ░ 417 ░     it lies below, as ink lies below its paper; the picture is divided
    ▓▒░ ░▒▓          ░░░░░░░     by it
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from inkread.ink.rank import quantile

Light = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

GRID = 24
"""The surface is fitted to the averages of so many places across and down."""

BLOCKS = 4
"""Whether the light is even is judged on so many blocks across and down."""

EVEN = 0.8
"""In even light the lightest places of all blocks, or the darkest, are within this ratio of each other."""

SMOOTH, UNEXPLAINED = 0.3, 0.4
"""Along a smooth surface the paper's lightness varies by this at most, and by this share of what it did."""

ORDER = 4
"""The surface is a polynomial of this degree."""

BELOW = 0.1
"""What lies below the surface counts as much as this, what lies above as the rest to 1."""

ROUNDS = 6
"""How often the surface is fitted, each time with weights from the last."""

PAPER = 0.8
"""The light that paper comes out with; a reflection may be a quarter lighter."""


def evened(light: Light, *, steps: bool = False) -> Light:
    """The picture ``(H, W)`` in [0, 1] as if lit evenly; the same object where it is.

    A step in the light, as between a sheet and the table that it lies on, no smooth surface follows: such a
    picture stays as it is, too, unless ``steps`` are to be evened as far as they can be.
    """
    if min(light.shape) >= GRID:
        # Down and then across takes a third of the time, and has other last digits: good to be sure by.
        rows = cv2.resize(light, (light.shape[1], GRID), interpolation=cv2.INTER_AREA)
        if _evenness(_averages(rows)) > EVEN + 0.001:
            return light
    small = _averages(light)
    if _evenness(small) >= EVEN:
        return light
    # The paper is the lightest of every few places. A surface far below it would wash out its ink.
    paper = np.asarray(cv2.dilate(small, np.ones((5, 5), np.uint8)), np.float32)
    surface = _envelope(small.ravel().astype(np.float64)).reshape(GRID, GRID).astype(np.float32)
    surface = np.maximum(np.maximum(surface, PAPER * paper), np.float32(0.03))
    if not steps and not _follows(surface, paper):
        return light
    whole = cv2.resize(surface, light.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.clip(light * (np.float32(PAPER) / np.asarray(whole, np.float32)), 0, 1)


def _averages(light: cv2.typing.MatLike) -> Light:
    return np.asarray(cv2.resize(light, (GRID, GRID), interpolation=cv2.INTER_AREA), np.float32)


def _evenness(small: Light) -> float:
    """The least ratio of the lightest places of any two blocks, or of their darkest, if that is more.

    It is near 1 where paper of one lightness, darker or lighter than its ink, is to be seen in every block.
    """
    blocks = small.reshape(BLOCKS, GRID // BLOCKS, BLOCKS, GRID // BLOCKS)
    lightest, darkest = blocks.max(axis=(1, 3)) + 0.05, blocks.min(axis=(1, 3)) + 0.05
    return float(max(lightest.min() / lightest.max(), darkest.min() / darkest.max()))


def _follows(surface: Light, paper: Light) -> bool:
    """Whether the paper lies along the surface."""
    left = _spread(paper / surface)
    return left <= SMOOTH and left <= UNEXPLAINED * _spread(paper)


def _spread(values: Light) -> float:
    """By how much four fifths of the values differ, as a share of the lowest."""
    return quantile(values, 0.9) / max(quantile(values, 0.1), 0.01) - 1


def _envelope(places: Floats) -> Floats:
    """The surface that nearly all of ``(GRID², )`` places lie below (asymmetric least squares).

    Newey and Powell 1987; Eilers and Boelens 2005 take baselines out of spectra with it.
    """
    terms, weights = _terms(), np.ones(places.shape)
    for _ in range(ROUNDS):
        weighted = terms * weights[:, None]
        fit = np.linalg.solve(weighted.T @ terms + 1e-6 * np.eye(terms.shape[1]), weighted.T @ places)
        surface = terms @ fit
        weights = np.where(places > surface, 1 - BELOW, BELOW)
    return np.asarray(surface, np.float64)


@cache
def _terms() -> Floats:
    """The powers of y and x up to ``ORDER`` together, at the middles of the places: ``(GRID², 15)``."""
    y, x = (np.mgrid[0:GRID, 0:GRID] + 0.5) / GRID - 0.5
    powers = [y**i * x**j for i in range(ORDER + 1) for j in range(ORDER + 1 - i)]
    return np.stack(powers, axis=-1).reshape(GRID * GRID, -1)
