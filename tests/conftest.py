"""What the tests of all packages share."""

from __future__ import annotations

import os

# One thread for OpenMP and BLAS: the networks of the tests are too small to share among cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("MPLBACKEND", "Agg")

import numpy as np
import pytest
from hypothesis import settings

from inkread.errors import DataError

settings.register_profile("inkread", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("inkread")


@pytest.fixture
def rng():
    """Random numbers that are the same in every run."""
    return np.random.default_rng(20180724)


@pytest.fixture(scope="session")
def mnist():
    """The real MNIST; tests that ask for it are skipped where it is not at hand."""
    from inkread.data.mnist import find_local, load_dataset

    if find_local() is None:
        pytest.skip("MNIST is not on this machine: set INKREAD_DATA to a folder that holds it")
    try:
        return load_dataset("mnist")
    except DataError as error:
        pytest.skip(f"MNIST cannot be loaded: {error}")


@pytest.fixture(scope="session")
def digits():
    """The embedded digits: real handwriting, 28 × 28, without any download."""
    from inkread.data.mnist import load_dataset

    return load_dataset("digits")
