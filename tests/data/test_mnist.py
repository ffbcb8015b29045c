"""MNIST is found wherever it lies, in any packaging, and is what it says."""

from __future__ import annotations

import numpy as np
import pytest

from inkread.data.mnist import find_local, load_dataset, load_mnist
from inkread.data.registry import IDX_NAMES, NPZ_NAME, SHA256
from inkread.errors import DataError

NAME = IDX_NAMES["train_images"]


def test_load_mnist_has_the_structure_of_keras(mnist):
    """Two pairs of bytes: (60000, 28, 28), (60000,), (10000, 28, 28), (10000,)."""
    (x_train, y_train), (x_test, y_test) = load_mnist()
    found = [(a.shape, a.dtype) for a in (x_train, y_train, x_test, y_test)]
    assert found == [((n, *d), np.uint8) for n in (60_000, 10_000) for d in ((28, 28), ())]


def test_mnist_begins_with_5_0_4_1_9(mnist):
    """The pictures are in MNIST's order, in which every lesson shows them."""
    assert mnist.train_labels[:5].tolist() == [5, 0, 4, 1, 9] and mnist.test_labels[:3].tolist() == [7, 2, 1]


def test_mnist_packed_by_keras_is_the_same(mnist, tmp_path):
    """Out of an archive come the bytes that came out of the IDX files."""
    np.savez(
        tmp_path / NPZ_NAME,
        x_train=mnist.train_images,
        y_train=mnist.train_labels,
        x_test=mnist.test_images,
        y_test=mnist.test_labels,
    )
    packed = load_dataset(tmp_path)
    assert (packed.name, packed.sha256) == ("mnist", mnist.sha256)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("place", ["", "mnist", "MNIST/raw"])
def test_idx_files_are_found(tmp_path, as_mnist, write_idx, place, packed):
    """Raw or gzipped, in the folder, in its sub-folder mnist, or where torchvision puts them."""
    write_idx(tmp_path / place, as_mnist, packed=packed)
    assert load_dataset(tmp_path).name == "mnist"


def test_a_dot_in_the_name_is_no_matter(tmp_path, as_mnist, write_idx):
    """Some unpackers write train-images.idx3-ubyte."""
    write_idx(tmp_path, as_mnist, packed=False)
    (tmp_path / NAME).rename(tmp_path / "train-images.idx3-ubyte")
    assert load_dataset(tmp_path).name == "mnist"


def test_packaging_does_not_change_the_hash(tmp_path, as_mnist, write_idx, write_npz):
    """A run notes the same SHA-256 whichever files it read."""
    first = load_dataset(write_idx(tmp_path / "a", as_mnist))
    assert load_dataset(write_npz(tmp_path / "b.npz", as_mnist)).sha256 == first.sha256


@pytest.fixture
def places(nowhere, as_mnist, write_npz, monkeypatch):
    """MNIST in a folder that INKREAD_DATA names, in Inkread's cache and in Keras' cache."""
    monkeypatch.setenv("INKREAD_DATA", str(nowhere / "named"))
    return {
        "named": write_npz(nowhere / "named" / NPZ_NAME, as_mnist),
        "cache": write_npz(nowhere / "cache" / NPZ_NAME, as_mnist),
        "keras": write_npz(nowhere / "keras" / "datasets" / NPZ_NAME, as_mnist),
    }


@pytest.mark.parametrize(
    ("absent", "first"), [([], "named"), (["named"], "cache"), (["named", "cache"], "keras")]
)
def test_places_are_tried_in_order(places, monkeypatch, absent, first):
    """INKREAD_DATA, then Inkread's cache, then Keras' cache."""
    for name in absent:
        places[name].unlink()
        monkeypatch.delenv("INKREAD_DATA", raising=False)
    assert load_dataset().origin == str(places[first])


def test_a_damaged_cache_is_passed_over(places, monkeypatch, caplog):
    """A cache that a killed download left behind is a warning that names the file, not the end."""
    monkeypatch.delenv("INKREAD_DATA")
    places["cache"].write_bytes(b"PK")
    assert load_dataset().origin == str(places["keras"])
    assert str(places["cache"]) in caplog.text


def test_a_damaged_place_that_was_named_is_an_error(places):
    """Who names a folder wants that one: nothing else is taken instead."""
    places["named"].write_bytes(b"PK")
    with pytest.raises(DataError, match=str(places["named"])):
        load_dataset()


def test_find_local_says_where(places):
    """The first place that has the files."""
    assert find_local() == places["named"].parent


