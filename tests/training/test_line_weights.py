"""How the line recogniser's weights are made."""

import json
from dataclasses import replace

import numpy as np
import pytest

from inkread.errors import DataError
from inkread.training import kept, line_weights
from inkread.training.line_compose import Digits
from inkread.training.line_fit import FAST, SLOW
from inkread.training.line_seen import seen_strips
from inkread.training.line_weights import Stage, kept_strips, make_line_weights


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


def test_a_stage_goes_on_only_with_what_it_began_with(digits, tmp_path, monkeypatch):
    """The same call learns nothing again; another seed learns all anew, another stage only that, and numbers
    that other code draws otherwise all again."""
    monkeypatch.setattr(line_weights, "N_OWN", 20)
    written = replace(digits, writers=(np.arange(len(digits.train_labels)) % 40).astype(np.int32))
    first, second, other = (Stage(1, FAST, shares) for shares in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)))

    def learnt(stages, seed=0):
        before = set(tmp_path.glob("run/*/history.csv"))
        settings = {"stages": stages, "seed": seed, "portions": 1, "size": 32, "n_seen": 3, "n_held": 3}
        make_line_weights(written, tmp_path / "run", tmp_path / "line.onnx", **settings)
        new = set(tmp_path.glob("run/*/history.csv")) - before
        return sorted(path.parent.name[: len("stage-1")] for path in new)

    found = [learnt((first, second)), learnt((first, second)), learnt((first, other)), learnt((first,), 1)]
    monkeypatch.setattr(kept, "_code", lambda: "another")
    monkeypatch.setattr(line_weights, "seen_strips", lambda digits, n, seed: seen_strips(digits, n, (9,)))
    found.append(learnt((first,)))
    assert found == [["stage-1", "stage-2"], [], ["stage-2"], ["stage-1"], ["stage-1"]]


def test_kept_numbers_are_those_asked_for(digits, tmp_path):
    """Numbers kept by an earlier start are used again, but not for another seed, count or data set."""
    writers = np.zeros(len(digits.train_labels), np.int32)
    hands = Digits(digits.train_images, digits.train_labels, writers)

    def texts(n=2, seed=(0, 1), sha256="one"):
        strips = kept_strips(tmp_path / "seen.npz", hands, n, seed, sha256)
        return [strip.text for strip in strips], (tmp_path / "seen.npz").stat().st_mtime_ns

    first, again, other, more, foreign = (
        texts(),
        texts(),
        texts(seed=(0, 2)),
        texts(3),
        texts(3, sha256="two"),
    )
    assert again == first
    assert other[0] != first[0] and more[0][:2] == first[0]
    assert foreign[1] > more[1]
