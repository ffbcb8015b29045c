"""The classifier that ships with Inkread, and the record of how it was made.

``reader.onnx`` takes ``(n, 28, 28) float32`` ink and gives ``(n, 11)`` probabilities: 0 … 9 and no digit.
``reader.json`` beside it names recipe, seed, data hashes, versions and scores. ``make weights`` makes both.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

READER = Path(__file__).with_name("reader.onnx")
"""The shipped classifier."""


def provenance() -> dict[str, Any]:
    """How the shipped classifier was made and what it scored, from the file beside it."""
    record: dict[str, Any] = json.loads(READER.with_suffix(".json").read_text(encoding="utf-8"))
    return record
