"""How far a line of writing is turned, and how far its strokes lean; both evened out."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float32]
Points = tuple[Floats, Floats]
Matrix = npt.NDArray[np.float64]

STEEPEST = 0.3
"""Lines are turned back up to this many pixels down for each to the right (17 degrees)."""

MOST_LEAN = 0.7
"""Strokes are set upright up to this many pixels aside for each down (35 degrees)."""

_SAMPLE = 1_500
_SLOPES = np.append(np.linspace(-STEEPEST, STEEPEST, 61, dtype=np.float32), np.float32(0))
_LEANS = np.append(np.linspace(-MOST_LEAN, MOST_LEAN, 57, dtype=np.float32), np.float32(0))


def skew(inked: Points) -> float:
    """Pixels down for each pixel to the right along a line of writing, in ±0.3; 0 when unclear.

    The slope at which the ink falls into the fewest rows (Postl 1986), where the writing is long
    enough to say and it is clearly better than none.
    """
    rows, columns = inked
    if len(rows) < 20 or columns.max() - columns.min() < 1.8 * (rows[-1] - rows[0]):
        return 0.0
    return _sharpest(rows, columns, _SLOPES, gain=1.04)


def lean(inked: Points) -> float:
    """Pixels to the left for each pixel down at which strokes run, in ±0.7; above 0 leans right."""
    rows, columns = inked
    if len(rows) < 20:
        return 0.0
    return -_sharpest(columns, rows, _LEANS, gain=1.05)


def upright(ink: Ink, slope: float, lean: float) -> tuple[Ink, Matrix]:
    """The ink sheared so that ``slope`` and ``lean`` are gone, and the 2×3 matrix back to the original."""
    height, width = ink.shape
    forward = np.array([[1.0, lean], [-slope, 1.0 - slope * lean]])
    corners = forward @ np.array([[0, width, 0, width], [0, 0, height, height]], dtype=np.float64)
    low = np.floor(corners.min(axis=1))
    size = np.ceil(corners.max(axis=1) - low).astype(int) + 1
    matrix = np.column_stack([forward, -low])
    warped = cv2.warpAffine(ink, matrix, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR)
    back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)
    return np.asarray(warped, dtype=np.float32), back


def points(ink: Ink) -> Points:
    """The rows, in rising order, and the columns of the pixels with ink; of many, every so many."""
    places = np.flatnonzero(ink >= np.float32(0.5))
    rows, columns = np.divmod(places[:: len(places) // _SAMPLE + 1], ink.shape[1])
    return rows.astype(np.float32), columns.astype(np.float32)


def _sharpest(across: Floats, along: Floats, slopes: Floats, gain: float) -> float:
    """The slope whose projection is most uneven; 0 unless it beats the last, none, by the factor ``gain``."""
    scores = _unevenness(across, along, slopes)
    best = int(np.argmax(scores[:-1]))
    return float(slopes[best]) if scores[best] > gain * scores[-1] else 0.0


def _unevenness(across: Floats, along: Floats, slopes: Floats) -> npt.NDArray[np.float64]:
    """For each slope the sum of squares of how many points fall into each row."""
    moved = np.multiply.outer(slopes, along)
    np.subtract(across, moved, out=moved)
    moved -= moved.min(axis=1, keepdims=True)
    rows = int(moved.max()) + 1
    # To 64 bits a processor converts six times as slowly; ``bincount`` wants them in the end.
    places = moved.astype(np.int32)
    places += np.arange(0, rows * len(slopes), rows, dtype=np.int32)[:, None]
    counts = np.bincount(places.ravel().astype(np.int64), minlength=rows * len(slopes))
    counts = counts.reshape(len(slopes), rows)
    return np.asarray(np.einsum("ij,ij->i", counts, counts), np.float64)
