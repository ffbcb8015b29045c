"""Claims about how composed numbers are scored."""

import runpy
from pathlib import Path

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "composed_numbers.py"))


@pytest.mark.parametrize(
    ("read", "truth", "distance"),
    [("2014", "2014", 0), ("214", "2014", 1), ("2814", "2014", 1), ("", "20", 2), ("12014", "2014", 1)],
)
def test_edits(read, truth, distance):
    """A missing, a wrong and a surplus digit each count one."""
    assert SCRIPT["edits"](read, truth) == distance
