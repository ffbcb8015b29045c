"""Digits a second of trained networks through ONNX Runtime, beside what their arithmetic alone would take.

    taskset -c 0,1 python benchmarks/inference.py runs/fast-seed0 runs/balanced-seed0

Each run answers batches of 1,000 test pictures again and again; the median batch counts. The floor is the
network's multiplications and additions divided by the fastest large float32 matrix product that NumPy or
PyTorch reaches on the same cores in the same run: the work without any memory traffic, pooling or overhead.
Writes results/inference.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

import inkread
from inkread.classifier.onnx_model import OnnxClassifier
from inkread.cores import usable_cores
from inkread.recipes.layers import Conv, Dense, Layer, Residual, Shape, walk
from inkread.recipes.recipe import Recipe
from inkread.training.machine import machine, versions
from inkread.words import at_least_one

RESULTS = Path(__file__).parent.parent / "results"
BATCH = 1_000
SIDE = 2_048


def multiply_adds(layer: Layer, before: Shape, after: Shape) -> int:
    """Multiplications with an addition each, for one picture; only matrix products are counted.

    A convolution has one for each of its outputs, input channels and pixels of its kernel.
    """
    match layer:
        case Conv(kernel=kernel):
            filters, height, width = after
            return filters * height * width * before[0] * kernel**2
        case Dense(units=units):
            return units * before[0]
        case Residual(layers=layers):
            return sum(multiply_adds(*step) for step in walk(layers, before))
    return 0


def network_multiply_adds(recipe: Recipe) -> int:
    """``multiply_adds`` of all layers."""
    return sum(multiply_adds(*step) for step in recipe.shapes)


def seconds_of(call: Callable[[], object], repeats: int) -> list[float]:
    """The times of ``repeats`` calls, after one to warm up."""
    call()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return times


def peak_flops(threads: int, repeats: int = 10) -> float:
    """The most float32 operations a second that a product of two large square matrices reaches here."""
    import torch

    torch.set_num_threads(threads)
    ours = np.random.default_rng(0).random((SIDE, SIDE), dtype=np.float32)
    theirs = torch.from_numpy(ours)
    fastest = min(min(seconds_of(call, repeats)) for call in (lambda: ours @ ours, lambda: theirs @ theirs))
    return 2 * SIDE**3 / fastest


def measure(folder: Path, images: np.ndarray, flops: float, repeats: int) -> dict[str, Any]:
    """One run: digits a second, the floor's, and how many times the floor's time it takes."""
    run = inkread.open_run(folder)
    classifier = OnnxClassifier(folder / "model.onnx")
    seconds = median(seconds_of(lambda: classifier(images), repeats))
    count = network_multiply_adds(run.recipe)
    floor_seconds = len(images) * 2 * count / flops
    return {
        "recipe": run.recipe.name,
        "batch": len(images),
        "digits_per_second": len(images) / seconds,
        "multiply_adds": count,
        "floor_digits_per_second": len(images) / floor_seconds,
        "times_floor": seconds / floor_seconds,
    }


def main() -> None:
    """Measure and write results/inference.json."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("runs", nargs="+", type=Path, help="run folders of networks")
    options.add_argument("--repeats", type=at_least_one, default=50)
    options.add_argument("--out", type=Path, default=RESULTS / "inference.json")
    asked = options.parse_args()
    threads = usable_cores()
    images = inkread.as_ink(inkread.load_dataset().test_images[:BATCH])
    about = {"machine": machine(threads, "cpu"), "versions": versions()}
    flops = peak_flops(threads)
    rows = [measure(folder, images, flops, asked.repeats) for folder in asked.runs]
    # The machine may have slowed down or sped up meanwhile: the better of two peaks is the stricter floor.
    again = peak_flops(threads)
    if again > flops:
        rows = [measure(folder, images, again, asked.repeats) for folder in asked.runs]
    for row in rows:
        told = f"{row['digits_per_second']:,.0f} digits/s, {row['times_floor']:.2f} times its floor"
        print(f"{row['recipe']}: {told}", file=sys.stderr)
    found = {**about, "threads": threads, "peak_gflops": max(flops, again) / 1e9, "rows": rows}
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
