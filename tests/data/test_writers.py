"""Writers come out of QMNIST's labels, which must belong to the digits."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.data.mnist import load_dataset
from inkread.data.writers import NAME, find_writers, read_writers
from inkread.errors import DataError


@pytest.fixture
def rows(arrays):
    """QMNIST's rows for the small data set: class, series, writer."""
    labels = arrays["train_labels"].astype(np.int32)
    return np.stack([labels, np.zeros_like(labels), np.arange(60, dtype=np.int32) // 5], axis=1)


@pytest.fixture
def write_rows(idx_bytes):
    """Writes QMNIST's file into a folder."""

    def write(folder, rows):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_bytes(idx_bytes(rows))
        return folder / NAME

    return write


def test_the_writer_is_the_third_column(tmp_path, rows, write_rows, arrays):
    """Column 2 is the writer."""
    writers = read_writers(write_rows(tmp_path, rows), arrays["train_labels"])
    np.testing.assert_array_equal(writers, np.arange(60, dtype=np.int32) // 5, strict=True)


@pytest.mark.parametrize("place", ["mnist", "mnist/qmnist", "qmnist"])
def test_it_is_found_in_beside_or_below_the_data(tmp_path, rows, write_rows, place):
    """The file may lie with the data, in their sub-folder qmnist, or in the folder qmnist beside them."""
    path = write_rows(tmp_path / place, rows)
    assert find_writers(tmp_path / "mnist") == path


def test_other_classes_are_refused(tmp_path, rows, write_rows, arrays):
    """Rows that do not fit the digits would mix people up: the message counts them."""
    rows[:3, 0] = (rows[:3, 0] + 1) % 10
    with pytest.raises(DataError, match="expected the classes of MNIST's training set, found 3 others"):
        read_writers(write_rows(tmp_path, rows), arrays["train_labels"])


def test_too_few_rows_are_refused(tmp_path, rows, write_rows, arrays):
    """There is one row for each digit."""
    with pytest.raises(DataError, match="expected 60 rows of at least 3 numbers, found 59 × 3"):
        read_writers(write_rows(tmp_path, rows[:59]), arrays["train_labels"])


def test_writers_come_with_mnist(tmp_path, rows, write_rows, as_mnist, write_idx):
    """MNIST that has QMNIST's labels beside it knows its writers."""
    write_rows(tmp_path / "qmnist", rows)
    write_idx(tmp_path / "mnist", as_mnist)
    assert load_dataset(tmp_path).n_writers == 12


def test_own_data_have_no_writers(tmp_path, rows, write_rows, arrays, write_idx):
    """QMNIST speaks of MNIST alone."""
    write_rows(tmp_path / "qmnist", rows)
    assert load_dataset(write_idx(tmp_path / "own", arrays)).writers is None


def test_mnist_has_539_writers(mnist):
    """539 people wrote MNIST's training set."""
    if mnist.writers is None:
        pytest.skip("QMNIST's label files are not beside MNIST")
    assert mnist.n_writers == 539
