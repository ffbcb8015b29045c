"""Claims about the temperature of a network, alone and as a mean over views."""

import pytest
import torch

from inkread.classifier.calibrate import fit_temperature
from inkread.networks.torch_net import build_torch, mean_of_views
from inkread.training.temperature import cool, temperature_of


@pytest.fixture
def views():
    """Nine much alike opinions ``(9, 500, 10)`` on 500 pictures, each far too sure, and the truth."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(10, (500,), generator=generator)
    picture = torch.nn.functional.one_hot(labels, 10) + torch.randn(500, 10, generator=generator)
    return 5 * (picture + 0.3 * torch.randn(9, 500, 10, generator=generator)), labels


def test_one_view_is_fitted_as_it_is(views):
    """Without shifts it is the plain temperature of the scores."""
    scores, labels = views
    assert temperature_of(scores[:1], labels) == pytest.approx(
        fit_temperature(scores[0].double().numpy(), labels.numpy()), rel=1e-4
    )


def test_the_mean_over_views_is_as_sure_as_it_is_right(views):
    """After dividing every view, the mean needs no further temperature."""
    scores, labels = views
    mean = mean_of_views(scores / temperature_of(scores, labels))
    assert fit_temperature(mean.double().numpy(), labels.numpy()) == pytest.approx(1, abs=0.02)


def test_a_cooled_network_gives_divided_scores(tiny, pictures):
    """Dividing the last layer divides the scores."""
    network = build_torch(tiny).eval()
    images = torch.from_numpy(pictures[0][:, None]).float()
    before = network(images)
    cool(network, 2.5)
    torch.testing.assert_close(network(images), before / 2.5)
