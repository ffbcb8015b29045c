"""MNIST's test digits as pictures of any size, inverted or not, off the middle, through the whole reader.

A digit's 28×28 picture is enlarged or reduced to 16 to 400 pixels and laid anywhere on a sheet up to twice as
large; half of the sheets are white on black. A digit that is refused counts as wrong.

    python benchmarks/mnist_as_pictures.py [--model FILE] [--examples N]
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise, repeat
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inkread.data.mnist import load_dataset
from inkread.files import write_json
from inkread.reading.reader import reader
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "mnist_as_pictures.json"
TARGET = 0.993
SEED = 28
SIZES = (16, 24, 48, 100, 200, 401)
"""Borders of the groups of sizes in the result."""


def picture(digit: npt.NDArray[np.uint8], random: np.random.Generator) -> tuple[npt.NDArray[np.uint8], int]:
    """One digit as a picture, dark on light or light on dark, and the size of its own part in pixels."""
    size = round(float(np.exp(random.uniform(np.log(16), np.log(400)))))
    how = cv2.INTER_AREA if size < 28 else cv2.INTER_CUBIC
    ink = cv2.resize(digit, (size, size), interpolation=how)
    high, wide = (size * random.uniform(1, 2, 2)).astype(int)
    sheet = np.zeros((high, wide), np.uint8)
    y, x = random.integers(0, high - size + 1), random.integers(0, wide - size + 1)
    sheet[y : y + size, x : x + size] = ink
    return (sheet if random.random() < 0.5 else 255 - sheet), size


def answer(number: int, digit: npt.NDArray[np.uint8], model: str | None) -> tuple[str, int]:
    """What the reader says to picture ``number``, and the size of the digit's own part in pixels."""
    sheet, size = picture(digit, np.random.default_rng((SEED, number)))
    return kept_reader(model).read(sheet, "digit").text, size


kept_reader = cache(reader)


def main() -> None:
    """Measure, print a table and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    parser.add_argument(
        "--examples", type=at_least_one, help="only the first so many test digits; writes no file"
    )
    chosen = parser.parse_args()
    dataset = load_dataset("mnist")
    n = chosen.examples or len(dataset.test_labels)
    with ProcessPoolExecutor(
        mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        digits = pool.map(answer, range(n), dataset.test_images[:n], repeat(chosen.model), chunksize=100)
        texts, sizes = (np.array(column) for column in zip(*digits, strict=True))
    right, refused = texts == dataset.test_labels[:n].astype(str), texts == ""
    by_size = {
        f"{low}-{high - 1} px": float(right[(sizes >= low) & (sizes < high)].mean())
        for low, high in pairwise(SIZES)
        if ((sizes >= low) & (sizes < high)).any()
    }
    result = {"n": n, "accuracy": float(right.mean()), "refused": float(refused.mean()), "target": TARGET}
    print(f"accuracy {right.mean():.2%} (target {TARGET:.1%}), refused {refused.mean():.2%}")
    for name, value in by_size.items():
        print(f"  {name:10s} {value:.2%}")
    if not chosen.examples and not chosen.model:
        write_json(RESULT, result | {"by_size": by_size})


if __name__ == "__main__":
    main()
