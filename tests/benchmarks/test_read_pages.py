"""Claims about how whole pages are scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "read_pages.py"))


class Said:
    """A reader that says what the pictures' names are mapped to."""

    def __init__(self, texts: dict[str, list[str]]):
        self.texts = texts

    def read(self, path):
        return SimpleNamespace(numbers=[SimpleNamespace(text=text) for text in self.texts[path.name]])


@pytest.mark.parametrize(("one", "other", "length"), [("", "1", 0), ("385", "9385", 3), ("3851", "1538", 2)])
def test_common(one, other, length):
    """Digits that are missing, too many or out of order do not count; those in order do."""
    assert SCRIPT["common"](one, other) == length


def test_puzzles(tmp_path):
    """Blank cells (0) and pencil marks (10) are not asked for."""
    (tmp_path / "a.jpg").touch()
    (tmp_path / "a.txt").write_text(" 3  0 10\n 8  5  0\n")
    assert SCRIPT["puzzles"](Said({"a.jpg": ["3", "12", "5"]}), tmp_path) == {
        "found": 2 / 3,
        "said_right": 2 / 4,
        "n": 3,
        "puzzles": 1,
    }


def test_lines(tmp_path):
    """A line that is split is right only when its numbers are joined."""
    for name in ("0701_1.jpg", "0701_2.jpg", "0701_3.jpg"):
        (tmp_path / name).touch()
    said = Said({"0701_1.jpg": ["0701"], "0701_2.jpg": ["07", "01"], "0701_3.jpg": ["701"]})
    assert SCRIPT["lines"](said, tmp_path) == {"line": 1 / 3, "joined": 2 / 3, "n_lines": 3}
