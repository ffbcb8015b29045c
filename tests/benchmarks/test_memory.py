"""Claims about the measure of memory."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the system does not tell a finished process's memory", allow_module_level=True)

MEMORY = Path(__file__).parents[2] / "benchmarks" / "memory.py"


@pytest.fixture(scope="module")
def peak_bytes():
    """The function of benchmarks/memory.py."""
    return runpy.run_path(str(MEMORY))["peak_bytes"]


def test_the_peak_counts_even_when_it_is_given_back():
    """A hundred megabytes that are released at once still count, and little more than they."""
    # The system counts what a process was forked from too, so the one that measures must be small.
    script = f"""
import runpy, sys
peak_bytes = runpy.run_path({str(MEMORY)!r})["peak_bytes"]
print(peak_bytes([sys.executable, "-c", "x = b'1' * 100_000_000; del x"]))
"""
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert 100e6 < int(told.stdout) < 200e6


def test_a_failed_training_is_no_measurement(peak_bytes):
    """The process's own words end the benchmark."""
    with pytest.raises(SystemExit, match="ruin"):
        peak_bytes([sys.executable, "-c", "raise SystemExit('ruin')"])
