"""A person's own pictures become a data set, and a bad one is named."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from inkread.data.folder import read_digit, read_folder
from inkread.data.mnist import load_dataset
from inkread.errors import DataError


@pytest.fixture
def save(tmp_path):
    """Saves bytes as a picture and gives its path."""

    def save(values, name="digit.png", **options):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(values).save(path, **options)
        return path

    return save


@pytest.fixture
def seven():
    """A seven, dark on a bright page of 200 × 160, off the middle."""
    page = np.full((200, 160), 230, np.uint8)
    page[20:32, 30:110] = 40
    for row in range(32, 130):
        left = 100 - (row - 32) // 2
        page[row, left : left + 12] = 40
    return page


@pytest.fixture
def own(tmp_path, arrays):
    """Sixty pictures of 28 × 28 in folders 0 … 9, most of each of them paper."""
    for index, (image, label) in enumerate(zip(arrays["train_images"], arrays["train_labels"], strict=True)):
        image[image < 180] = 0
        path = tmp_path / "own" / str(label) / f"{index}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(path)
    return tmp_path / "own"


def test_a_digit_fills_the_20_pixel_box(save, seven):
    """Cut to its ink, its longer side is 20 pixels."""
    rows, columns = np.nonzero(read_digit(save(seven)) > 60)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


def test_polarity_does_not_matter(save, seven):
    """Bright on dark gives the digit that dark on bright gives."""
    np.testing.assert_array_equal(read_digit(save(seven)), read_digit(save(255 - seven, "other.png")))


def test_lines_at_the_border_are_not_paper(save, seven):
    """A dark frame around a bright page does not turn paper into ink."""
    seven[[0, -1]] = 20
    seven[:, [0, -1]] = 20
    assert read_digit(save(seven)).mean() < 128


def test_place_on_the_page_does_not_matter(save, seven):
    """The same ink elsewhere on its page is the same digit."""
    moved = np.roll(seven, (40, 25), axis=(0, 1))
    np.testing.assert_array_equal(read_digit(save(seven)), read_digit(save(moved, "other.png")))


def test_colour_and_transparency_do_not_matter(save, seven):
    """Ink on a transparent page is ink on white."""
    rgba = np.zeros((*seven.shape, 4), np.uint8)
    rgba[..., 3] = np.where(seven < 100, 255, 0)
    digit = read_digit(save(rgba))
    assert digit[0, 0] == 0 and np.abs(digit.astype(int) - read_digit(save(seven, "grey.png"))).mean() < 3


def test_sixteen_bits_do_not_matter(save, seven):
    """A scan with 16 bits a pixel is read as one with 8."""
    digit = read_digit(save(seven.astype(np.uint16) * 257))
    assert np.abs(digit.astype(int) - read_digit(save(seven, "grey.png"))).max() <= 1


def test_orientation_is_applied(save, seven):
    """A picture stored sideways, with the EXIF note of it, is read upright."""
    exif = Image.Exif()
    exif[0x0112] = 8
    digit = read_digit(save(np.rot90(seven, -1).copy(), exif=exif))
    np.testing.assert_array_equal(digit, read_digit(save(seven, "upright.png")))


def test_a_picture_in_the_right_size_is_taken_as_it_is(own, arrays):
    """Pictures of 28 × 28, bright on dark, come out byte for byte: MNIST as PNGs stays MNIST."""
    data = read_folder(own)
    together = np.concatenate([data.train_images, data.test_images])
    assert sorted(map(bytes, together)) == sorted(map(bytes, arrays["train_images"]))


def test_a_sixth_of_each_class_is_for_testing(own):
    """Of six pictures of each class one is in the test set, the same every time."""
    data = read_folder(own)
    assert (data.test_counts, read_folder(own).sha256) == ([1] * 10, data.sha256)


def test_the_name_is_the_folders(own):
    """Own data are called as their folder, also when the command line loads them."""
    assert load_dataset(own).name == "own"


def test_a_given_division_is_kept(own, tmp_path):
    """Folders train and test are taken as they are."""
    (tmp_path / "cut").mkdir()
    own.rename(tmp_path / "cut" / "train")
    (tmp_path / "cut" / "test").mkdir()
    (tmp_path / "cut" / "train" / "9").rename(tmp_path / "cut" / "test" / "9")
    data = load_dataset(tmp_path / "cut")
    assert (set(data.train_labels.tolist()), set(data.test_labels.tolist())) == (set(range(9)), {9})


def test_other_files_are_left_alone(own):
    """Notes and what systems leave behind are no pictures."""
    (own / "3" / "Thumbs.db").write_bytes(b"x")
    (own / "3" / "._1.png").write_bytes(b"x")
    assert sum(read_folder(own).train_counts) == 50


BAD = {
    "text": (lambda path: path.write_text("seven"), "expected a picture of a digit, found none"),
    "nothing": (lambda path: path.write_bytes(b""), "expected a picture of a digit, found none"),
    "half a picture": (
        lambda path: path.write_bytes(path.read_bytes()[:200]),
        "expected a picture of a digit",
    ),
    "blank": (lambda path: Image.new("L", (50, 50), 200).save(path), "ink that stands out.*10%.*found 0%"),
    "too large": (
        lambda path: Image.new("1", (5000, 10)).save(path),
        "at most 4,096 pixels, found 5,000 × 10",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_picture_is_named(own, case):
    """One bad file among sixty is named with what was found, in one line."""
    spoil, message = BAD[case]
    path = next((own / "4").glob("*.png"))
    spoil(path)
    with pytest.raises(DataError, match=f"^{path}: .*{message}") as caught:
        read_folder(own)
    assert "\n" not in str(caught.value)


def test_folders_without_pictures_are_refused(tmp_path):
    """Folders 0 … 9 with nothing in them are no data."""
    (tmp_path / "3").mkdir()
    with pytest.raises(DataError, match=r"expected pictures .* in folders 0 … 9, found none"):
        load_dataset(tmp_path)


def test_one_picture_is_too_few(tmp_path, save, seven):
    """With one picture of a class there is nothing to test on."""
    save(seven, "7/only.png")
    with pytest.raises(DataError, match="at least two pictures of a digit"):
        load_dataset(tmp_path)


def test_too_many_pictures_are_refused(own, monkeypatch):
    """The limit on pictures is checked before any is read."""
    monkeypatch.setattr("inkread.data.folder.MAX_PICTURES", 10)
    with pytest.raises(DataError, match="at most 10 pictures, found 60"):
        read_folder(own)
