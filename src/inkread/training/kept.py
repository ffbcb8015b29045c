"""Training pictures that take minutes to draw, kept in a file for the next start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.ArrayLike]


def kept_arrays(path: Path, said: str, draw: Callable[[], Arrays]) -> dict[str, npt.NDArray[Any]]:
    """The arrays in the file ``path``, or else what ``draw`` gives, which is then kept there.

    ``said`` tells what decides them, data and seeds; a file of which something else is said is drawn anew.
    """
    if path.is_file():
        with np.load(path, allow_pickle=False) as kept:
            if "said" in kept and str(kept["said"]) == said:
                return dict(kept)
    drawn = {name: np.asarray(value) for name, value in draw().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"part-{path.name}")
    np.savez(part, said=np.asarray(said), **drawn)  # type: ignore[arg-type]
    part.replace(path)
    return drawn
