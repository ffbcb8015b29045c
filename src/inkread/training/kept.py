"""Training pictures that take minutes to draw, kept in a file for the next start."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.data.npz import DAMAGED

Arrays = Mapping[str, npt.ArrayLike]

logger = logging.getLogger("inkread")


def kept_arrays(path: Path, said: str, draw: Callable[[], Arrays]) -> dict[str, npt.NDArray[Any]]:
    """The arrays in the file ``path``, or else what ``draw`` gives, which is then kept there.

    ``said`` tells what decides them, data and seeds. A file of which something else is said, one that other
    code has drawn, and a damaged one are drawn anew.
    """
    said = f"{said} {_code()}"
    kept = _read(path)
    if str(kept.pop("said", "")) == said:
        return kept
    drawn = {name: np.asarray(value) for name, value in draw().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"part-{path.name}")
    np.savez(part, said=np.asarray(said), **drawn)  # type: ignore[arg-type]
    part.replace(path)
    return drawn


def _read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """What the file holds; nothing where there is none, or a damaged one."""
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return dict(kept)
    except (*DAMAGED, OSError) as error:
        logger.warning("%s is damaged, so its pictures are drawn anew: %s", path, error)
        return {}


@cache
def _code() -> str:
    """A fingerprint of the whole package: drawing goes through much of it, and is cheaper than a mistake."""
    root = Path(__file__).parents[1]
    code = b"".join(path.read_bytes() for path in sorted(root.rglob("*.py")))
    return sha256(code).hexdigest()
