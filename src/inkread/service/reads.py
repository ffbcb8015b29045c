"""What a service needs of a reader."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from inkread.reading.result import Reading
from inkread.service.schemas import Layout

Picture = bytes | npt.NDArray[np.uint8]
"""An encoded picture or ``(H, W) uint8`` grey; never a path."""


class Reads(Protocol):
    """Whatever reads pictures; used by several threads at a time."""

    def read(self, source: Any, as_: Layout) -> Reading:
        """What the picture says. Raises PictureError for one that cannot be read."""
