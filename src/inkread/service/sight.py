"""What a service needs of a reader, and what a reader saw of each digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from inkread.reading.result import Reading
from inkread.service.schemas import Layout

Picture = bytes | npt.NDArray[np.uint8]
"""An encoded picture or ``(H, W) uint8`` grey; never a path."""


@dataclass(frozen=True, eq=False)
class Sight:
    """One digit as the classifier saw it: ``image (28, 28) float32`` ink, ``probabilities (10,) float32``."""

    image: npt.NDArray[np.float32]
    probabilities: npt.NDArray[np.float32]


class Reads(Protocol):
    """Whatever reads pictures; used by several threads at a time."""

    def read(self, picture: Any, *, as_: Layout) -> Reading:
        """What the picture says. Raises PictureError for one that cannot be read."""

    def sights(self, picture: Any, *, as_: Layout) -> tuple[Reading, list[Sight]]:
        """The same, and what was seen of each digit, in the order of the reading."""
