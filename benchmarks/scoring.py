"""What the benchmarks of reading share: a labelled folder scored and written down, and what is read right."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from inkread.files import write_json
from inkread.reading.reader import As, reader
from inkread.reading.score import score
from inkread.reading.score_page import save_page, summary

RESULTS = Path(__file__).parents[1] / "results"

Bytes = npt.NDArray[np.uint8]


class Reads(Protocol):
    """What reads a picture: a reader."""

    def read(self, picture: Bytes, way: As) -> Any: ...


def share_right(tool: Reads, pictures: Iterable[Bytes], labels: Bytes, way: As) -> float:
    """The share in [0, 1] of pictures that are read as just their label."""
    return float(np.mean([tool.read(p, way).text == str(y) for p, y in zip(pictures, labels, strict=True)]))


def score_real(description: str | None, name: str, as_: str, targets: dict[str, float]) -> None:
    """Score ``real/NAME`` of ``INKREAD_DATA``, or the folder asked for; writes results/read_NAME.json."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(os.environ.get("INKREAD_DATA", ".")) / "real" / name
    result = score(reader(options.model), folder, as_)
    figures = result.to_json() | {"folder": folder.name, "targets": targets}
    # Only what was read is kept: the pictures are other people's.
    figures["mistakes"] = [
        {**m, "path": Path(m["path"]).relative_to(folder).as_posix()} for m in figures["mistakes"]
    ]
    write_json(RESULTS / f"read_{name}.json", figures)
    if options.page:
        save_page(result, options.page)
    print("\n".join(summary(result)))
