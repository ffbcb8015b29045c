"""Golden pictures: the shipped reader reads each as its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from inkread.reading.reader import reader

PICTURES = sorted(Path(__file__).parent.glob("*.png"))


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_golden(path):
    """A picture drawn by us is read as the number in its name, as a line and as a page."""
    wanted = path.stem.split("_")[0]
    tool = reader()
    assert [tool.read(path, way).text for way in ("line", "page")] == [wanted, wanted]


def test_there_are_golden_pictures():
    """The pictures are in the repository."""
    assert len(PICTURES) >= 5
