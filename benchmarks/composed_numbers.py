"""Whole numbers of 5 to 10 digits, each in one writer's hand, out of MNIST's test half, through the reader.

Every number is read twice: on clean paper, as a scan, and on rough paper, as a phone's photo with shadows,
ruled lines, coloured ink, blur and JPEG (``inkread.training.scene_paper``).

    python benchmarks/composed_numbers.py [--model FILE] [--numbers N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inkread.data.idx import read_idx
from inkread.data.mnist import load_dataset
from inkread.data.writers import WRITER
from inkread.errors import DataError
from inkread.files import write_json
from inkread.reading.edits import edit_distance
from inkread.reading.reader import reader
from inkread.training.scene_paper import CLEAN, ROUGH, Paper
from inkread.training.scenes import Scene, compose_numbers
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "composed_numbers.json"
TARGET = 0.95
SEED = 7
LABELS = "qmnist-test-labels-idx2-int.gz"


def test_writers(n: int) -> npt.NDArray[np.int32]:
    """Who wrote each of MNIST's ``n`` test digits: the first rows of QMNIST's test labels."""
    folder = Path(os.environ.get("INKREAD_DATA", "."))
    found = next((path for path in (folder / LABELS, folder / "qmnist" / LABELS) if path.is_file()), None)
    if found is None:
        raise DataError(f"No {LABELS} in {folder}. Put QMNIST's labels there and name it in INKREAD_DATA.")
    return read_idx(found, dimensions=2)[:n, WRITER].astype(np.int32)


kept_reader = cache(reader)


def answer(scene: Scene, model: str | None) -> str:
    """What the reader says to a number."""
    return kept_reader(model).read(scene.picture, "line").text.replace("\n", "")


def measure(scenes: list[Scene], model: str | None) -> dict[str, float]:
    """Shares in [0, 1]: exactly right, of those that touch, and digits wrong per digit written."""
    with ProcessPoolExecutor(
        mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        texts = list(pool.map(answer, scenes, repeat(model), chunksize=20))
    right = np.array([text == scene.text for text, scene in zip(texts, scenes, strict=True)])
    touching = np.array([scene.touching for scene in scenes])
    wrong = sum(edit_distance(text, scene.text) for text, scene in zip(texts, scenes, strict=True))
    return {
        "exact": float(right.mean()),
        "exact_touching": float(right[touching].mean()),
        "exact_apart": float(right[~touching].mean()),
        "touching": float(touching.mean()),
        "character_error": wrong / sum(len(scene.text) for scene in scenes),
    }


def main() -> None:
    """Measure, print a table and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    parser.add_argument("--numbers", type=at_least_one, default=1_000)
    chosen = parser.parse_args()
    dataset = load_dataset("mnist")
    digits = dataset.test_images, dataset.test_labels, test_writers(len(dataset.test_labels))
    result = {"n": chosen.numbers, "target": TARGET}
    papers: dict[str, Paper] = {"clean": CLEAN, "rough": ROUGH}
    for name, paper in papers.items():
        figures = measure(list(compose_numbers(*digits, chosen.numbers, SEED, paper)), chosen.model)
        result |= figures if name == "clean" else {f"{name}_{key}": value for key, value in figures.items()}
        print(f"{name:6s}" + "".join(f"  {key} {value:.2%}" for key, value in figures.items()))
    if not chosen.model and chosen.numbers == 1_000:
        write_json(RESULT, result)


if __name__ == "__main__":
    main()
