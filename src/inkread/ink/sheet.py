"""A picture's ink at the scale it is worked at, and the way back to the picture's own pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.ghosts import without_ghosts
from inkread.ink.grain import is_grain
from inkread.ink.hairline import widened
from inkread.ink.highlight import without_highlights
from inkread.ink.light import evened
from inkread.ink.load import Picture
from inkread.ink.panels import off_panels
from inkread.ink.rings import without_rings
from inkread.ink.slip import on_slip
from inkread.ink.threshold import contrast, strokes
from inkread.ink.tone import UNSURE, grey, polarity

Ink = npt.NDArray[np.float32]

COMFORTABLE = 120
"""Pictures whose shorter side has fewer pixels than this are enlarged, up to fourfold."""

UNCLEAR = 0.5
"""Where the polarity is below this, either way, there may be nothing but grain."""

MOST_ENLARGED = 2_000_000
"""Pixels that enlarging may lead to."""


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """``ink (H, W) float32`` of a picture, its ``light`` in [0, 1], dark where ink is, the ``contrast`` to
    the paper, from which the ink was made, and ``scale``: pixels of the original for one of ``ink``."""

    ink: Ink
    light: Ink
    contrast: Ink
    scale: float
    light_ink: bool
    unsure: bool

    def turned(self, turns: int) -> Sheet:
        """The sheet of the same picture turned to the left by so many quarters, 0 to 3."""
        ink, light, contrast = (
            np.ascontiguousarray(np.rot90(side, turns)) for side in (self.ink, self.light, self.contrast)
        )
        return replace(self, ink=ink, light=light, contrast=contrast)

    def on_picture(self, box: Box, back: npt.NDArray[np.float64] | None = None) -> Box:
        """A box on the sheet, or on what ``back`` leads back to it, in pixels of the original."""
        corners = [(x, y) for x in (box.x, box.right) for y in (box.y, box.bottom)]
        if back is not None:
            (a, b, c), (d, e, f) = back.tolist()
            corners = [(a * x + b * y + c, d * x + e * y + f) for x, y in corners]
        left, right = self._reach([x for x, _ in corners], self.ink.shape[1])
        top, bottom = self._reach([y for _, y in corners], self.ink.shape[0])
        return Box(left, top, max(right - left, 1), max(bottom - top, 1))

    def from_picture(self, box: Box) -> Box:
        """A box in pixels of the original as one on the sheet: what ``on_picture`` was given."""
        x, y = round(box.x / self.scale), round(box.y / self.scale)
        right, bottom = round(box.right / self.scale), round(box.bottom / self.scale)
        return Box(x, y, max(right - x, 1), max(bottom - y, 1))

    def box_of_ink(self) -> Box:
        """The smallest box around all ink, in pixels of the original; of one pixel where there is none."""
        x, y, w, h = cv2.boundingRect((self.ink >= np.float32(0.5)).view(np.uint8))
        return self.on_picture(Box(x, y, w, h))

    def _reach(self, places: list[float], side: int) -> tuple[int, int]:
        """From the first to one past the last of ``places`` on the sheet, in pixels of the original."""
        low, high = max(min(*places, side), 0), min(max(*places, 0), side)
        return floor(low * self.scale + 0.01), ceil(high * self.scale - 0.01)


def sheet_of(picture: Picture, *, light_ink: bool | None = None) -> Sheet:
    """The ink of ``picture``; small pictures are enlarged so that strokes have some pixels."""
    light = off_panels(without_highlights(grey(picture.pixels), picture.pixels))
    even = evened(light, steps=True)
    if even is light or evened(light) is light:  # the lit middle of a vignette is no slip of paper
        light, before = on_slip(light), light
        even = even if light is before else evened(light, steps=True)
    sign = polarity(even)
    if light_ink is None:
        light_ink = sign < 0
    blank = abs(sign) < UNCLEAR and is_grain(even)
    shown = _enlarged(1 - light if light_ink else light)
    flat, enlarged = even is light and not light_ink, len(shown) / len(light)
    apart, stroke = contrast(shown if flat else evened(shown))
    ink = np.zeros_like(apart)
    if not blank:
        ink, labels, stats = strokes(apart, stroke, enlarged)
        thin, shown = shown, widened(shown, ink, stroke)
        if shown is not thin:
            apart, stroke = contrast(shown if flat else evened(shown))
            ink, labels, stats = strokes(apart, stroke, enlarged)
        if len(stats) > 2:  # one part alone is no ghost of the others and no ring around them
            ink = without_rings(without_ghosts(ink, apart, labels, stats))
    return Sheet(ink, shown, apart, picture.width / ink.shape[1], light_ink, abs(sign) < UNSURE)


def _enlarged(light: Ink) -> Ink:
    """The picture at a comfortable size."""
    enlarge = _enlarge(light.shape)
    if enlarge <= 1:
        return light
    size = (round(light.shape[1] * enlarge), round(light.shape[0] * enlarge))
    larger = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)
    return np.clip(larger, 0, 1)


def _enlarge(shape: tuple[int, ...]) -> float:
    wanted = min(COMFORTABLE / min(shape), 4.0)
    return max(min(wanted, float(np.sqrt(MOST_ENLARGED / (shape[0] * shape[1])))), 1.0)
