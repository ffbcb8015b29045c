"""What importing Inkread pulls in: import-linter sees imports, but not what a package runs at its start."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["torch", "keras", "matplotlib", "sklearn", "xgboost", "onnxruntime", "cv2", "PIL", "numpy"]


def loaded_after(statement):
    """The names of all modules in a fresh Python after ``statement``."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


@pytest.fixture(scope="module")
def loaded_by_the_command_line():
    return loaded_after("import inkread, inkread.cli")


@pytest.mark.parametrize("library", HEAVY)
def test_the_command_line_starts_without(library, loaded_by_the_command_line):
    """Importing Inkread and its command line loads no library that only some verbs need."""
    assert library not in loaded_by_the_command_line


@pytest.mark.parametrize("package", ["data", "ink", "classifier", "recipes", "reading"])
def test_the_reading_side_starts_without_training_libraries(package):
    """Importing any package that reading needs loads neither PyTorch nor Keras nor matplotlib."""
    assert loaded_after(f"import inkread.{package}").isdisjoint({"torch", "keras", "matplotlib"})
