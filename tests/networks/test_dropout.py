"""Dropout drops as many values as it says, and leaves their mean alone."""

from __future__ import annotations

import pytest
import torch

from inkread.networks.dropout import Dropout


@pytest.fixture
def dropped():
    """A million ones after dropout at 0.2, seeded."""
    torch.manual_seed(7)
    return Dropout(0.2)(torch.ones(1000, 1001))


def test_the_rate_is_kept(dropped):
    """One value in five becomes 0: within five standard deviations of a million draws."""
    assert abs(float((dropped == 0).float().mean()) - 0.2) < 5 * (0.2 * 0.8 / dropped.numel()) ** 0.5


def test_what_is_kept_makes_up_for_what_is_dropped(dropped):
    """All values that stay are divided by 0.8."""
    assert torch.allclose(dropped[dropped != 0], torch.tensor(1.25), rtol=1e-4)


def test_neighbours_are_dropped_independently(dropped):
    """Values that share their random bits are dropped no more often together than others."""
    zero = (dropped == 0).flatten()[: dropped.numel() // 4 * 4].view(-1, 4).float()
    assert (torch.corrcoef(zero.T) - torch.eye(4)).abs().max() < 0.01


def test_the_same_seed_drops_the_same(dropped):
    """The draws come from PyTorch's seeded generator."""
    torch.manual_seed(7)
    assert torch.equal(Dropout(0.2)(torch.ones(1000, 1001)), dropped)


def test_nothing_is_dropped_when_answering():
    """Outside training it does nothing."""
    values = torch.ones(3, 5)
    assert Dropout(0.5).eval()(values) is values


def test_gradients_flow_through_what_is_kept():
    """The gradient is 0 where the value was dropped and 1 / (1 - rate) elsewhere."""
    values = torch.ones(100, requires_grad=True)
    out = Dropout(0.5)(values)
    out.sum().backward()
    assert torch.equal(values.grad, out.detach())
