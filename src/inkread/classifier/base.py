"""The place where training and reading meet: what a classifier is."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from inkread.errors import ModelError

Images = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float32]


@runtime_checkable
class Classifier(Protocol):
    """From pictures of one digit to the probability of each class.

    Called with ``(n, 28, 28) float32`` ink in [0, 1], it returns ``(n, 10) float32`` probabilities in
    the order of ``core.CLASSES``. A row sums to 1, or to less where the classifier can tell that
    a picture is not one digit: what is missing to 1 is the probability of that. ``n`` may be 0.
    """

    def __call__(self, images: Images) -> Probabilities: ...


def finite(answers: Probabilities, name: str) -> Probabilities:
    """``answers`` as they are; raises ModelError, which names the model, where one is NaN or infinite."""
    if not np.isfinite(answers).all():
        raise ModelError(f"A digit model answers with finite numbers; {name} gives NaN or infinity.")
    return answers
