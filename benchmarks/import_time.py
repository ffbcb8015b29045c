"""How long ``import inkread`` and ``inkread --help`` take: medians over fresh processes.

    taskset -c 0 python benchmarks/import_time.py

Writes results/import_time.json. An empty Python is timed too, and taken off for the import;
the help's time is the whole process, as a person waits for it.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROUNDS = 31
OUT = Path(__file__).parent.parent / "results" / "import_time.json"
COMMANDS = {
    "empty": [sys.executable, "-c", ""],
    "import": [sys.executable, "-c", "import inkread"],
    "help": [str(Path(sys.executable).parent / "inkread"), "--help"],
}


def milliseconds(command: list[str]) -> float:
    """The whole time of one process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Measure in turn, and write and print the medians."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(milliseconds(command))
    middle = {name: median(values) for name, values in times.items()}
    result = {
        "import_inkread_ms": round(middle["import"] - middle["empty"], 1),
        "inkread_help_ms": round(middle["help"], 1),
        "empty_python_ms": round(middle["empty"], 1),
        "rounds": ROUNDS,
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
