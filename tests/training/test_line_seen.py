"""Numbers through the reader's own front end."""

import numpy as np

from inkread.training.line_compose import Digits
from inkread.training.line_seen import seen_strip, seen_strips


def test_strips_of_numbers(digits):
    """Numbers come back as strips of 32 rows with their text, the same for the same seed."""
    source = Digits(digits.train_images, digits.train_labels, np.zeros(len(digits.train_labels), np.int32))
    strips, again = (list(seen_strips(source, 4, (3,))) for _ in range(2))
    assert [strip.text for strip in strips] == [strip.text for strip in again]
    assert all(strip.ink.shape[0] == 32 and 1 <= len(strip.text) <= 12 for strip in strips)


def test_an_empty_sheet():
    """Of a blank sheet there is no strip."""
    assert seen_strip(np.full((60, 200, 3), 240, np.uint8)) is None