def test_an_archive_can_be_named(places, monkeypatch):
    """INKREAD_DATA may name a file as well as a folder."""
    monkeypatch.setenv("INKREAD_DATA", str(places["keras"]))
    assert (find_local(), load_dataset().origin) == (places["keras"], str(places["keras"]))


def test_find_local_says_nowhere(nowhere):
    """None, without a look at the network."""
    assert find_local() is None


def test_digits_need_no_place(nowhere):
    """The embedded digits are there by name."""
    assert load_dataset("digits").name == "digits"


def test_own_idx_files_are_own_data(tmp_path, arrays, write_idx):
    """Other digits in MNIST's format are loaded and bear the name of their folder."""
    assert load_dataset(write_idx(tmp_path / "mine", arrays)).name == "mine"


def test_own_archives_are_own_data(tmp_path, arrays, write_npz):
    """So are those in Keras' format, named after their file."""
    assert load_dataset(write_npz(tmp_path / "mine.npz", arrays)).name == "mine"


def test_own_data_are_not_mnist(tmp_path, arrays, write_idx, monkeypatch):
    """Who insists on MNIST does not get other digits out of INKREAD_DATA."""
    monkeypatch.setenv("INKREAD_DATA", str(write_idx(tmp_path / "mine", arrays)))
    with pytest.raises(DataError, match="expected MNIST, found other digits"):
        load_dataset("mnist")


@pytest.mark.parametrize("part", ["train_images", "test_labels"])
def test_a_changed_file_of_mnist_is_named(tmp_path, as_mnist, write_idx, part):
    """One changed value in one of MNIST's files: the message names the file and both SHA-256."""
    changed = as_mnist[part].copy()
    changed.flat[5] = (changed.flat[5] + 1) % 10
    folder = write_idx(tmp_path, as_mnist | {part: changed}, packed=False)
    message = f"^{folder / IDX_NAMES[part]}: expected MNIST's content .SHA-256 {SHA256[part][:12]}….*found"
    with pytest.raises(DataError, match=message):
        load_dataset(folder)


def test_a_part_of_mnist_is_own_data(tmp_path, as_mnist, write_idx):
    """A shortened training set is a person's own choice, not damage."""
    short = {part: as_mnist[part][:30] for part in ("train_images", "train_labels")}
    assert load_dataset(write_idx(tmp_path / "half", as_mnist | short)).name == "half"


def test_a_truncated_file_is_named(tmp_path, as_mnist, write_idx):
    """MNIST with a file cut short: which file, what was expected, what was found."""
    path = write_idx(tmp_path, as_mnist, packed=False) / NAME
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(
        DataError, match=f"^{path}: expected 47,056 bytes for 60 × 28 × 28 values, found 1,000"
    ):
        load_dataset(tmp_path)


def test_labels_that_do_not_fit_are_named(tmp_path, arrays, write_idx):
    """Counts that differ: the message names the file of labels."""
    folder = write_idx(tmp_path, arrays | {"train_labels": arrays["train_labels"][:50]})
    with pytest.raises(DataError, match=r"train-labels-idx1-ubyte\.gz: expected 60 labels.*found 50"):
        load_dataset(folder)


def test_a_missing_companion_is_named(tmp_path, arrays, write_idx):
    """Three of four files are not enough."""
    (write_idx(tmp_path, arrays) / f"{IDX_NAMES['test_labels']}.gz").unlink()
    with pytest.raises(DataError, match="expected the four IDX files, found no t10k-labels-idx1-ubyte"):
        load_dataset(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    """A folder with nothing in it: the message says what could be there."""
    with pytest.raises(DataError, match=r"expected train-images-idx3-ubyte.*mnist\.npz, or folders 0 … 9"):
        load_dataset(tmp_path)


def test_a_named_folder_that_is_gone_is_refused(nowhere, monkeypatch):
    """The message says that the name came from INKREAD_DATA."""
    monkeypatch.setenv("INKREAD_DATA", "/nowhere/at/all")
    with pytest.raises(DataError, match="No data at INKREAD_DATA=/nowhere/at/all"):
        load_dataset()


def test_a_missing_path_is_refused(tmp_path):
    """The message names the path and the words that are known."""
    with pytest.raises(DataError, match="expected a path, 'mnist' or 'digits'"):
        load_dataset(tmp_path / "gone")


def test_another_kind_of_file_is_refused(tmp_path):
    """A file that is no archive is not guessed at."""
    (tmp_path / "digits.csv").write_text("7,0,0")
    with pytest.raises(DataError, match=r"digits\.csv: expected a folder or an \.npz file"):
        load_dataset(tmp_path / "digits.csv")
