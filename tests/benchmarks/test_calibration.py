"""The error of calibration."""

import runpy
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def calibration_error(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield runpy.run_path(str(FOLDER / "calibration.py"))["calibration_error"]
    sys.modules.pop("composed_numbers", None)


def test_honest_confidence_has_no_error(calibration_error):
    """Where nine of ten are right at 90% and all at 100%, nothing is wrong with the confidences."""
    said = [(0.9, number % 10 > 0) for number in range(100)] + [(1.0, True)] * 100
    assert calibration_error(said) < 0.011


def test_over_confidence_is_the_error(calibration_error):
    """Always sure and right half of the time is an error of a half."""
    assert calibration_error([(1.0, number % 2 == 0) for number in range(200)]) == pytest.approx(0.5)
