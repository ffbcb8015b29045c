"""Which numbers are accepted: the bound on the rate of errors among the surest."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import binomtest

from inkread.core import Box
from inkread.reading.confidence import ACCEPTANCE, threshold_for
from inkread.reading.result import Number, Reading
from inkread.training.scenes import Scene
from inkread.workflow.acceptance import bounds, error_bound, main, said_and_right


@pytest.mark.parametrize(("wrong", "n"), [(0, 1), (0, 300), (3, 780), (40, 100), (9, 10)])
def test_the_bound_is_clopper_pearsons(wrong, n):
    """One-sided at 95%, as scipy's exact interval has it at 90% on both sides; all wrong is 1."""
    exact = binomtest(wrong, n).proportion_ci(0.9, method="exact").high
    assert error_bound(wrong, n, 0.95) == pytest.approx(exact)
    assert error_bound(wrong, n) <= error_bound(wrong, n, 0.95) <= error_bound(n, n) == 1.0


def test_the_bound_holds():
    """Of numbers wrong as often as they are unsure, those above a confidence stay under its safe bound, and
    near the one that is as often too low as too high."""
    rng = np.random.default_rng(5)
    sure = 1 - 0.2 * rng.random(4000) ** 3
    right = rng.random(4000) < sure
    said = list(zip(sure.tolist(), right.tolist(), strict=True))
    confidence, error = bounds(said, 0.95)
    assert confidence == sorted(confidence, reverse=True)
    fresh = 1 - 0.2 * rng.random(200_000) ** 3
    risks = [float(1 - fresh[fresh >= least].mean()) for least in confidence[5:]]
    assert np.mean(np.array(risks) <= error[5:]) > 0.9
    assert np.allclose(risks, bounds(said)[1][5:], atol=0.004)


def test_every_number_says_something():
    """Confidence and truth of each number that is read, in the order of the scenes; no number, nothing."""

    class Said:
        def read(self, picture, as_):
            numbers = [Number("12", 0.9, Box(0, 0, 1, 1), ())] if picture.any() else []
            return Reading(None, tuple(numbers))

    ink, blank = np.ones((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)
    scenes = [scene(ink, "12"), scene(blank, "7"), scene(ink, "13")]
    assert list(said_and_right(Said(), scenes)) == [(0.9, True), (0.9, False)]


def test_too_few_numbers(capsys):
    """Numbers that do not give one of either kind on each paper are one line with the rule and the value."""
    with pytest.raises(SystemExit):
        main(["--numbers", "0"])
    assert "at least 6, one of either kind on each paper; received 0" in capsys.readouterr().err


def scene(picture: np.ndarray, text: str) -> Scene:
    """A scene of which only picture and text matter."""
    return Scene(picture, text, (), np.zeros(picture.shape[:2], np.uint8), touching=False)


def test_the_shipped_thresholds():
    """Every rate has a threshold; a rate that cannot be told asks for more than any that can."""
    kept = json.loads(ACCEPTANCE.read_text(encoding="utf-8"))
    assert len(kept["confidence"]) == len(kept["error"]) and kept["n"] >= 2000
    told = [threshold_for(rate) for rate in (0.01, 0.02, 0.05, 0.2, 1.0)]
    assert told == sorted(told, reverse=True) and told[-1] == 0
    assert threshold_for(0.0001) > told[0]
