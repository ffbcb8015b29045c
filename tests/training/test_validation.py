"""Claims about what a network says of the validation pictures."""

import pytest
import torch

from inkread.networks.torch_net import Shifts, build_torch
from inkread.training.validation import Validation, answers


def test_scoring_leaves_the_network_as_it_was(tiny, pictures):
    """Validation neither changes running figures nor leaves the training mode."""
    network = build_torch(tiny).train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    Validation(*pictures).score(network)
    assert network.training and all(torch.equal(before[k], v) for k, v in network.state_dict().items())


def test_a_score_is_the_mean_over_the_pictures(tiny, pictures):
    """Loss and accuracy are those of one pass over all pictures at once."""
    network, validation = build_torch(tiny).eval(), Validation(*pictures)
    scores = network(validation.images)
    expected = torch.nn.functional.cross_entropy(scores, validation.labels).item()
    accuracy = (scores.argmax(1) == validation.labels).float().mean().item()
    assert validation.score(network) == pytest.approx((expected, accuracy))


def test_without_shifts_the_only_view_is_the_last_answer(tiny, pictures):
    """What was just scored is not worked out again, and is what a new pass would say."""
    network, validation = build_torch(tiny), Validation(*pictures)
    validation.score(network)
    torch.testing.assert_close(validation.views(network, 0)[0], answers(network, network, validation.images))


def test_every_shift_is_a_view(tiny, pictures):
    """With shifts of 1 there are nine views, whose scores do not depend on the batches they came in."""
    network, validation = build_torch(tiny).eval(), Validation(*pictures)
    with torch.inference_mode():
        expected = Shifts(network, 1).views(validation.images)
    torch.testing.assert_close(validation.views(network, 1), expected)
    assert len(expected) == 9
