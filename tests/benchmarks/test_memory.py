"""Claims about the measure of memory."""

import runpy
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the system does not tell a finished process's memory", allow_module_level=True)


@pytest.fixture(scope="module")
def peak_bytes():
    """The function of benchmarks/memory.py."""
    return runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "memory.py"))["peak_bytes"]


def test_the_peak_counts_even_when_it_is_given_back(peak_bytes):
    """A process that held 100 MB for a moment has a peak above that."""
    assert 100e6 < peak_bytes([sys.executable, "-c", "x = b'1' * 100_000_000; del x"]) < 200e6


def test_a_failed_training_is_no_measurement(peak_bytes):
    """The process's own words end the benchmark."""
    with pytest.raises(SystemExit, match="ruin"):
        peak_bytes([sys.executable, "-c", "raise SystemExit('ruin')"])
