"""What a picture, a digit and a box are, everywhere in Inkread.

A picture inside the program is a ``(H, W) float32`` array in [0, 1]: 0 is paper, 1 is ink.
A digit is such a picture of ``SIDE`` by ``SIDE`` pixels, as in MNIST. Only ``inkread.ink.load``
and ``levels`` know any other convention. Classes are always in the order 0 … 9.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SIDE = 28
"""Pixels on each side of a digit."""

CLASSES = tuple(range(10))
"""The classes, in the order of every probability vector, table and figure."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; x to the right and y down, from the picture's top left corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.y + self.h

    def share_in(self, other: Box) -> float:
        """The share of its area that lies in another box; in [0, 1]."""
        wide = max(min(self.right, other.right) - max(self.x, other.x), 0)
        high = max(min(self.bottom, other.bottom) - max(self.y, other.y), 0)
        return wide * high / (self.w * self.h)

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def turned(self, turns: int, height: int, width: int) -> Box:
        """Where it lies once a picture of that size was turned to the left by so many quarters, 0 to 3."""
        if not turns:
            return self
        return Box(self.y, width - self.right, self.h, self.w).turned(turns - 1, width, height)

    def reaches(self, height: float, width: float, px: float = 1) -> bool:
        """Whether it lies within ``px`` of an edge of a picture of that size, or beyond."""
        beside = self.x <= px or self.right >= width - px
        return beside or self.y <= px or self.bottom >= height - px


def apart(one: Box, other: Box) -> float:
    """Pixels between two boxes, across or down, whichever is more; below 0 where they overlap."""
    across = max(one.x, other.x) - min(one.right, other.right)
    return max(across, max(one.y, other.y) - min(one.bottom, other.bottom))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of ``boxes``, of which there is at least one."""
    first, *others = boxes
    x, y, right, bottom = first.x, first.y, first.right, first.bottom
    for box in others:  # ``min`` and ``max`` take twice as long, and a dense page asks 2,000 times
        x = box.x if box.x < x else x
        y = box.y if box.y < y else y
        right = box.x + box.w if box.x + box.w > right else right
        bottom = box.y + box.h if box.y + box.h > bottom else bottom
    return Box(x, y, right - x, bottom - y)
