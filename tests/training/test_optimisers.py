"""Claims about Muon and about who steps over which weights."""

import pytest
import torch

from inkread.errors import RecipeError
from inkread.networks.torch_net import build_torch
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Adam, Muon, Recipe
from inkread.training.optimisers import NEWTON_SCHULZ, build_optimisers, orthogonal
from inkread.training.state import new_state


@pytest.mark.parametrize("shape", [(8, 40), (40, 8), (16, 16)])
def test_newton_schulz_brings_singular_values_near_one(shape):
    """Five iterations leave every singular value of a random matrix between 0.5 and 1.3 (Jordan 2024)."""
    values = torch.linalg.svdvals(
        orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(0)), 5)
    )
    assert float(values.min()) > 0.5 and float(values.max()) < 1.3


@pytest.mark.parametrize("steps", [1, 3, 5])
def test_newton_schulz_is_the_iteration_of_its_source(steps):
    """Working on square factors gives what Jordan 2024 works out with the whole matrix."""
    a, b, c = NEWTON_SCHULZ
    matrix = torch.randn(6, 40, generator=torch.Generator().manual_seed(2))
    x = matrix / matrix.norm()
    for _ in range(steps):
        x = a * x + (b * x @ x.T + c * x @ x.T @ x @ x.T) @ x
    torch.testing.assert_close(orthogonal(matrix, steps), x, atol=1e-4, rtol=0)


def test_newton_schulz_keeps_directions():
    """The result has the singular vectors of its input: their product is symmetric and positive."""
    matrix = torch.randn(6, 20, generator=torch.Generator().manual_seed(1))
    product = orthogonal(matrix, 5) @ matrix.T
    assert torch.allclose(product, product.T, atol=1e-3) and float(torch.linalg.eigvalsh(product).min()) > 0


def test_every_weight_is_stepped_by_one_optimiser(tiny):
    """Muon takes the inner kernels and matrices, Adam all the rest, and nobody is left out or taken twice."""
    network = build_torch(tiny)
    groups = [[id(w) for g in o.param_groups for w in g["params"]] for o in build_optimisers(Muon(), network)]
    assert sorted(groups[0] + groups[1]) == sorted(id(w) for w in network.parameters())
    assert len(groups[0]) == 1


def test_muon_takes_the_first_layer_where_it_is_asked_to(tiny):
    """With ``first_layer`` the matrix that sees pixels is stepped by Muon too, the last one never."""
    network = build_torch(tiny)
    matrices = [weight for weight in network.parameters() if weight.ndim >= 2]
    (group,) = build_optimisers(Muon(first_layer=True), network)[0].param_groups
    assert [id(weight) for weight in group["params"]] == [id(weight) for weight in matrices[:-1]]


def test_muon_keeps_the_norm_of_its_weights(tiny):
    """However long it trains, a kernel's norm stays about what it was."""
    network = build_torch(tiny)
    steps = build_optimisers(Muon(0.05), network)[0]
    weight = steps.param_groups[0]["params"][0]
    before = float(weight.detach().norm())
    for seed in range(20):
        weight.grad = torch.randn(weight.shape, generator=torch.Generator().manual_seed(seed))
        steps.step()
    assert float(weight.detach().norm()) == pytest.approx(before, rel=0.05)


@pytest.mark.parametrize(
    ("optimiser", "message"),
    [
        (Adam(-1), "Recipe 'odd' has Adam.*Invalid learning rate: -1"),
        (Adam(1e-3, (0.9, 1.0)), "Invalid beta"),
        (Muon(), "between the first and the last, and there are none"),
        (Muon(first_layer=True), "before the last, and there are none"),
        (Adam("0.1"), "Adam.*'str'"),
        (Adam(betas=0.9), "betas=0.9.*'float'"),
    ],
)
def test_an_optimiser_that_cannot_step_is_named(optimiser, message):
    """A rate below 0, Muon for a network without inner matrices, and values of another kind are the recipe's
    mistake, told in one line."""
    recipe = Recipe("odd", "test", (Flatten(), Dense(10)), 1, optimiser=optimiser)
    with pytest.raises(RecipeError, match=message):
        new_state(build_torch(recipe), recipe)
