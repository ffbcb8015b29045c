"""An optional library that is not installed costs one line, which says what to install."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
sys.modules[{library!r}] = None  # as if it were not installed
from inkread.cli import main
sys.argv = ["inkread", *{arguments!r}]
main()
"""


@pytest.mark.parametrize(
    ("library", "extra", "arguments"),
    [
        ("torch", "train", ["train", "mlp-512", "--quick", "--data", "digits"]),
        ("sklearn", "train", ["data", "--data", "digits"]),
        ("matplotlib", "train", ["recipes", "show", "mlp-512"]),
        ("fastapi", "serve", ["serve", "--port", "0"]),
    ],
)
def test_a_missing_library_is_answered_with_the_install_command(library, extra, arguments, tmp_path):
    """Without the library the verb ends with exit code 2 and one line that names the extra."""
    program = PROGRAM.format(library=library, arguments=arguments)
    result = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, cwd=tmp_path
    )
    found = (result.returncode, len(result.stderr.splitlines()), f"inkread[{extra}]" in result.stderr)
    assert found == (2, 1, True), result.stderr
