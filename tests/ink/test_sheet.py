"""A sheet knows its way back to the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inkread.core import Box
from inkread.ink.load import load
from inkread.ink.segment import components
from inkread.ink.sheet import sheet_of


@pytest.mark.parametrize("size", [24, 60, 200, 3000])
def test_boxes_are_in_the_pictures_pixels(size):
    """A box found on the sheet lies where the ink is in the picture, enlarged or reduced."""
    picture = np.full((size, size), 240, np.uint8)
    a, b = size // 4, size // 2
    cv2.rectangle(picture, (a, a), (b - 1, b - 1), 20, max(size // 60, 1))
    sheet = sheet_of(load(picture))
    box = sheet.on_picture(components(sheet.ink).boxes[0])
    room = size / 60 + 2
    assert abs(box.x - a) <= room and abs(box.right - b) <= room


def test_boxes_stay_inside():
    """A box beyond the sheet is cut to the picture."""
    sheet = sheet_of(load(np.full((50, 50), 255, np.uint8)))
    assert sheet.on_picture(Box(-10, -10, 5000, 5000)) == Box(0, 0, 50, 50)
