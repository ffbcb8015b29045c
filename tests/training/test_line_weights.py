"""How the line recogniser's weights are made."""

import json
from dataclasses import replace

import numpy as np
import pytest

from inkread.errors import DataError
from inkread.training import line_weights
from inkread.training.line_fit import FAST, SLOW
from inkread.training.line_weights import Stage, make_line_weights


def test_writers_are_needed(digits, tmp_path):
    """Without writer ids the weights are not made, and the message says what is missing."""
    with pytest.raises(DataError, match="QMNIST"):
        make_line_weights(digits, tmp_path)


def test_from_digits_to_weights(digits, tmp_path, monkeypatch):
    """A short run leaves an ONNX file and a record of data, lines, versions, scores and the file's hash."""
    monkeypatch.setattr(line_weights, "N_OWN", 20)
    written = replace(digits, writers=(np.arange(len(digits.train_labels)) % 40).astype(np.int32))
    target = tmp_path / "weights" / "line.onnx"
    stages = Stage(1, FAST, (1, 0, 0, 0)), Stage(1, SLOW, (0.25, 0.25, 0.25, 0.25))
    record = make_line_weights(
        written, tmp_path / "run", target, stages=stages, portions=1, size=32, n_seen=3, n_held=3
    )
    assert json.loads(target.with_suffix(".json").read_text()) == json.loads(json.dumps(record))
    assert {"sha256", "seed", "data", "lines", "stages", "versions", "scores"} <= set(record)
    assert record["bytes"] == target.stat().st_size < 1_000_000
