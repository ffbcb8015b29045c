"""The kernels that are not learnt."""

import numpy as np
import pytest
import torch
from torch.nn.functional import conv2d

from inkread.errors import RecipeError
from inkread.networks.torch_net import build_torch
from inkread.recipes.layers import Dense, Flatten, PrincipalConv, ReLU
from inkread.recipes.recipe import Recipe
from inkread.training.principal import fix_principal, principal_kernels

LAYER = PrincipalConv(6, 5, stride=2)
RECIPE = Recipe("fixed", "", (LAYER, ReLU(), Flatten(), Dense(10)), epochs=1)


@pytest.fixture
def pictures():
    """Forty pictures of smooth noise, ``(40, 28, 28) uint8``."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 256, (40, 7, 7), dtype=np.uint8)
    return coarse.repeat(4, axis=1).repeat(4, axis=2)


def as_ink(pictures):
    return torch.from_numpy(pictures).float().div(255).unsqueeze(1)


def test_answers_have_mean_0_and_variance_1(pictures):
    """Over the pictures they were made from."""
    kernels, biases = principal_kernels(as_ink(pictures), LAYER)
    answers = conv2d(as_ink(pictures), kernels, biases, stride=2).transpose(0, 1).flatten(1)
    torch.testing.assert_close(
        (answers.mean(1), answers.std(1)), (torch.zeros(6), torch.ones(6)), atol=1e-4, rtol=0
    )


def test_the_second_half_are_the_first_with_their_signs_changed(pictures):
    """Each component comes once for either sign."""
    kernels, biases = principal_kernels(as_ink(pictures), LAYER)
    torch.testing.assert_close((kernels[3:], biases[3:]), (-kernels[:3], -biases[:3]))


def test_components_are_those_of_a_singular_value_decomposition(pictures):
    """The kernels' directions are the first right singular vectors of all patches, up to their signs."""
    kernels, _ = principal_kernels(as_ink(pictures), LAYER)
    windows = np.lib.stride_tricks.sliding_window_view(pictures / 255, (5, 5), axis=(1, 2))[:, ::2, ::2]
    expected = np.linalg.svd(windows.reshape(-1, 25), full_matrices=False)[2][:3]
    ours = torch.nn.functional.normalize(kernels[:3].flatten(1)).numpy()
    np.testing.assert_allclose(np.abs((ours * expected).sum(1)), 1, atol=1e-5)


def test_fixed_kernels_are_not_trained(pictures):
    """No gradient is asked for them, and all the rest is trained."""
    network = build_torch(RECIPE)
    fix_principal(network, RECIPE, pictures)
    assert [name for name, weight in network.named_parameters() if weight.requires_grad] == [
        "3.weight",
        "3.bias",
    ]


def test_blank_pictures_give_finite_kernels():
    """Where nothing varies nothing is divided by zero."""
    kernels, biases = principal_kernels(torch.zeros(3, 1, 28, 28), LAYER)
    assert torch.isfinite(kernels).all() and torch.isfinite(biases).all()


def test_a_network_without_them_stays_as_it_is(pictures):
    """Other first layers are learnt as ever."""
    recipe = Recipe("plain", "", (Flatten(), Dense(10)), epochs=1)
    network = build_torch(recipe)
    fix_principal(network, recipe, pictures)
    assert all(weight.requires_grad for weight in network.parameters())


def test_only_pictures_have_principal_patches():
    """A second one is refused when the recipe is made."""
    layers = (PrincipalConv(4, 5), PrincipalConv(4, 5), Flatten(), Dense(10))
    with pytest.raises(RecipeError, match="must be the first layer"):
        Recipe("x", "", layers, epochs=1)


def test_an_odd_number_of_filters_is_refused():
    """Every component needs two."""
    with pytest.raises(RecipeError, match="an even number"):
        PrincipalConv(5, 5)
