"""Who runs in race.py, and one training of each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import inkread

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Peer:
    """A way that others published, and the most epochs it gets: its source's number, or twice a small one.

    ``whole``: its schedule spans the training, so that every number of epochs is a training of its own.
    """

    title: str
    script: str
    limit: int
    keras: bool = False
    whole: bool = False


PEERS = {
    "cnn-30-15": Peer("Keras tutorial CNN", "keras_cnn_30_15.py", 10, keras=True),
    "mnist_convnet": Peer("Keras `mnist_convnet`", "keras_mnist_convnet.py", 15, keras=True),
    "pytorch-example": Peer("PyTorch `examples/mnist`", "pytorch_example.py", 14),
    "train_mnist_fast": Peer("train_mnist_fast", "train_mnist_fast.py", 4, whole=True),
}


@dataclass(frozen=True)
class Conditions:
    """What is the same for all."""

    data: Path
    threads: int
    keras_python: str | None
    quick: bool = False


def run(command: Sequence[str], threads: int) -> tuple[str, dict[str, float]]:
    """What a contestant prints, when it began, and the load before it."""
    names = ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
    environment = {**os.environ, **dict.fromkeys(names, str(threads)), "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment["KERAS_BACKEND"] = "tensorflow"
    before = {"load_before": os.getloadavg()[0], "began": time.time()}
    done = subprocess.run(list(command), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout, before


def run_peer(peer: Peer, seed: int, epochs: int, curve: bool, where: Conditions) -> dict[str, Any]:
    """One training of a peer: its seconds, accuracy and curve."""
    python = where.keras_python if peer.keras else sys.executable
    if python is None:
        sys.exit(f"{peer.title} needs --keras-python, a Python with the extra 'bench'.")
    with tempfile.TemporaryDirectory() as folder:
        command = [python, str(HERE / "peers" / peer.script), "--data", str(where.data), "--seed", str(seed)]
        command += ["--epochs", str(epochs), "--out", f"{folder}/model", *["--curve"] * curve]
        output, before = run(command, where.threads)
    told = json.loads(output.splitlines()[-1])
    process = told.pop("saved_at") - before["began"]
    return {"seed": seed, **told, "process_seconds": process, "load_before": before["load_before"]}


def run_recipe(recipe: str, seed: int, where: Conditions) -> dict[str, Any]:
    """One training of a recipe by ``inkread train``, as people call it but for the report."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "run"
        command = [sys.executable, "-m", "inkread", "train", recipe, "--seed", str(seed), "--no-report"]
        command += ["--folder", str(place), *["--quick"] * where.quick]
        _, before = run(command, where.threads)
        metrics = inkread.open_run(place).metrics
        saved_at = (place / "model.onnx").stat().st_mtime
    return {
        "seed": seed,
        "train_seconds": metrics.train_seconds,
        "test_accuracy": metrics.test_accuracy,
        "process_seconds": saved_at - before["began"],
        "load_before": before["load_before"],
    }
