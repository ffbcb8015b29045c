"""Bring one digit to MNIST's form: a 20-pixel box, its centre of mass in the middle of 28 × 28.

::

    ┌────────────── 28 ──────────────┐
    │    ┌──────── 20 ────────┐      │   the ink's longer side is 20 pixels, and the box
    │    │     ink            │      │   is shifted by whole pixels until the centre of mass
    │    └────────────────────┘      │   lies in the middle

LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998, III.A.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.core import SIDE

BOX = 20
"""Pixels of the longer side of the ink."""


def centre(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """``(h, w)`` ink in [0, 1], h and w at most 28, as ``(28, 28) uint8`` about its centre of mass.

    The shift is in whole pixels and never pushes ink over the edge. Ink must not be all 0.
    """
    values = np.rint(ink * 255).astype(np.uint8)
    rows, columns = np.flatnonzero(values.any(axis=1)), np.flatnonzero(values.any(axis=0))
    values = values[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    top, left = _start(values.sum(axis=1)), _start(values.sum(axis=0))
    picture = np.zeros((SIDE, SIDE), np.uint8)
    picture[top : top + values.shape[0], left : left + values.shape[1]] = values
    return picture


def _start(profile: npt.NDArray[np.integer]) -> int:
    """Where the first row (or column) goes so that the centre of mass comes to the middle."""
    mass_px = float((np.arange(len(profile)) + 0.5) @ profile / profile.sum())
    return int(np.clip(round(SIDE / 2 - mass_px), 0, SIDE - len(profile)))
