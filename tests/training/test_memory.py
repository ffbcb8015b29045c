import numpy as np
import pytest
import torch
from torch import nn

from inkread.data.splits import split
from inkread.training import memory
from inkread.training.memory import Kept, Memory
from inkread.training.scene_crops import OTHERS, SHARES, draw_others


class Sure(nn.Module):
    """Calls every picture a 3, as surely as it is told."""

    def __init__(self, score):
        super().__init__()
        self.score = score

    def forward(self, images):
        return torch.eye(11)[3].expand(len(images), 11) * self.score


@pytest.fixture
def remembered(digits, monkeypatch):
    """What a network that is quite sure must not forget."""
    monkeypatch.setattr(memory, "N_OTHERS", 20)
    return Memory(Sure(5.0), split(digits), 0)


def test_others_are_drawn_again(digits):
    """The same seed draws the same pictures of what is no digit, another one others."""
    images, labels = digits.train_images[:50], digits.train_labels[:50]
    first, again, other = (draw_others(images, labels, 12, (0, seed)) for seed in (1, 1, 2))
    assert first.shape == (12, 28, 28)
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_others_are_no_digits():
    """None of their kinds is one of digits, and none of the rest is left out."""
    assert not {"as it is", "damaged", "handwritten", "restyled", "drawn", "printed"} & OTHERS.keys()
    assert len(OTHERS) == len(SHARES) - 6


def test_surer_of_what_is_no_digit(remembered):
    """A network that is less sure than before refuses more, with the same bound for both."""
    assert (remembered.before.refused, remembered.measure(Sure(4.0)).refused) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("accuracy", "refused", "holds"),
    [(0.0, 0.0, True), (-0.0009, -0.009, True), (-0.0011, 0.0, False), (0.1, -0.011, False)],
)
def test_how_much_may_be_forgotten(remembered, accuracy, refused, holds):
    """0.1 points of what is read and 1 point of what is refused, and no gain in one pays for the other."""
    before = remembered.before
    assert remembered.holds(Kept(before.accuracy + accuracy, before.refused + refused)) is holds
