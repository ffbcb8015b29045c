"""What several benchmarks' tests draw with."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def hand(monkeypatch):
    """A writer whose digits are all the same box."""
    monkeypatch.syspath_prepend(str(FOLDER))
    images = np.zeros((10, 28, 28), np.float32)
    images[:, 4:24, 10:18] = 1
    return runpy.run_path(str(FOLDER / "read_sheets.py"))["Hand"](images, np.arange(10))
