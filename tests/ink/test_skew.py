"""Lines of writing are set straight."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.ink.skew import lean, points, skew, upright


def turned(ink, degrees):
    height, width = ink.shape
    around = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    around[:, 2] += width / 4
    return cv2.warpAffine(ink, around, (int(width * 1.5), height + width // 2))


@pytest.mark.parametrize("degrees", [-14, -7, 0, 5, 14])
def test_skew(written, degrees):
    """The turn of a line of eight digits is found to 2 degrees, up to 14."""
    found = np.degrees(np.arctan(skew(points(turned(written("13579246"), degrees)))))
    assert found == pytest.approx(degrees, abs=2)


def test_a_level_line_stays(written):
    """What is level and upright is not touched."""
    assert skew(points(written("13579246"))) == 0


def test_lean():
    """Strokes that lean are set upright."""
    ink = np.zeros((100, 400), np.float32)
    for x in range(40, 360, 60):
        cv2.line(ink, (x + 30, 10), (x - 10, 90), 1.0, 4)
    assert lean(points(ink)) == pytest.approx(0.5, abs=0.06)


def test_the_way_back(written):
    """The matrix leads from the straightened sheet back to where the ink was."""
    ink = written("17")
    straight, back = upright(ink, 0.1, 0.3)
    rows, columns = np.nonzero(straight >= 0.9)
    x, y = back @ np.stack([columns, rows, np.ones(len(rows))])
    inside = ink[np.clip(np.rint(y).astype(int), 0, 99), np.clip(np.rint(x).astype(int), 0, ink.shape[1] - 1)]
    assert float(inside.mean()) > 0.9
