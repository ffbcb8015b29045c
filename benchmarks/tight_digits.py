"""Digits that fill their pictures: tight crops, postal digits and two-level scans of 16 by 16 pixels.

Digits of held-out writers of MNIST's training half; half of the pictures are dark on light. Each is read as
one digit, and as a page, without saying what it is. A digit that is refused counts as wrong.

    python benchmarks/tight_digits.py [--digits N]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from held_out import held_out_digits
from scoring import Reads, share_right

from inkread.files import write_json
from inkread.reading.reader import As, reader
from inkread.words import at_least_one

RESULT = Path(__file__).parents[1] / "results" / "tight_digits.json"
WAYS: tuple[As, ...] = ("digit", "page")
SIDE_PX = 16
FAINTEST = 60
"""Fainter pixels do not count as ink where a digit is cropped to it."""

Bytes = npt.NDArray[np.uint8]


def tight(digit: Bytes) -> Bytes:
    """The digit cropped to its ink."""
    x, y, w, h = cv2.boundingRect((digit >= FAINTEST).view(np.uint8))
    return digit[y : y + h, x : x + w]


def postal(digit: Bytes) -> Bytes:
    """As in USPS: the longer side fills 16 pixels, the other keeps its share of them."""
    ink = tight(digit)
    scale = SIDE_PX / max(ink.shape)
    high, wide = (max(round(side * scale), 1) for side in ink.shape)
    sheet = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    y, x = (SIDE_PX - high) // 2, (SIDE_PX - wide) // 2
    sheet[y : y + high, x : x + wide] = cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA)
    return sheet


def two_level(digit: Bytes) -> Bytes:
    """As in Semeion: stretched to fill 16 by 16 pixels, each black or white."""
    small = cv2.resize(tight(digit), (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.where(small >= 110, 255, 0).astype(np.uint8)


KINDS: tuple[Callable[[Bytes], Bytes], ...] = (tight, postal, two_level)


def pictures(kind: Callable[[Bytes], Bytes], digits: Bytes) -> Iterator[Bytes]:
    """Every digit as a picture of this kind, every other one dark on light."""
    for number, digit in enumerate(digits):
        yield kind(digit) if number % 2 else 255 - kind(digit)


def measure(tool: Reads, digits: Bytes, labels: Bytes) -> dict[str, Any]:
    """The share read right of each kind, and of all kinds together, as a digit and as a page."""
    kinds = {
        kind.__name__: {way: share_right(tool, shown, labels, way) for way in WAYS}
        for kind in KINDS
        for shown in [list(pictures(kind, digits))]
    }
    means = {way: float(np.mean([shares[way] for shares in kinds.values()])) for way in WAYS}
    return {**means, "n": len(KINDS) * len(labels), "kinds": kinds}


def main() -> None:
    """Measure, print and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--digits", type=at_least_one, default=1_000, help="of each; others than 1,000 write no file"
    )
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    digits, labels = (part[: chosen.digits] for part in held_out_digits()[:2])
    result = measure(reader(), digits, labels)
    for name, shares in result["kinds"].items():
        print(f"{name:10s} " + ", ".join(f"as a {way} {share:.1%}" for way, share in shares.items()))
    if chosen.digits == 1_000:
        write_json(RESULT, result)


if __name__ == "__main__":
    main()
