"""Claims about files that are written whole or not at all."""

from pathlib import Path

import pytest

from inkread.errors import OutputError
from inkread.files import free_folder, write_whole


def test_a_file_is_replaced_by_its_new_content(tmp_path):
    """The second write stands, and no temporary file stays behind."""
    write_whole(tmp_path / "a.txt", b"old")
    write_whole(tmp_path / "a.txt", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"new"}


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    """When the disk is full the old content stays, and the message says why in one line."""
    write_whole(tmp_path / "a.txt", b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match=r"Cannot write .*a.txt: No space left on device\. Make room"):
        write_whole(tmp_path / "a.txt", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_place_that_is_a_file_cannot_be_a_folder(tmp_path):
    """A file where a folder should be is named, and the way out is another place, not more room."""
    (tmp_path / "a").write_text("a file")
    for path in (tmp_path / "a" / "b.txt", tmp_path / "a" / "b" / "c.txt"):
        with pytest.raises(OutputError, match=r"/a is no folder\. Choose another place\.$"):
            write_whole(path, b"new")


def test_the_folder_one_is_in_gets_a_number_too(tmp_path, monkeypatch):
    """``.`` is there already, so a run asked for in it lands beside it; the root has no place beside it."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert free_folder(Path()) == tmp_path / "here-2"
    with pytest.raises(OutputError, match="must have a name, got /"):
        free_folder(Path("/"))


def test_a_taken_folder_gets_a_number(tmp_path):
    """A run never lands on another one."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run-2").mkdir()
    assert free_folder(tmp_path / "run") == tmp_path / "run-3"
