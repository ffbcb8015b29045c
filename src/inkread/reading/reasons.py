"""Why ink is not read, in plain words."""

from __future__ import annotations

from inkread.core import Box
from inkread.ink.pieces import Pieces
from inkread.reading.candidates import Candidate


def reason_for(candidate: Candidate, pieces: Pieces, shape: tuple[int, ...]) -> str:
    """The plainest cause that fits ``candidate``, which is not read."""
    return _cause(candidate.box, pieces.height_px, pieces.stroke_px, shape)


def _cause(box: Box, height_px: float, stroke_px: float, shape: tuple[int, ...]) -> str:
    if box.reaches(*shape):
        return "cut off at the edge"
    if box.h < 0.45 * height_px and box.w < 0.7 * height_px:
        return "much smaller than the digits beside it"
    if box.h < 0.4 * box.w:
        return "a stroke lying flat, not a digit"
    if box.w > 1.6 * height_px:
        return "wider than a digit, and cannot be parted"
    if stroke_px <= 1.5:
        return "the stroke is 1 pixel wide: too thin to tell"
    return "not a digit"
