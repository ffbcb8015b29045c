"""How much a writer's error falls when they correct the reader's mistakes and it learns from them.

    python benchmarks/learn_writer.py [--hands 8]

A hand is four real writers of MNIST's test part (QMNIST's writer ids) who share one peculiar way of writing:
a slant, a turn, a stretch and a pen, drawn at random and the same in all their digits. The first half of the
digits is read in order and its mistakes, at most 50, are corrected; the other half measures. Nothing is
picked by these figures. Writes results/learn_writer.json.
"""

from __future__ import annotations

import argparse
import os
import tempfile
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

RESULT = Path(__file__).parents[1] / "results" / "learn_writer.json"
MOST_CORRECTED = 50
WRITERS_OF_A_HAND = 4

Images = npt.NDArray[np.float32]


def peculiar(images: npt.NDArray[np.uint8], rng: np.random.Generator) -> tuple[Images, dict[str, float]]:
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


def measure(images: Images, labels: npt.NDArray[np.int64], known: Split) -> dict[str, Any]:
    """The error on the second half before and after learning from the mistakes of the first."""
    half = len(labels) // 2
    old = OnnxClassifier(READER)
    mistakes = np.flatnonzero(old(images[:half]).argmax(1) != labels[:half])[:MOST_CORRECTED]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "taught.onnx"
        taught = teach(READER, images[mistakes], labels[mistakes], known, out)
        new = OnnxClassifier(out) if taught.accepted else old
        before, after = (
            float((model(images[half:]).argmax(1) != labels[half:]).mean()) for model in (old, new)
        )
    return {"n": len(labels) - half, "error_before": before, "error_after": after, **taught.to_json()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hands", type=int, default=8)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    data = load_dataset("mnist")
    known = split(data)
    writers = test_writers(len(data.test_labels))
    names, counts = np.unique(writers, return_counts=True)
    prolific = rng.permutation(names[counts >= 80])
    hands = []
    for at in range(arguments.hands):
        own = prolific[at * WRITERS_OF_A_HAND : (at + 1) * WRITERS_OF_A_HAND]
        chosen = np.flatnonzero(np.isin(writers, own))
        rng.shuffle(chosen)
        images, how = peculiar(data.test_images[chosen], rng)
        hands.append({**how, **measure(images, data.test_labels[chosen].astype(np.int64), known)})
        print(hands[-1])
    names_of_means = (
        "error_before",
        "error_after",
        "validation_before",
        "validation_after",
        "seconds",
        "corrections",
    )
    means = {name: float(np.mean([hand[name] for hand in hands])) for name in names_of_means}
    accepted = sum(hand["accepted"] for hand in hands)
    write_json(RESULT, {"mean": means, "accepted": accepted, "hands": hands, "load_average": os.getloadavg()})
    print(means)


if __name__ == "__main__":
    main()
