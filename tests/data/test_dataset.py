"""A data set checks what it is made of and says what it is."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.data.dataset import as_ink, make_dataset, own_name
from inkread.data.registry import PARTS
from inkread.errors import DataError


def test_counts_are_in_the_order_of_the_classes(arrays):
    """Class counts are ten numbers, 0 … 9."""
    assert make_dataset(arrays, name="own", origin="here").train_counts == [6] * 10


def test_the_hash_depends_on_every_array(arrays):
    """A change in any of the four arrays gives another SHA-256."""
    digests = {make_dataset(arrays, name="own", origin="here").sha256}
    for part in PARTS:
        changed = arrays | {part: arrays[part][::-1].copy()}
        digests.add(make_dataset(changed, name="own", origin="here").sha256)
    assert len(digests) == 5


def test_the_same_content_has_the_same_hash(arrays):
    """The SHA-256 does not depend on memory order, label type, name or origin."""
    other = {part: np.asfortranarray(values) for part, values in arrays.items()}
    other["train_labels"] = other["train_labels"].astype(np.int64)
    first, second = make_dataset(arrays, name="a", origin="b"), make_dataset(other, name="c", origin="d")
    assert first.sha256 == second.sha256


def test_labels_become_bytes(arrays):
    """Labels of any integer type come out as uint8."""
    wide = arrays | {"train_labels": arrays["train_labels"].astype(np.int64)}
    assert make_dataset(wide, name="own", origin="here").train_labels.dtype == np.uint8


WRONG = {
    "float pictures": (
        "train_images",
        np.zeros((60, 28, 28)),
        "expected uint8 pictures.*found float64 60 × 28 × 28",
    ),
    "another size": ("test_images", np.zeros((20, 8, 8), np.uint8), "n × 28 × 28, found uint8 20 × 8 × 8"),
    "flat pictures": ("train_images", np.zeros((60, 784), np.uint8), "found uint8 60 × 784"),
    "too few labels": ("train_labels", np.zeros(59, np.uint8), "expected 60 labels.*found 59"),
    "one-hot labels": ("train_labels", np.zeros((60, 10), np.uint8), "expected 60 labels.*found 60 × 10"),
    "a label of ten": (
        "test_labels",
        np.full(20, 10, np.uint8),
        "expected labels 0 … 9, found uint8 10 … 10",
    ),
    "a negative label": ("test_labels", np.full(20, -1), "expected labels 0 … 9, found int64 -1"),
    "labels in words": ("test_labels", np.full(20, "three"), "expected labels 0 … 9, found <U5"),
    "labels with truths": ("test_labels", np.full(20, True), "expected labels 0 … 9, found bool"),
    "a label alone": (
        "test_labels",
        np.array(3),
        "expected 20 labels, .* found a single value",
    ),
    "labels in halves": ("test_labels", np.full(20, 0.5), "expected labels 0 … 9, found float64"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_arrays_are_named(arrays, case):
    """The message names the array, what was expected and what was found."""
    part, values, message = WRONG[case]
    with pytest.raises(DataError, match=f"here: {part}: .*{message}"):
        make_dataset(arrays | {part: values}, name="own", origin="here")


def test_an_empty_set_is_refused(arrays):
    """There is at least one picture."""
    empty = {"test_images": np.zeros((0, 28, 28), np.uint8), "test_labels": np.zeros(0, np.uint8)}
    with pytest.raises(DataError, match="at least one picture"):
        make_dataset(arrays | empty, name="own", origin="here")


def test_ink_is_zero_to_one(rng):
    """Byte 0 is ink 0, byte 255 is ink 1, in float32, and nothing is rounded away."""
    images = rng.integers(0, 256, (3, 28, 28), dtype=np.uint8)
    ink = as_ink(images)
    np.testing.assert_array_equal(ink, (images / 255).astype(np.float32), strict=True)


@pytest.mark.parametrize(
    ("folder", "name"), [("mine", "mine"), ("mnist", "own-mnist"), ("digits", "own-digits")]
)
def test_own_data_never_bear_a_known_name(tmp_path, folder, name):
    """A person's data are called as their folder, yet never mnist or digits."""
    assert own_name(tmp_path / folder) == name


def test_it_shows_itself_as_a_table(arrays):
    """In a notebook a data set is a table whose caption is safe HTML."""
    page = make_dataset(arrays, name="<own>", origin="here")._repr_html_()
    assert page.startswith("<table>") and "&lt;own&gt;" in page


def test_its_repr_is_short(arrays):
    """The repr says name, size and origin, and prints no pixels."""
    shown = repr(make_dataset(arrays, name="own", origin="here"))
    assert shown == "Dataset('own', 60 + 20 digits, from 'here')"
