"""The example notebook runs from its beginning to its end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pytest

TOUR = Path(__file__).parent.parent / "examples" / "tour.ipynb"


@pytest.fixture
def embedded(digits, tmp_path, monkeypatch):
    """A folder in which the embedded digits are the default data, so that the tour takes seconds."""
    arrays = {
        "x_train": digits.train_images,
        "y_train": digits.train_labels,
        "x_test": digits.test_images,
        "y_test": digits.test_labels,
    }
    np.savez(tmp_path / "digits.npz", **arrays)
    monkeypatch.setenv("INKREAD_DATA", str(tmp_path / "digits.npz"))
    return tmp_path


def test_the_tour_runs_and_draws(embedded):
    """Every cell of examples/tour.ipynb runs, and its figures show as pictures."""
    notebook = nbformat.read(TOUR, as_version=4)
    asyncio.run(
        nbclient.NotebookClient(
            notebook, timeout=120, resources={"metadata": {"path": embedded}}
        ).async_execute()
    )
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 8


def test_the_tour_is_committed_without_outputs():
    """The notebook holds no outputs: they would differ with every run."""
    notebook = nbformat.read(TOUR, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
