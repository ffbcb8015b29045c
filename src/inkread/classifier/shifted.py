"""Test-time shifts: every picture is asked for several times, each time moved a little."""

from __future__ import annotations

import numpy as np

from inkread.classifier.base import Classifier, Images, Probabilities
from inkread.core import SIDE
from inkread.errors import ModelError


class Shifted:
    """The mean of a classifier's answers to a picture moved by every offset of up to ``px`` whole pixels.

    ``px=1`` asks nine times and so takes nine times as long. Krizhevsky, Sutskever & Hinton 2012, section
    4.1, average over several views of one input. Raises ModelError for ``px`` outside 0 … 27.
    """

    def __init__(self, classifier: Classifier, px: int = 1) -> None:
        if not 0 <= px < SIDE:
            raise ModelError(f"Test-time shifts must be of 0 to {SIDE - 1} pixels, got {px}.")
        self.classifier, self.px = classifier, px

    def __call__(self, images: Images) -> Probabilities:
        offsets = range(2 * self.px + 1)
        around = np.pad(images, ((0, 0), (self.px, self.px), (self.px, self.px)))
        views = (around[:, y : y + SIDE, x : x + SIDE] for y in offsets for x in offsets)
        answers = [self.classifier(np.ascontiguousarray(view)) for view in views]
        return np.asarray(np.mean(answers, axis=0), np.float32)
