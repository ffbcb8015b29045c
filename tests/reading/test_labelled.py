"""Folders of labelled pictures."""

from __future__ import annotations

import pytest

from inkread.errors import DataError
from inkread.reading.labelled import labelled_pictures, unlabelled


def made(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_labels_in_names(tmp_path):
    """LABEL_k.jpg says LABEL, leading zeros kept; other files are passed over."""
    found, classes = labelled_pictures(made(tmp_path, "007_1.jpg", "42_a.png", "notes.txt", "cover.png"))
    assert [one.label for one in found] == ["007", "42"] and not classes


def test_a_folder_a_class(tmp_path):
    """Folders 0 … 9 say their digit, ``blank`` says nothing; others are passed over."""
    found, classes = labelled_pictures(made(tmp_path, "3/a.png", "blank/b.png", "other/c.png"))
    assert [(one.label, one.path.name) for one in found] == [("3", "a.png"), ("", "b.png")] and classes


@pytest.mark.parametrize(
    "names",
    [
        ("7_1.jpg", "cover.png", "more/8_1.png", "notes.txt"),
        ("7/a.png", "7/deeper/b.png", "8_1.jpg", ".x.png"),
    ],
)
def test_what_has_no_label(tmp_path, names):
    """Pictures beside the labelled ones and below them are counted; hidden and other files are not."""
    folder = made(tmp_path, *names)
    assert unlabelled(folder, labelled_pictures(folder)[0]) == 2


def test_empty_classes(tmp_path):
    """Folders 0 … 9 without a picture are no labelled pictures."""
    with pytest.raises(DataError, match="No labelled pictures"):
        labelled_pictures(made(tmp_path, "3/notes.txt"))


def test_no_labels(tmp_path):
    """A folder without labelled pictures, and a file, are errors that say how to label."""
    with pytest.raises(DataError, match="LABEL_k"):
        labelled_pictures(made(tmp_path, "cover.png"))
    with pytest.raises(DataError, match="folder"):
        labelled_pictures(tmp_path / "cover.png")
