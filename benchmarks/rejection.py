"""Characters of other alphabets refused, while 99% of MNIST's test digits are accepted.

A picture is accepted when its most probable digit has at least the probability that 99% of MNIST's digits
reach. The characters come as pictures and go through the reader's own way from picture to 28×28.

    python benchmarks/rejection.py [--model FILE]     (INKREAD_DATA names a folder with notdigits/)
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inkread.data.dataset import as_ink
from inkread.data.mnist import load_dataset
from inkread.errors import DataError
from inkread.files import write_json
from inkread.ink.load import load
from inkread.ink.normalise import normalise
from inkread.ink.threshold import threshold
from inkread.ink.tone import darkness

RESULT = Path(__file__).parents[1] / "results" / "rejection.json"
TARGET = 0.90
ACCEPTED = 0.99


def characters() -> npt.NDArray[np.float32]:
    """``(n, 28, 28)``: the pictures of ``notdigits/`` as ink in MNIST's form."""
    folder = Path(os.environ.get("INKREAD_DATA", ".")) / "notdigits"
    paths = sorted(folder.glob("*.png"))
    if not paths:
        raise DataError(f"No pictures in {folder}. Name the folder that holds notdigits/ in INKREAD_DATA.")
    return np.stack([normalise(threshold(darkness(load(path).pixels))) for path in paths])


def main() -> None:
    """Measure, print the figures and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a run, .onnx or Keras file; the shipped classifier else")
    chosen = parser.parse_args()
    from inkread.classifier.load import load_classifier
    from inkread.weights import READER

    classifier = load_classifier(chosen.model or READER).classifier
    digits = classifier(as_ink(load_dataset("mnist").test_images)).max(axis=1)
    others = classifier(characters()).max(axis=1)
    rejected = {
        f"{kept:.1%}": float((others < np.quantile(digits, 1 - kept)).mean())
        for kept in (0.999, 0.995, 0.99, 0.98)
    }
    threshold_at = float(np.quantile(digits, 1 - ACCEPTED))
    result = {
        "n": len(others),
        "rejected": rejected[f"{ACCEPTED:.1%}"],
        "target": TARGET,
        "threshold": threshold_at,
        "rejected_while_accepting": rejected,
    }
    for kept, share in rejected.items():
        print(f"{kept:>6s} of the digits accepted: {share:.1%} of {len(others)} characters refused")
    if not chosen.model:
        write_json(RESULT, result)


if __name__ == "__main__":
    main()
