"""Fifteen corruptions of MNIST's test digits, and how many a classifier still reads.

Written from the description of MNIST-C (Mu & Gilmer 2019, "MNIST-C: A Robustness Benchmark for Computer
Vision"), with its severities. Each generator takes ``(28, 28) float32`` ink in [0, 1] and random numbers.
The classifier alone is given the 28×28 as they are; the reader takes them for pictures of one digit.

    python benchmarks/corruptions.py [--model FILE] [--examples N]
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from scoring import Reads, share_right

from inkread.classifier.base import Classifier
from inkread.classifier.load import load_classifier
from inkread.data.dataset import as_ink
from inkread.data.mnist import load_dataset
from inkread.files import write_json
from inkread.reading.reader import reader
from inkread.weights import READER
from inkread.words import at_least_one

Ink = npt.NDArray[np.float32]
Random = np.random.Generator

RESULT = Path(__file__).parents[1] / "results" / "corruptions.json"
TARGET = 0.985
SEED = 2019

N_READ = 1_000
"""So many test digits are read as pictures too, with each corruption."""


def shot_noise(ink: Ink, random: Random) -> Ink:
    """Photon noise at 3 photons for full ink (severity 5)."""
    return random.poisson(ink * 3) / np.float32(3)


def impulse_noise(ink: Ink, random: Random) -> Ink:
    """Salt and pepper on 17% of the pixels (severity 4)."""
    hit = random.random(ink.shape) < 0.17
    return np.where(hit, (random.random(ink.shape) < 0.5).astype(np.float32), ink)


def glass_blur(ink: Ink, random: Random) -> Ink:
    """Blur, pixels swapped with near ones, blur (sigma 0.7, reach 1, twice)."""
    shuffled = cv2.GaussianBlur(ink, (0, 0), 0.7)
    for _ in range(2):
        for y in range(27, 1, -1):
            for x in range(27, 1, -1):
                if random.random() < 0.5:
                    dy, dx = random.integers(-1, 1, 2)
                    other = shuffled[y + dy, x + dx]
                    shuffled[y + dy, x + dx] = shuffled[y, x]
                    shuffled[y, x] = other
    return cv2.GaussianBlur(shuffled, (0, 0), 0.7)


def motion_blur(ink: Ink, random: Random) -> Ink:
    """A one-sided Gaussian trail of sigma 3 along a direction within 45° of level."""
    angle = math.radians(random.uniform(-45, 45))
    kernel = np.zeros((21, 21), np.float32)
    for step in np.arange(0, 10.01, 0.25):
        kernel[round(10 + step * math.sin(angle)), round(10 + step * math.cos(angle))] += math.exp(
            -(step**2) / 18
        )
    return cv2.filter2D(ink, -1, kernel / kernel.sum(), borderType=cv2.BORDER_CONSTANT)


def shear(ink: Ink, random: Random) -> Ink:
    """Sheared by 0.4 about the centre, to either side."""
    amount = 0.4 * random.choice([-1, 1])
    return _affine(ink, np.array([[1, -math.sin(amount)], [0, math.cos(amount)]]))


def scale(ink: Ink, random: Random) -> Ink:
    """Shrunk to 70%."""
    return _affine(ink, np.eye(2) / 0.7)


def rotate(ink: Ink, random: Random) -> Ink:
    """Turned by 0.4 radians (23°), either way."""
    angle = 0.4 * random.choice([-1, 1])
    return _affine(ink, np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]))


def translate(ink: Ink, random: Random) -> Ink:
    """Moved by 3 pixels, both across and down."""
    return _affine(ink, np.eye(2), 3 * random.choice([-1, 1], 2))


def brightness(ink: Ink, random: Random) -> Ink:
    """Half of full ink added everywhere."""
    return ink + np.float32(0.5)


def stripe(ink: Ink, random: Random) -> Ink:
    """The 7 outer columns of either side inverted."""
    striped = ink.copy()
    striped[:, :7] = 1 - striped[:, :7]
    striped[:, 21:] = 1 - striped[:, 21:]
    return striped


def fog(ink: Ink, random: Random) -> Ink:
    """A plasma fractal of weight 3 over the picture, all dimmed to fit (severity 5)."""
    weight = 3.0
    return (ink + weight * _plasma(random, decay=1.4)) * ink.max() / (ink.max() + weight)


def spatter(ink: Ink, random: Random) -> Ink:
    """Drops of grey mud that hide what they fall on."""
    liquid = cv2.GaussianBlur(random.normal(0.65, 0.3, ink.shape).astype(np.float32), (0, 0), 1)
    mud = cv2.GaussianBlur((liquid > 0.65).astype(np.float32), (0, 0), 1.5)
    mud[mud < 0.8] = 0
    return ink * (1 - mud) + np.float32(63 / 255) * mud


def dotted_line(ink: Ink, random: Random) -> Ink:
    """A line from the left edge to the right, every second pair of columns of it."""
    line = _line([0, 27], random.integers(0, 27, 2))
    line[:, (np.arange(28) // 2) % 2 == 0] = 0
    return ink + line


def zigzag(ink: Ink, random: Random) -> Ink:
    """A zigzag from left to right that turns every 4 columns, 2 pixels above and below its line."""
    start = random.integers(0, 27)
    columns = np.array([2, *range(4, 25, 4), 25])
    rows = start + random.integers(-5, 5) * (columns - 2) / 23
    rows[1:-1] += 2 * (-1.0) ** np.arange(len(columns) - 2)
    return ink + _line(columns, rows)


def canny_edges(ink: Ink, random: Random) -> Ink:
    """Nothing but the edges (Canny 1986)."""
    smooth = cv2.GaussianBlur(np.rint(ink * 255).astype(np.uint8), (0, 0), 1)
    return cv2.Canny(smooth, 25, 50, L2gradient=True).astype(np.float32) / 255


CORRUPTIONS: dict[str, Callable[[Ink, Random], Ink]] = {
    each.__name__: each
    for each in (
        shot_noise, impulse_noise, glass_blur, motion_blur, shear, scale, rotate, brightness, translate,
        stripe, fog, spatter, dotted_line, zigzag, canny_edges,
    )
}  # fmt: skip
"""The fifteen, in the paper's order."""


