"""Which pictures a command line means."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from inkread.errors import PictureError
from inkread.reading.files import opened, pictures_of


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.png", "deep/c.tif"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_folders(folder):
    """A folder is the pictures in it and below it, by name."""
    assert pictures_of([str(folder)]) == [str(folder / name) for name in ("a.png", "b.JPG", "deep/c.tif")]


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
