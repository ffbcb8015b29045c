"""Claims about counted things."""

from argparse import ArgumentTypeError

import numpy as np
import pytest

from inkread.words import a, at_least_one, counted, floored, percent, plural


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 test pictures"), (1, "1 test picture"), (60_000, "60,000 test pictures")]
)
def test_one_is_singular(n, said):
    """Only one of a thing is in the singular, and thousands are set off."""
    assert counted(n, "test picture") == said


def test_an_eight():
    """The one digit whose name begins with a vowel has the article for it."""
    assert [a(digit) for digit in (1, 8)] == ["a 1", "an 8"]


def test_the_noun_alone():
    """Where the number stands elsewhere, the noun still follows it."""
    assert [plural(n, "seed") for n in (1, 2)] == ["seed", "seeds"]


def test_counts_that_scripts_are_given():
    """A script counts at least one of anything; another word is refused with the rule."""
    assert at_least_one("40") == 40
    for word in ("0", "-3", "1.5", "some", ""):
        with pytest.raises(ArgumentTypeError, match=f"of at least 1, got '{word}'"):
            at_least_one(word)


def test_confidence_is_never_rounded_up():
    """Only certainty is 100%, to as many decimals as are asked for."""
    said = [percent(share) for share in (1, 0.99999, 0.5)] + [percent(0.9999, 0), percent(0.999999, 2)]
    assert said == ["100.0%", "99.9%", "50.0%", "99%", "99.99%"]


def test_nor_is_it_in_files():
    """A confidence with four decimals, as in JSON, is 1 only where it is certain."""
    assert [floored(share) for share in (1, 0.99999, 0.29, 0)] == [1, 0.9999, 0.29, 0]


def test_a_single_precision_confidence():
    """What float32 stores a little lower than it was is said as it was, but never as certain."""
    assert [floored(float(np.float32(share))) for share in (0.9, 1 - 6e-8)] == [0.9, 0.9999]
    assert percent(float(np.float32(0.9))) == "90.0%"