def corrupted(images: Ink, name: str) -> Ink:
    """``(n, 28, 28)`` images, each with the corruption called ``name``; the same ones every time."""
    random = np.random.default_rng([SEED, list(CORRUPTIONS).index(name)])
    made = [np.clip(CORRUPTIONS[name](image, random), 0, 1) for image in images]
    return np.rint(np.stack(made) * 255).astype(np.float32) / 255  # MNIST-C keeps whole grey levels


def measure(classifier: Classifier, images: Ink, labels: npt.NDArray[np.uint8]) -> dict[str, float]:
    """Accuracy in [0, 1] on the clean images and on each corruption of them."""
    accuracy = {"clean": float((classifier(images).argmax(axis=1) == labels).mean())}
    for name in CORRUPTIONS:
        accuracy[name] = float((classifier(corrupted(images, name)).argmax(axis=1) == labels).mean())
    return accuracy


def measure_pictures(tool: Reads, images: Ink, labels: npt.NDArray[np.uint8]) -> dict[str, float]:
    """The share in [0, 1] of each corruption that is read right as a picture of one digit."""

    def share(name: str) -> float:
        pictures = np.rint(corrupted(images, name) * 255).astype(np.uint8)
        return share_right(tool, pictures, labels, "digit")

    return {name: share(name) for name in CORRUPTIONS}


def mean_of(shares: dict[str, float]) -> float:
    """The mean of the fifteen."""
    return sum(shares[name] for name in CORRUPTIONS) / len(CORRUPTIONS)


def _affine(ink: Ink, matrix: npt.NDArray[np.float64], move: npt.ArrayLike = (0, 0)) -> Ink:
    """Sampled where ``matrix`` sends each pixel, about the centre, after moving by ``move``."""
    centre = np.array([13.5, 13.5])
    offset = centre - matrix @ centre + np.asarray(move)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(ink, np.column_stack([matrix, offset]), (28, 28), flags=flags)


def _line(columns: npt.ArrayLike, rows: npt.ArrayLike) -> Ink:
    """A line through these points, left to right, that fades out within a pixel and a half."""
    across = np.arange(28)
    distance = np.abs(np.arange(28)[:, None] - np.interp(across, columns, rows))
    line = np.clip(1 + np.log(1 - np.minimum(distance, 2.29) / 2.3), 0, 1)
    ends = np.asarray(columns)
    return np.where((across >= ends[0]) & (across < ends[-1]), line, 0).astype(np.float32)


def _plasma(random: Random, decay: float, size: int = 256) -> Ink:
    """The corner ``(28, 28)`` of a cloud in [0, 1] by the diamond-square algorithm.

    As in the published generator, the wobble is squared: it shrinks by ``decay²`` from scale to scale.
    """
    cloud = np.zeros((size, size))
    step, wobble = size, 1.0
    while step >= 2:
        half = step // 2
        corners = cloud[::step, ::step]
        sums = corners + np.roll(corners, -1, 0) + np.roll(corners + np.roll(corners, -1, 0), -1, 1)
        cloud[half::step, half::step] = sums / 4 + wobble * random.uniform(-1, 1, sums.shape)
        middles = cloud[half::step, half::step]
        beside = middles + np.roll(middles, 1, 0) + corners + np.roll(corners, -1, 1)
        cloud[::step, half::step] = beside / 4 + wobble * random.uniform(-1, 1, beside.shape)
        above = middles + np.roll(middles, 1, 1) + corners + np.roll(corners, -1, 0)
        cloud[half::step, ::step] = above / 4 + wobble * random.uniform(-1, 1, above.shape)
        step, wobble = half, wobble / decay**2
    cloud = (cloud - cloud.min()) / (cloud.max() - cloud.min())
    return cloud[:28, :28].astype(np.float32)


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
    classifier = load_classifier(chosen.model or READER).classifier
    ink, labels = as_ink(dataset.test_images[:n]), dataset.test_labels[:n]
    accuracy = measure(classifier, ink, labels)
    read = measure_pictures(reader(chosen.model), ink[:N_READ], labels[:N_READ])
    for name, value in accuracy.items():
        print(f"{name:15s} {value:8.2%}" + (f" {read[name]:8.2%} as pictures" if name in read else ""))
    mean, mean_read = mean_of(accuracy), mean_of(read)
    print(f"{'mean of 15':15s} {mean:8.2%} {mean_read:8.2%} as pictures   target {TARGET:.1%}")
    if not chosen.examples and not chosen.model:
        clean = accuracy.pop("clean")
        result = {
            "n": n,
            "mean": mean,
            "target": TARGET,
            "clean": clean,
            "corruptions": accuracy,
            "n_read": N_READ,
            "mean_read": mean_read,
            "read": read,
        }
        write_json(RESULT, result)


if __name__ == "__main__":
    main()
