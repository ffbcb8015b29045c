"""Ink is found under any light, and not where there is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage.filters import threshold_otsu

from inkread.ink.segment import labelled
from inkread.ink.threshold import contrast, otsu, strokes, threshold


def test_otsu_is_scikit_images(rng):
    """Otsu's threshold parts the values as scikit-image's does."""
    values = (
        np.concatenate([rng.normal(0.2, 0.05, 700), rng.normal(0.7, 0.1, 300)]).clip(0, 1).astype(np.float32)
    )
    ours, theirs = otsu(values), threshold_otsu(values, nbins=256)
    assert abs(float((values >= ours).mean()) - float((values > theirs).mean())) < 0.02


def test_shade_does_not_matter(written, paper):
    """Paper that falls from white to a third of its light gives the ink that was written."""
    ink = written("2014")
    found = threshold(1 - paper(ink, shade=0.65).astype(np.float32) / 255)
    assert float(((found >= 0.5) == (ink >= 0.5)).mean()) > 0.95


def test_the_edge_of_a_shadow_is_no_ink(written, paper):
    """A hard shadow over half the picture adds no more than half the ink."""
    ink = written("31")
    photo = paper(ink, shade=0).astype(np.float32) / 255
    photo[:, photo.shape[1] // 2 :] *= 0.6
    found = threshold(1 - photo)
    assert float((found >= 0.5).sum()) < 1.5 * float((ink >= 0.5).sum())


@pytest.mark.parametrize("noise", [0.0, 0.01, 0.04])
@pytest.mark.parametrize("grey", [0.3, 0.9])
def test_blank_paper_has_no_ink(noise, grey, rng):
    """A blank sheet, however grainy or dark, stays blank."""
    sheet = np.clip(grey + rng.normal(0, noise, (120, 160)), 0, 1).astype(np.float32)
    assert float(threshold(1 - sheet).sum()) < 40


@pytest.mark.parametrize("width", [1, 3, 8, 20])
def test_stroke_widths(width):
    """Strokes from one pixel to a fifth of the height come out as wide as they are."""
    darkness = np.full((100, 140), 0.1, np.float32)
    cv2.line(darkness, (70, 10), (70, 90), 0.8, width)
    found = threshold(darkness)[50]
    drawn = int((darkness[50] > 0.4).sum())
    assert abs(int((found >= 0.5).sum()) - drawn) <= max(1, 0.15 * drawn)


def test_pencil_beside_print(written):
    """Faint pencil and black print on one sheet come out equally black."""
    ink = written("47")
    half = ink.shape[1] // 2
    faint = ink.copy()
    faint[:, half:] *= 0.25
    found = threshold(0.1 + 0.8 * faint)
    left, right = (
        ((found >= 0.5) & (ink >= 0.5))[:, :half].sum(),
        ((found >= 0.5) & (ink >= 0.5))[:, half:].sum(),
    )
    assert right > 0.9 * (ink[:, half:] >= 0.5).sum() and left > 0.9 * (ink[:, :half] >= 0.5).sum()


@pytest.mark.parametrize("shape", [(1, 1), (1, 2000), (2000, 1), (5, 5)])
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_degenerate_shapes(shape, level):
    """All ink, no ink, a pixel and a thread give finite ink of the same shape."""
    found = threshold(np.full(shape, level, np.float32))
    assert found.shape == shape and np.isfinite(found).all()


def test_ink_is_in_the_unit_range(rng):
    """Whatever the picture, contrast and ink lie in [0, 1]."""
    apart, stroke = contrast(rng.random((60, 80)).astype(np.float32))
    ink = strokes(apart, stroke)[0]
    assert apart.min() >= 0 and apart.max() <= 1 and ink.min() >= 0 and ink.max() <= 1


def test_what_shines_through_is_no_ink(written):
    """Strokes on the back of the sheet, a seventh as dark, go where they cross the writing's own."""
    ink, back = np.pad(written("27"), 40), np.roll(np.pad(written("41"), 40), 25, axis=0)
    page = 0.9 * (1 - 0.7 * ink) * (1 - 0.1 * back * (ink == 0))
    alone = threshold((1 - 0.9 * (1 - 0.7 * ink)).astype(np.float32)) >= 0.5
    seen = threshold((1 - page).astype(np.float32)) >= 0.5
    assert (seen != alone).mean() < 0.002


@pytest.mark.parametrize("noise", [0.1, 0.12])
def test_grain_that_was_enlarged(noise, written, rng):
    """Of a noisy picture enlarged threefold, saying so leaves all strokes and few specks."""
    small = cv2.resize(written("27"), None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    noisy = (0.15 + 0.7 * small + rng.normal(0, noise, small.shape)).astype(np.float32)
    apart, stroke = contrast(
        1 - np.clip(cv2.resize(noisy, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), 0, 1)
    )
    drawn = cv2.resize(small, apart.shape[::-1], interpolation=cv2.INTER_CUBIC) > 0.1
    bare = cv2.dilate(drawn.view(np.uint8), np.ones((7, 7))) == 0
    specks, fewer = (strokes(apart, stroke, enlarged)[0] >= 0.5 for enlarged in (1.0, 3.0))
    assert fewer[bare].sum() < specks[bare].sum() / 3
    assert fewer[drawn].mean() > 0.98 * specks[drawn].mean()


@pytest.mark.parametrize("shape", [(60, 80), (20, 80)])
def test_what_is_handed_in_stays(shape, rng):
    """Neither the light nor the map of contrast is overwritten, however small the picture."""
    light = rng.random(shape).astype(np.float32)
    before = light.copy()
    apart, stroke = contrast(light)
    assert np.array_equal(light, before)
    before = apart.copy()
    strokes(apart, stroke)
    assert np.array_equal(apart, before)


def test_the_parts_of_the_ink(written, rng):
    """The labels and statistics that come with the ink are those of its own parts, noise left out."""
    light = np.clip(1 - 0.6 * np.pad(written("417"), 30) + rng.normal(0, 0.03, (1, 1)), 0, 1)
    light = np.clip(light + rng.normal(0, 0.06, light.shape), 0, 1).astype(np.float32)
    ink, labels, stats = strokes(*contrast(light))
    own, sides, _ = labelled((ink >= 0.4).view(np.uint8))
    assert len(stats) > 3
    assert np.array_equal(labels, own) and np.array_equal(stats[1:], sides[1:])
