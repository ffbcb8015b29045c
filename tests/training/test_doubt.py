"""What is no digit, taught anew to a trained network."""

import numpy as np
import pytest
import torch

from inkread.networks.torch_net import build_torch
from inkread.recipes.layers import Dense, Flatten, ReLU
from inkread.recipes.recipe import Adam, Recipe
from inkread.training.doubt import teach_doubt
from inkread.training.loop import Resident, as_tensor
from inkread.training.scene_crops import NOT_A_DIGIT

RECIPE = Recipe(
    name="eleven",
    source="tests",
    layers=(Flatten(), Dense(32), ReLU(), Dense(11)),
    optimiser=Adam(),
    batch_size=64,
    epochs=1,
    classes=11,
)


@pytest.fixture(scope="module")
def pictures(digits):
    """Digits of the training half, and as many in negative, which are none."""
    images = np.concatenate([digits.train_images, 255 - digits.train_images])
    labels = np.concatenate([digits.train_labels, np.full(len(digits.train_labels), NOT_A_DIGIT)])
    return images, labels.astype(np.uint8)


@pytest.fixture(scope="module")
def before_and_after(pictures):
    """The scores of the pictures before and after some passes."""
    network, ink = build_torch(RECIPE), as_tensor(pictures[0])
    with torch.no_grad():
        before = network(ink).clone()
    teach_doubt(network, Resident(*pictures, 8), passes=20, seed=0)
    return before, network(ink).detach()


def test_digits_stay(before_and_after):
    """The scores of the ten digits are the very same as before."""
    before, after = before_and_after
    assert torch.equal(before[:, :NOT_A_DIGIT], after[:, :NOT_A_DIGIT])


def test_what_is_none_is_learnt(before_and_after, pictures):
    """After some passes nearly all that is none is called so, and hardly any digit."""
    none = torch.from_numpy(pictures[1] == NOT_A_DIGIT)
    right = [((scores.argmax(1) == NOT_A_DIGIT) == none).float().mean() for scores in before_and_after]
    assert right[0] < 0.6 and right[1] > 0.95
