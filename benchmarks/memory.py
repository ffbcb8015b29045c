"""The most memory that a whole training takes, its process counted from start to end, report included.

    taskset -c 0,1 python benchmarks/memory.py fast balanced best

What a training holds does not grow with its epochs: ``--epochs 1`` gives the same figure sooner. Measured by
the system (``ru_maxrss`` of the finished process). Writes results/memory.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from inkread.cores import usable_cores
from inkread.training.machine import machine, versions

RESULTS = Path(__file__).parent.parent / "results"


def peak_bytes(command: list[str]) -> int:
    """The largest resident memory of the process; exits with its message where it fails."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode()[-2000:]}")
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(recipe: str, epochs: float | None) -> dict[str, Any]:
    """One training of ``recipe`` in a folder that is thrown away."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "inkread", "train", recipe, "--folder", f"{folder}/run"]
        peak = peak_bytes(command + ([] if epochs is None else ["--epochs", str(epochs)]))
    print(f"{recipe}: {peak / 1e6:,.0f} MB", file=sys.stderr)
    return {"recipe": recipe, "peak_mb": peak / 1e6, "process_seconds": time.perf_counter() - began}


def main() -> None:
    """Measure and write results/memory.json."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("recipes", nargs="+")
    options.add_argument("--epochs", type=float, help="instead of each recipe's own")
    options.add_argument("--out", type=Path, default=RESULTS / "memory.json")
    asked = options.parse_args()
    rows = [measure(recipe, asked.epochs) for recipe in asked.recipes]
    about = {"machine": machine(usable_cores(), "cpu"), "versions": versions()}
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(
        json.dumps({**about, "epochs": asked.epochs, "rows": rows}, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
