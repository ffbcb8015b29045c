"""How much a writer's error falls when they correct the reader's mistakes and it learns from them.

    python benchmarks/learn_writer.py [--hands 8]

No writer of MNIST's test part (QMNIST's writer ids) gives the reader more than 3 mistakes. A hand is
therefore four of them who share one habit, drawn at random and the same in all their digits: a peculiar way
of writing (a slant, a turn, a stretch and a pen), or a camera that takes them small and blurred. The first
half of the digits is read and its mistakes are corrected; the other half measures. Hands that give 20 to 50
mistakes in the first half are taught, the others are counted and passed over, unseen their second half.
Nothing is picked by these figures. Writes results/learn_writer.json.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from composed_numbers import test_writers

from inkread.classifier.onnx_model import OnnxClassifier
from inkread.data.mnist import load_dataset
from inkread.data.splits import Split, split
from inkread.files import write_json
from inkread.ink.normalise import normalise
from inkread.training.learn import teach
from inkread.weights import READER
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "learn_writer.json"
CORRECTED = range(20, 51)
WRITERS_OF_A_HAND = 4

Images = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
Habit = dict[str, float]


def peculiar(images: Bytes, rng: np.random.Generator) -> tuple[Images, Habit]:
    """``images`` as one peculiar hand writes them, in the form that the classifier sees."""
    slant, degrees = rng.choice([-1, 1]) * rng.uniform(0.6, 1.1), rng.uniform(-20, 20)
    stretch, pen_px = rng.choice([0.5, 1.8]), int(rng.integers(0, 3))
    turn = np.deg2rad(degrees)
    shape = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array(
        [[stretch, slant], [0, 1]]
    )
    big = 96
    matrix = np.hstack([shape * 1.6, (np.full(2, big / 2) - shape @ np.full(2, 14 * 1.6))[:, None]])
    changed = []
    for image in images:
        ink = cv2.warpAffine(image, matrix, (big, big), flags=cv2.INTER_LINEAR)
        if pen_px:
            ink = cv2.dilate(ink, np.ones((pen_px + 1, pen_px + 1), np.uint8))
        changed.append(normalise(ink.astype(np.float32) / 255))
    return np.stack(changed), {"slant": slant, "degrees": degrees, "stretch": stretch, "pen_px": pen_px}


def small(images: Bytes, rng: np.random.Generator) -> tuple[Images, Habit]:
    """``images`` as one camera takes them, digits 6 to 9 pixels high and blurred, in the same form."""
    height_px, blur_px = rng.uniform(6, 9), rng.uniform(0.6, 1.1)
    side = round(28 * height_px / 20)
    changed = []
    for image in images:
        ink = cv2.resize(image.astype(np.float32) / 255, (side, side), interpolation=cv2.INTER_AREA)
        seen = cv2.resize(cv2.GaussianBlur(ink, (0, 0), blur_px), (28, 28), interpolation=cv2.INTER_CUBIC)
        changed.append(normalise(np.clip(seen / seen.max(), 0, 1)))
    return np.stack(changed), {"height_px": height_px, "blur_px": blur_px}


HABITS = (peculiar, small)


@dataclass(frozen=True, eq=False)
class Hand:
    """Digits of one hand as the classifier sees them, in the order they are read, and the hand's habit."""

    images: Images
    labels: Labels
    habit: Habit

    @property
    def half(self) -> int:
        """How many are read to be corrected."""
        return len(self.labels) // 2

    def wrong(self, model: OnnxClassifier) -> npt.NDArray[np.bool_]:
        """Which digits the model reads wrong."""
        return np.asarray(model(self.images).argmax(1) != self.labels)


def hands(seed: int) -> Iterator[Hand]:
    """Hands without end, their habits in turn."""
    rng = np.random.default_rng(seed)
    data = load_dataset("mnist")
    writers = test_writers(len(data.test_labels))
    names, counts = np.unique(writers, return_counts=True)
    prolific = names[counts >= 80]
    for habit in cycle(HABITS):
        own = rng.choice(prolific, WRITERS_OF_A_HAND, replace=False)
        chosen = rng.permutation(np.flatnonzero(np.isin(writers, own)))
        images, how = habit(data.test_images[chosen], rng)
        yield Hand(images, data.test_labels[chosen].astype(np.int64), how)


def measure(hand: Hand, mistakes: npt.NDArray[np.int64], known: Split) -> dict[str, Any]:
    """The error on the second half before and after learning from the ``mistakes`` of the first."""
    before = OnnxClassifier(READER)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "taught.onnx"
        taught = teach(READER, hand.images[mistakes], hand.labels[mistakes], known, out)
        after = OnnxClassifier(out) if taught.accepted else before
    errors = {
        name: float(hand.wrong(model)[hand.half :].mean())
        for name, model in (("error_before", before), ("error_after", after))
    }
    return {**hand.habit, "n": len(hand.labels) - hand.half, **errors, **taught.to_json()}


MEANS = (
    "error_before",
    "error_after",
    "validation_before",
    "validation_after",
    "refused_before",
    "refused_after",
    "seconds",
    "corrections",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hands", type=at_least_one, default=8)
    wanted = parser.parse_args().hands
    known, reader = split(load_dataset("mnist")), OnnxClassifier(READER)
    found: list[dict[str, Any]] = []
    passed_over: list[int] = []
    for hand in hands(0):
        mistakes = np.flatnonzero(hand.wrong(reader)[: hand.half])
        if len(mistakes) not in CORRECTED:
            passed_over.append(len(mistakes))
            continue
        found.append(measure(hand, mistakes, known))
        print(found[-1], flush=True)
        if len(found) == wanted:
            break
    means = {name: float(np.mean([one[name] for one in found])) for name in MEANS}
    accepted = sum(one["accepted"] for one in found)
    result = {"mean": means, "accepted": accepted, "passed_over": passed_over, "hands": found}
    write_json(RESULT, {**result, "load_average": os.getloadavg()})
    print(means)


if __name__ == "__main__":
    main()
