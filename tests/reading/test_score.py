"""Scores of labelled folders."""

from __future__ import annotations

import os
import sys

import pytest
from PIL import Image

from inkread.errors import DataError
from inkread.reading.score import score
from inkread.reading.score_page import page, save_page


@pytest.fixture
def strings(tmp_path, photo):
    """Three pictures of two digits: one is 77, one says it is 71, one cannot be opened."""
    for name in ("77_1", "71_1"):
        Image.fromarray(photo("12")).save(tmp_path / f"{name}.png")
    (tmp_path / "77_2.png").write_bytes(b"no picture")
    return tmp_path


def test_strings(sevens, strings):
    """Exact numbers, characters and unreadable pictures are counted."""
    figures = score(sevens, strings).to_json()
    assert (figures["n"], figures["right"], figures["unreadable"]) == (3, 1, 1)
    assert figures["character_error"] == pytest.approx(3 / 6)


def test_classes(sevens, tmp_path, photo):
    """Folders of classes are read as digits, and blanks are right when nothing is read."""
    for name, text in (("7", "5"), ("1", "5"), ("blank", " ")):
        (tmp_path / name).mkdir()
        Image.fromarray(photo(text, gap=50)).save(tmp_path / name / "a.png")
    figures = score(sevens, tmp_path).to_json()
    assert (figures["as"], figures["n"], figures["right"], figures["blank_right"]) == ("digit", 2, 1, 1.0)


def test_a_folder_a_number(sevens, tmp_path, photo):
    """Folders named by numbers of several digits are read as lines: no picture of one digit says 77."""
    for name in ("77", "7"):
        (tmp_path / name).mkdir()
        Image.fromarray(photo("1" * len(name))).save(tmp_path / name / "a.png")
    figures = score(sevens, tmp_path).to_json()
    assert (figures["as"], figures["right"]) == ("line", 2)


def test_what_cannot_be_read_is_never_right(sevens, tmp_path, monkeypatch):
    """A blank that cannot be opened is no blank left alone, and a missing library stops nothing."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    for name, content in (("blank", b"no picture"), ("7", b"\0\0\0\x18ftypheic" + bytes(40))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.png").write_bytes(content)
    found = score(sevens, tmp_path)
    figures = found.to_json()
    assert (figures["right"], figures["blank_right"], figures["unreadable"]) == (0, 0.0, 2)
    assert "pip install" in page(found)


def test_unlabelled_folders(sevens, tmp_path):
    """A folder without labels is refused with how to name the pictures."""
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(DataError, match="LABEL_k"):
        score(sevens, tmp_path)


def test_the_page_of_mistakes(sevens, strings):
    """The page shows each mistake with its picture and needs no other file."""
    html = page(score(sevens, strings))
    assert html.count("<li>") == 2 and "data:image/png;base64" in html and 'src="http' not in html


def test_a_name_that_is_no_unicode(sevens, tmp_path):
    """A mistake in a file whose name is no Unicode is shown like any other."""
    name = tmp_path / os.fsdecode(b"71_\xff.png")
    name.write_bytes(b"no picture")
    save_page(score(sevens, tmp_path), tmp_path / "mistakes.html")
    assert "71_?.png" in (tmp_path / "mistakes.html").read_text("utf-8")
