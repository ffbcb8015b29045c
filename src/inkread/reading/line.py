"""The line recogniser: a whole line of writing at once, without cutting it into digits.

The network gives each column of a strip a probability for the ten digits and for "none, or still the same
one". A text's probability is the sum over all ways of spreading it over the columns (Graves et al. 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inkread.classifier.onnx_model import OnnxModel
from inkread.reading.decode import log_sum
from inkread.weights import LINE

Floats = npt.NDArray[np.float64]
Ink = npt.NDArray[np.float32]

BLANK = 10
"""The class of a column that is no digit, or still the same one."""

UNLIKELY = -7.0
"""Log probability below which a digit is not tried in a column while texts are searched for."""


class LineRecogniser:
    """The network in an ONNX file, opened when the first strip is to be read: sure pictures never need it."""

    def __init__(self, path: Path = LINE) -> None:
        self.path = path

    @cached_property
    def _model(self) -> OnnxModel:
        return OnnxModel(self.path)

    def __call__(self, strip: Ink) -> Floats:
        """``(T, 11)`` log probabilities of a strip ``(32, W) float32``, T = W / 4."""
        return np.asarray(self._model(strip[None])[0], np.float64)


@cache
def shipped_recogniser() -> LineRecogniser:
    """The recogniser that ships with the package, the same for all readers."""
    return LineRecogniser()


def likeliest(columns: Floats, n: int) -> list[str]:
    """At most ``n`` texts of ``(T, 11)`` log probabilities, the likeliest first (prefix beam search).

    Hannun et al. 2014: of each beginning the log probability of all ways that end in a blank and of those
    that end in its last digit are kept, the best ``n`` beginnings a column.
    """
    beams: dict[str, tuple[float, float]] = {"": (0.0, -np.inf)}
    for column in columns.tolist():
        likely = [digit for digit in range(BLANK) if column[digit] > UNLIKELY]
        grown: dict[str, tuple[float, float]] = {}
        for text, (blank, last) in beams.items():
            both = log_sum(blank, last)
            same = last + column[int(text[-1])] if text else -np.inf
            _add(grown, text, both + column[BLANK], same)
            for digit in likely:
                repeated = bool(text) and text[-1] == str(digit)
                _add(grown, text + str(digit), -np.inf, (blank if repeated else both) + column[digit])
        kept = sorted(grown.items(), key=lambda item: -log_sum(*item[1]))[:n]
        beams = dict(kept)
    return list(beams)


def _add(beams: dict[str, tuple[float, float]], text: str, blank: float, last: float) -> None:
    before = beams.get(text, (-np.inf, -np.inf))
    beams[text] = log_sum(before[0], blank), log_sum(before[1], last)


def log_likelihoods(columns: Floats, texts: Sequence[str]) -> Floats:
    """``(n,)``: the log probability of each of ``n`` texts, over all ways of spreading it over the columns.

    −∞ for a text that needs more columns than there are.
    """
    longest = max((len(text) for text in texts), default=0)
    states = np.full((len(texts), 2 * longest + 1), BLANK)
    for row, text in zip(states, texts, strict=True):
        row[1 : 2 * len(text) : 2] = [int(digit) for digit in text]
    # A digit may follow another one at once, unless they are the same.
    skips = np.zeros(states.shape, np.bool_)
    skips[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    total = np.full(states.shape, -np.inf)
    total[:, 0] = 0.0
    total = total + np.where(np.arange(states.shape[1]) == 0, columns[0, BLANK], 0)
    if longest:
        total[:, 1] = columns[0][states[:, 1]]
    for column in columns[1:]:
        total = _advanced(total, skips) + column[states]
    ends = 2 * np.array([len(text) for text in texts])
    rows = np.arange(len(texts))
    last = np.where(ends > 0, total[rows, np.maximum(ends - 1, 0)], -np.inf)
    return np.asarray(np.logaddexp(total[rows, ends], last), np.float64)


def _advanced(total: Floats, skips: npt.NDArray[np.bool_]) -> Floats:
    """Log sums over staying, coming from the state before, and from two before where that is allowed."""
    moved = np.full(total.shape, -np.inf)
    moved[:, 1:] = total[:, :-1]
    jumped = np.full(total.shape, -np.inf)
    jumped[:, 2:] = np.where(skips[:, 2:], total[:, :-2], -np.inf)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.logaddexp(np.logaddexp(total, moved), jumped), np.float64)
