"""Whether confidences mean what they say: expected calibration errors of digits and of whole numbers.

Numbers of MNIST's test half in one writer's hand, on clean, fair and rough paper, through the whole reader. A
confidence's error is how far it is from the share of right answers among its like: the mean over ten
equally filled bins. Digits count where as many are read as were written. With photographs at hand
(``real/strings`` of ``INKREAD_DATA``) their numbers are measured too, as they come.

    python benchmarks/calibration.py [--model FILE] [--numbers N]
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from composed_numbers import test_writers

from inkread.data.mnist import load_dataset
from inkread.files import write_json
from inkread.reading.confidence import threshold_for
from inkread.reading.labelled import labelled_pictures
from inkread.reading.reader import Reader, reader
from inkread.reading.result import Reading
from inkread.training.scene_paper import CLEAN, FAIR, ROUGH
from inkread.training.scenes import compose_numbers
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "calibration.json"
TARGETS = {"digits": 0.005, "numbers": 0.02}
SEED = 41
BINS = 10
MAX_ERROR = 0.01

Said = list[tuple[float, bool]]
"""Confidences and whether each was right."""


def calibration_error(said: Said) -> float:
    """The mean distance of confidence and accuracy over ``BINS`` equally filled bins."""
    sure, right = np.array(sorted(said, key=lambda one: one[0])).T
    bins = zip(np.array_split(sure, BINS), np.array_split(right, BINS), strict=True)
    return float(sum(abs((s - r).sum()) for s, r in bins) / len(sure))


def numbers_and_digits(read: Iterable[tuple[Reading, str]]) -> tuple[Said, Said]:
    """What was said of whole numbers and of single digits; a picture without a number says nothing."""
    numbers, digits = [], []
    for reading, truth in read:
        for number in reading.numbers[:1]:
            numbers.append((number.confidence, number.text == truth))
            if len(number.text) == len(truth):
                pairs = zip(number.digits, truth, strict=True)
                digits += [(digit.confidence, str(digit.digit) == wanted) for digit, wanted in pairs]
    return numbers, digits


def composed(tool: Reader, n: int) -> Iterable[tuple[Reading, str]]:
    """Readings of ``n`` composed numbers, and what each says."""
    dataset = load_dataset("mnist")
    digits = dataset.test_images, dataset.test_labels, test_writers(len(dataset.test_labels))
    for number, paper in enumerate((CLEAN, FAIR, ROUGH)):
        for scene in compose_numbers(*digits, n // 3, SEED + number, paper):
            yield tool.read(scene.picture, "line"), scene.text


def figures(numbers: Said, digits: Said) -> dict[str, float]:
    """Errors of calibration, and what is accepted and wrong at ``MAX_ERROR``."""
    kept = [right for sure, right in numbers if sure >= threshold_for(MAX_ERROR)]
    return {
        "n": len(numbers),
        "digits": calibration_error(digits),
        "numbers": calibration_error(numbers),
        "right": sum(right for _, right in numbers),
        "mean_confidence": float(np.mean([sure for sure, _ in numbers])),
        "n_accepted": len(kept),
        "n_accepted_wrong": len(kept) - sum(kept),
    }


def main() -> None:
    """Measure, print the figures and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    parser.add_argument("--numbers", type=at_least_one, default=900)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    tool = reader(chosen.model)
    result = {"targets": TARGETS, "composed": figures(*numbers_and_digits(composed(tool, chosen.numbers)))}
    folder = Path(os.environ.get("INKREAD_DATA", ".")) / "real" / "strings"
    if folder.is_dir():
        photos = ((tool.read(one.path, "line"), one.label) for one in labelled_pictures(folder)[0])
        result["photographs"] = figures(*numbers_and_digits(photos))
    for name, measured in result.items():
        print(name, measured)
    if not chosen.model and chosen.numbers == 900:
        write_json(RESULT, result)


if __name__ == "__main__":
    main()
