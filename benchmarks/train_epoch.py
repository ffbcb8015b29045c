"""The tutorials' own way (plain Keras on TensorFlow) against ``inkread train``, alternating in one go.

Both train on all 60,000 pictures and validate on the 10,000 after every epoch, as the tutorials do.
Measured: seconds of training per epoch after the first, and the whole process from its start to its end.
Inkread's process also exports ONNX and writes the report, the tutorial's only saves its model.

    python -m venv /tmp/keras && /tmp/keras/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    taskset -c 0,1 python benchmarks/train_epoch.py --keras-python /tmp/keras/bin/python

Writes results/train_epoch.json. Nothing else should run meanwhile: the load before each process is recorded.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

import inkread
from inkread.cores import usable_cores
from inkread.words import at_least_one

HERE = Path(__file__).parent
RECIPES = ["mlp-512", "mlp-256-128", "cnn-30-15"]


def run(command: list[str]) -> tuple[str, dict]:
    """What the command prints, and its time and the load before it."""
    load = os.getloadavg()[0]
    began = time.perf_counter()
    output = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout
    return output, {"process_seconds": time.perf_counter() - began, "load_before": load}


def tutorial(python: str, recipe: str, data: Path, epochs: int) -> dict:
    """One run of the tutorial's script."""
    output, result = run([python, str(HERE / "keras_lesson.py"), recipe, str(data), str(epochs)])
    times = json.loads(output.splitlines()[-1])
    return {**result, "epochs_seconds": times["training"], "test_accuracy": times["test_accuracy"]}


def ours(recipe: str, folder: Path, epochs: int, seed: int) -> dict:
    """One run of ``inkread train``."""
    options = ["--epochs", str(epochs), "--seed", str(seed), "--validate-on-test", "--folder", str(folder)]
    _, result = run([sys.executable, "-m", "inkread", "train", recipe, *options])
    finished = inkread.open_run(folder)
    seconds = [0.0, *(row.seconds for row in finished.history)]
    epochs_seconds = [after - before for before, after in pairwise(seconds)]
    return {**result, "epochs_seconds": epochs_seconds, "test_accuracy": finished.metrics.test_accuracy}


def summary(runs: list[dict]) -> dict:
    """Medians over the alternations, and all runs."""
    return {
        "epoch_seconds": median(second for one in runs for second in one["epochs_seconds"][1:]),
        "process_seconds": median(one["process_seconds"] for one in runs),
        "test_accuracy": median(one["test_accuracy"] for one in runs),
        "runs": runs,
    }


def measure(recipe: str, keras_python: str, data: Path, epochs: int, rounds: int) -> dict:
    """Both ways in turn, ``rounds`` times."""
    theirs, mine = [], []
    for seed in range(rounds):
        theirs.append(tutorial(keras_python, recipe, data, epochs))
        with tempfile.TemporaryDirectory() as folder:
            mine.append(ours(recipe, Path(folder) / "run", epochs, seed))
        print(
            f"{recipe} {seed}: {theirs[-1]['epochs_seconds'][1:]} {mine[-1]['epochs_seconds'][1:]}",
            flush=True,
        )
    row = {"recipe": recipe, "tutorial": summary(theirs), "inkread": summary(mine)}
    row["epoch_ratio"] = row["inkread"]["epoch_seconds"] / row["tutorial"]["epoch_seconds"]
    row["process_ratio"] = row["inkread"]["process_seconds"] / row["tutorial"]["process_seconds"]
    return row


def main() -> None:
    """Measure and write results/train_epoch.json."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--keras-python", required=True, help="Python of an environment with the extra 'bench'"
    )
    options.add_argument("--epochs", type=at_least_one, default=4)
    options.add_argument("--rounds", type=at_least_one, default=3)
    options.add_argument("--recipes", nargs="+", default=RECIPES)
    options.add_argument("--out", type=Path, default=HERE.parent / "results" / "train_epoch.json")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "mnist.npz"
        (x_train, y_train), (x_test, y_test) = inkread.load_mnist()
        np.savez(data, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
        rows = [
            measure(recipe, asked.keras_python, data, asked.epochs, asked.rounds) for recipe in asked.recipes
        ]
    machine = {
        "cores": usable_cores(),
        "processor": platform.machine(),
        "python": platform.python_version(),
    }
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(
        json.dumps({"machine": machine, "epochs": asked.epochs, "rows": rows}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
