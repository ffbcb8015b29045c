"""How the shipped weights are made."""

import json
from dataclasses import replace

import numpy as np
import pytest

from inkread.data.splits import split
from inkread.errors import DataError
from inkread.recipes.reader import RECIPE
from inkread.training.reader_crops import CROPS, WRITING, crop_split
from inkread.training.reader_weights import make_weights, run_of


@pytest.fixture(scope="module")
def written(digits):
    """The embedded digits, with writers made up."""
    return replace(digits, writers=(np.arange(len(digits.train_labels)) % 40).astype(np.int32))


def test_writers_are_needed(digits):
    """Without writer ids the weights are not made, and the message says what is missing."""
    with pytest.raises(DataError, match="QMNIST"):
        crop_split(CROPS, digits, 100, 50)


def test_each_kind_has_its_share(written):
    """To 240 crops come 12 halves and 40 runs, all of them of 28 by 28; other writing is kept apart."""
    first, more = (crop_split(kinds, written, 240, 60) for kinds in (CROPS, WRITING))
    assert first.train_images.shape == (240 + 12 + 40, 28, 28) and more.train_images.shape == (24 + 8, 28, 28)


def test_a_run_goes_on_only_with_its_recipe_and_crops(written, tmp_path):
    """The same recipe and crops find the run that is there; other ones begin their own."""
    crops, fewer = split(written), split(written, examples=500)

    def runs(recipe=RECIPE, crops=crops):
        run = run_of(tmp_path, recipe, written, crops)
        assert run.recipe == recipe
        return len(list(tmp_path.iterdir()))

    assert [runs(), runs(), runs(replace(RECIPE, epochs=3)), runs(crops=fewer)] == [1, 1, 2, 3]


def test_from_digits_to_weights(written, tmp_path):
    """A short run leaves an ONNX file and a record of recipe, data, versions, scores and the file's hash."""
    target = tmp_path / "weights" / "reader.onnx"
    record = make_weights(written, tmp_path / "run", target, n_crops=512, n_validation=100, epochs=1)
    assert json.loads(target.with_suffix(".json").read_text()) == record
    assert {
        "sha256",
        "recipe",
        "seed",
        "data",
        "crops",
        "writing",
        "versions",
        "scores",
        "temperature",
    } <= set(record)
    assert record["bytes"] == target.stat().st_size < 2_000_000
