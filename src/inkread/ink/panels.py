"""Pictures within a picture: figures and contact sheets, whose digits stand on panels of another lightness.

::

    ┌─────────────┐         ┌─────────────┐     flat rectangles with writing in them on flat ground, and
    │ ▓▓▓▓▓ ▓▓▓▓▓ │         │             │     around them nothing but what is much lower than that
    │ ▓░5░▓ ▓░0░▓ │    →    │   5     0   │     writing: titles, numbers along an axis, bars of colour.
    │ ▓▓▓▓▓ ▓▓▓▓▓ │         │             │     Only the writing is kept, dark on white
    │  no. 1 no. 2│         │             │
    └─────────────┘         └─────────────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from inkread.core import Box
from inkread.ink.handy import reduced
from inkread.ink.rank import median

Light = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]

WORKED_PX = 600
"""Panels are looked for with the picture's shorter side at so many pixels at most."""

SMALLEST_PX, NARROWEST_PX = 20, 10
"""Each side of a panel has at least so many of these pixels, and of a bar."""

FLAT = 0.06
"""What lies so near to one lightness is of one tone."""

GROUND, RIM = 0.95, 0.9
"""The share of the picture's border, and of a panel's, that has one tone; writing may reach a panel's."""

INSIDE = 0.03
"""A panel's border is looked at so far inside, as a share of its shorter side: a frame may run around it."""

APART = 0.15
"""The panel's tone differs so much from the ground's at least, and its writing's from the panel's."""

FILLED = 0.85
"""The share of its bounding box that a panel fills at least; writing at its edge is a notch in it."""

LEAST_INKED, MOST_INKED = 0.005, 0.5
"""The share of a panel that is writing; of a box drawn around paper more is paper than line."""

CAPTION = 0.4
"""What has less than this share of the height of the panels' highest writing is a caption."""


class Panel(NamedTuple):
    """Where a panel lies, its own tone, how high its writing's highest part is, and whether that is light."""

    box: Box
    tone: float
    high: int
    light_ink: bool


def off_panels(light: Light) -> Light:
    """The picture ``(H, W)`` in [0, 1] with nothing but what is written on its panels, dark on white.

    The same object without a panel that has writing on it, and where there is as high writing around them, as
    on a form below a title on black: there a panel may be the caption.
    """
    small = reduced(light, max(min(light.shape) / WORKED_PX, 1.0))
    ground = _ground(small)
    if ground is None:
        return light
    other = (np.abs(small - np.float32(ground)) > APART).view(np.uint8)
    blocks = _blocks(other)
    panels = [panel for block in blocks if (panel := _panel(small, block, ground))]
    if not panels:
        return light
    least = CAPTION * max(panel.high for panel in panels)
    if _highest(_without(other, blocks)) >= least:
        return light
    paper, scale = np.ones_like(light), light.shape[0] / small.shape[0]
    for panel in (panel for panel in panels if panel.high >= least):
        inner = _part(panel.box, scale, -2)
        apart = (light[inner] - panel.tone) * (1 if panel.light_ink else -1)
        paper[inner] = 1 - np.clip(apart / max(float(apart.max()), APART), 0, 1)
    return paper


def _ground(small: Light) -> float | None:
    """The tone of the picture's border; None where it has several."""
    border = _border(small)
    tone = median(border)
    return tone if float((np.abs(border - tone) < FLAT).mean()) >= GROUND else None


def _border(light: Light) -> Light:
    return np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])


def _blocks(other: Mask) -> list[Box]:
    """The upright rectangles of what is not ground, without the lines and letters that touch them."""
    solid = np.zeros_like(other)
    cv2.drawContours(solid, _outlines(other), -1, 1, cv2.FILLED)
    narrow = np.ones((NARROWEST_PX // 2, NARROWEST_PX // 2), np.uint8)
    solid = np.asarray(cv2.morphologyEx(solid, cv2.MORPH_OPEN, narrow), np.uint8)
    found = [Box(*cv2.boundingRect(outline)) for outline in _outlines(solid)]
    boxes = [_straightened(solid, box) for box in found if min(box.w, box.h) >= NARROWEST_PX]
    return [
        box
        for box in boxes
        if min(box.w, box.h) >= NARROWEST_PX
        and solid[_part(box)].mean() >= FILLED
        and other[_part(box)].mean() > 1 - MOST_INKED
    ]


def _straightened(solid: Mask, box: Box) -> Box:
    """The box without the rows and columns of which less than half is solid: letters that touch the block."""
    inner = solid[_part(box)]
    rows, columns = (np.flatnonzero(inner.mean(axis=axis) >= 0.5) for axis in (1, 0))
    if not (len(rows) and len(columns)):
        return box
    x, y = box.x + int(columns[0]), box.y + int(rows[0])
    return Box(x, y, int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)


def _outlines(mask: Mask) -> Sequence[cv2.typing.MatLike]:
    return cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]


def _panel(small: Light, block: Box, ground: float) -> Panel | None:
    """The block as a panel; None where it is drawn around paper, is of many tones, or holds no writing."""
    if min(block.w, block.h) < SMALLEST_PX:
        return None
    rim = 1 + round(INSIDE * min(block.w, block.h))
    box = Box(block.x + rim, block.y + rim, block.w - 2 * rim, block.h - 2 * rim)
    inner = small[_part(box)]
    border = _border(inner)
    tone = median(border)
    if abs(tone - ground) < APART or float((np.abs(border - tone) < FLAT).mean()) < RIM:
        return None
    lighter, darker = inner - tone > APART, inner - tone < -APART
    light_ink = bool(lighter.sum() > darker.sum())
    writing = (lighter if light_ink else darker).view(np.uint8)
    if not LEAST_INKED < writing.mean() < MOST_INKED:
        return None
    return Panel(block, tone, _highest(writing), light_ink)


def _without(other: Mask, blocks: list[Box]) -> Mask:
    """What is to be seen around the blocks."""
    around = other.copy()
    for block in blocks:
        around[_part(block, 1, 3)] = 0
    return around


def _highest(mask: Mask) -> int:
    """The height of the highest part."""
    return int(cv2.connectedComponentsWithStats(mask)[2][1:, cv2.CC_STAT_HEIGHT].max(initial=0))


def _part(box: Box, scale: float = 1, wider: int = 0) -> tuple[slice, slice]:
    """The box, ``wider`` on all sides, in a picture that is ``scale`` times as large."""
    top, bottom = max(box.y - wider, 0) * scale, (box.bottom + wider) * scale
    left, right = max(box.x - wider, 0) * scale, (box.right + wider) * scale
    return slice(round(top), round(bottom)), slice(round(left), round(right))
