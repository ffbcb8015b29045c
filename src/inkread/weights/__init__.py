"""The models that ship with Inkread, and the records of how they were made.

``reader.onnx`` takes ``(n, 28, 28) float32`` ink and gives ``(n, 11)`` probabilities: 0 … 9 and no digit.
``line.onnx`` takes ``(n, 32, W) float32`` strips of whole lines and gives ``(n, W / 4, 11)`` log
probabilities, a column for every 4 pixels. The ``.json`` beside each names seed, data hashes, versions and
scores. ``make weights`` makes all of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

READER = Path(__file__).with_name("reader.onnx")
"""The shipped classifier."""

LINE = Path(__file__).with_name("line.onnx")
"""The shipped line recogniser, with its own record ``line.json``: a second opinion on whole numbers."""


def provenance(model: Path = READER) -> dict[str, Any]:
    """How a shipped model was made and what it scored, from the file beside it."""
    record: dict[str, Any] = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    return record
