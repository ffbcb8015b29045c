"""Figures of the data: right values first, then pictures that hold them."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from inkread.errors import DataError, OutputError
from inkread.reporting.data_figures import (
    classes_figure,
    draw_class_counts,
    draw_mean_digits,
    draw_pixel_histogram,
    draw_samples,
    mean_digits,
    pixel_histogram,
    pixels_figure,
    sample_grid,
    samples_figure,
    write_data_figures,
)
from inkread.reporting.style import style


@pytest.fixture
def ax():
    """Axes to draw into."""
    return Figure().subplots()


def test_a_row_of_the_grid_is_a_class(digits):
    """Row c shows the first digits of class c, each with 2 pixels of paper around it."""
    grid = sample_grid(digits.train_images, digits.train_labels, columns=4)
    third = digits.train_images[digits.train_labels == 7][2]
    np.testing.assert_array_equal(grid[7 * 32 + 2 : 7 * 32 + 30, 2 * 32 + 2 : 2 * 32 + 30], third)


def test_a_class_with_few_digits_leaves_paper():
    """Missing digits are empty places, not an error."""
    grid = sample_grid(np.full((1, 28, 28), 255, np.uint8), np.array([3], np.uint8), columns=2)
    assert (grid.shape, (grid > 0).sum()) == ((320, 64), 784)


def test_a_small_set_is_shown_as_large_as_it_is(digits):
    """Of classes with at most three digits the sheet says and shows three, not sixteen."""
    few = np.concatenate([np.flatnonzero(digits.train_labels == digit)[:3] for digit in range(10)])
    with style():
        (drawn,) = samples_figure(digits.train_images[few], digits.train_labels[few]).axes
    assert drawn.get_title(loc="left") == "the first 3 of each class"
    assert drawn.images[0].get_array().shape == (320, 96)


def test_the_histogram_counts_every_pixel():
    """Values 0 and 7 share the first bar, 8 starts the second, 255 is in the last; shares sum to 1."""
    shares = pixel_histogram(np.array([0, 7, 8, 255], np.uint8))
    assert shares[[0, 1, -1]].tolist() == [0.5, 0.25, 0.25] and len(shares) == 32


def test_the_mean_digit_is_the_mean():
    """The mean of a class is taken pixel by pixel; a class without digits is paper."""
    images = np.stack([np.zeros((28, 28), np.uint8), np.full((28, 28), 100, np.uint8)])
    means = mean_digits(images, np.array([4, 4], np.uint8))
    assert (means[4] == 50).all() and not means[5].any()


def test_rows_are_named_after_their_class(ax):
    """The axis of the grid reads 0 … 9."""
    draw_samples(np.zeros((320, 64), np.uint8), ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == list("0123456789")


def test_every_bar_has_its_count(ax):
    """The counts of both sets are written at their bars, and the totals in the legend."""
    draw_class_counts([1000] * 10, [20] * 10, ax)
    texts = [text.get_text() for text in (*ax.texts, *ax.get_legend().get_texts())]
    assert texts == ["1,000"] * 10 + ["20"] * 10 + ["train: 10,000", "test: 200"]


def test_bars_are_as_high_as_the_shares(ax):
    """What is drawn is what was computed."""
    shares = np.linspace(0.001, 0.1, 32)
    draw_pixel_histogram(shares, ax, title="all")
    np.testing.assert_allclose([bar.get_height() for bar in ax.patches], shares)


def test_every_mean_has_its_class(ax):
    """The ten means are labelled 0 … 9."""
    draw_mean_digits(np.zeros((10, 28, 28)), ax)
    assert [text.get_text() for text in ax.texts] == list("0123456789")


def test_the_one_digit_is_named(digits):
    """The title says which digit it is and what it is."""
    with style():
        figure = pixels_figure(digits, 17)
    assert figure.axes[0].get_title(loc="left") == f"digit 17: a {digits.train_labels[17]}"


def test_a_set_without_a_class_can_be_drawn():
    """A class that nobody wrote is a bar of no height."""
    assert len(classes_figure([5] * 9 + [0], [0] * 10).axes) == 1


def test_four_pictures_are_written(digits, tmp_path):
    """samples, classes, pixels and means, as PNG at least 1,400 pixels wide."""
    paths = write_data_figures(digits, tmp_path / "figures")
    assert [path.name for path in paths] == ["samples.png", "classes.png", "pixels.png", "means.png"]
    for path in paths:
        with Image.open(path) as picture:
            assert picture.width >= 1400


def test_figures_replace_only_figures(digits, tmp_path):
    """Figures are drawn anew; where another's file has one of their names, nothing is written."""
    write_data_figures(digits, tmp_path)
    (tmp_path / "means.png").write_bytes(b"a photograph")
    before = (tmp_path / "pixels.png").read_bytes()
    with pytest.raises(OutputError, match=r"means.png is there already"):
        write_data_figures(digits, tmp_path, 5)
    assert (tmp_path / "pixels.png").read_bytes() == before


def test_an_index_that_is_not_there_writes_nothing(digits, tmp_path):
    """A digit that does not exist is an error before the first file."""
    with pytest.raises(DataError, match="No digit 1,438 in the training set of digits: expected 0 to 1,437"):
        write_data_figures(digits, tmp_path / "figures", 1438)
    assert not (tmp_path / "figures").exists()


def test_a_place_that_cannot_be_written_is_an_error(digits, tmp_path, monkeypatch):
    """A file where the folder should be gives one line."""
    monkeypatch.setattr("inkread.reporting.data_figures.png", lambda figure: b"")
    (tmp_path / "figures").touch()
    with pytest.raises(OutputError, match="Cannot write"):
        write_data_figures(digits, tmp_path / "figures")
