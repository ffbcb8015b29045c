"""What hand, pen and camera do to ink."""

import numpy as np
import pytest

from inkread.training.scene_camera import bent, penned, photographed, rough
from inkread.training.scene_strokes import draw_digit


@pytest.mark.parametrize("height_px", [10, 24, 60])
def test_bent_to_the_height_asked(height_px, rng):
    """Bent ink is about as high as asked, whatever its size was."""
    rows = [
        np.flatnonzero((bent(draw_digit(8, rng, 48), rng, height_px) > 0.3).any(axis=1)) for _ in range(20)
    ]
    assert 0.55 * height_px <= np.mean([row[-1] - row[0] for row in rows]) <= 1.1 * height_px


@pytest.mark.parametrize("change", [penned, rough, photographed])
def test_stays_ink(change, rng):
    """Pen, chalk and camera give float32 ink in [0, 1] of the same shape."""
    ink = draw_digit(3, rng, 40)
    changed = [change(ink, rng) for _ in range(30)]
    assert all(each.dtype == np.float32 and each.shape == ink.shape for each in changed)
    assert min(each.min() for each in changed) >= 0 and max(each.max() for each in changed) <= 1


def test_paper_stays_blank(rng):
    """A threshold leaves most paper without ink, also where there was noise."""
    ink = np.pad(draw_digit(0, rng, 40), 20)
    assert np.mean([(photographed(ink, rng)[:12] > 0).mean() for _ in range(20)]) < 0.02
