"""Which pictures a command line means."""

from __future__ import annotations

import io
import os
from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure

from inkread.errors import PictureError
from inkread.reading.files import opened, pictures_of
from inkread.reporting.style import png


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.png", "deep/c.tif"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_folders(folder):
    """A folder is the pictures in it and below it, by name."""
    assert pictures_of([str(folder)]) == [str(folder / name) for name in ("a.png", "b.JPG", "deep/c.tif")]


def test_endings_that_people_have(tmp_path):
    """What browsers save as .jfif, and AVIF, JPEG 2000 and the portable maps, are found like any other."""
    names = ["a.jfif", "b.avif", "c.jp2", "d.pgm", "e.ppm", "f.pbm"]
    for name in names:
        (tmp_path / name).touch()
    assert pictures_of([str(tmp_path)]) == [str(tmp_path / name) for name in names]


def test_what_is_hidden_or_no_file(folder):
    """Hidden folders, and folders named like pictures, are no pictures; what lies in the latter is."""
    for name in (".thumbnails/x.png", "book.pdf/y.png"):
        (folder / name).parent.mkdir()
        (folder / name).touch()
    found = pictures_of([str(folder)])
    assert str(folder / "book.pdf" / "y.png") in found and len(found) == 4


def test_a_folder_that_may_not_be_looked_into(folder, monkeypatch):
    """It is left for the one who opens it, who says why: its pictures do not go missing without a word."""
    look = os.scandir

    def scandir(path):
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr("os.scandir", scandir)
    assert pictures_of([str(folder)]) == [str(folder / name) for name in ("a.png", "b.JPG", "deep")]
    assert pictures_of([str(folder / "deep")]) == [str(folder / "deep")]


def test_a_closed_stdin(monkeypatch):
    """A standard input that is closed holds nothing."""
    monkeypatch.setattr("sys.stdin", None)
    assert opened("-") == b""


def test_figures_are_no_pictures(folder):
    """What a report or `inkread data figures` drew is passed over in a folder, too."""
    (folder / "figure.png").write_bytes(png(Figure()))
    assert str(folder / "figure.png") not in pictures_of([str(folder)])


def test_patterns(folder):
    """A pattern that the shell did not expand is expanded."""
    assert pictures_of([f"{folder}/*.png"]) == [str(folder / "a.png")]


def test_files_and_stdin(folder):
    """Files and - stay as they are, and a missing file is left for the one who opens it."""
    names = [str(folder / "notes.txt"), "-", "missing.png"]
    assert pictures_of(names) == names


def test_names_that_are_no_names(folder):
    """A name that the system does not take stops none of the others."""
    names = ["x" * 300, str(folder / "a.png")]
    assert pictures_of(names) == names


@pytest.mark.parametrize("name", ["deep/*.png", "empty"])
def test_nothing_there(folder, name):
    """A folder or pattern without a picture is an error."""
    (folder / "empty").mkdir()
    with pytest.raises(PictureError):
        pictures_of([str(folder / name)])


def test_stdin_that_never_ends(monkeypatch):
    """Of the standard input no more is taken in than shows that it is too large for a picture."""
    stdin = SimpleNamespace(buffer=io.BytesIO(bytes(100)))
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr("inkread.reading.files.MAX_BYTES", 10)
    assert (len(opened("-")), stdin.buffer.tell(), opened("a.png")) == (11, 11, "a.png")
