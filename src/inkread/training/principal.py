"""The kernels of a PrincipalConv, out of the training pictures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor, linalg, nn
from torch import cat as join
from torch.nn.functional import unfold

from inkread.recipes.layers import PrincipalConv
from inkread.recipes.recipe import Recipe
from inkread.training.loop import as_tensor

PICTURES = 500
"""So many pictures have some 70,000 patches, enough for 25 means and their covariance."""


def fix_principal(network: nn.Sequential, recipe: Recipe, images: npt.NDArray[np.uint8]) -> None:
    """Set a PrincipalConv's kernels from ``(n, 28, 28) uint8`` pictures and take them out of the training.

    A network without one stays as it is. The same pictures give the same kernels.
    """
    layer = recipe.layers[0]
    if not isinstance(layer, PrincipalConv):
        return
    some = images[np.linspace(0, len(images) - 1, min(PICTURES, len(images))).astype(int)]
    kernels, biases = principal_kernels(as_tensor(some), layer)
    network[0].load_state_dict({"weight": kernels, "bias": biases})
    network[0].requires_grad_(False)


def principal_kernels(images: Tensor, layer: PrincipalConv) -> tuple[Tensor, Tensor]:
    """``(filters, 1, k, k)`` kernels and ``(filters,)`` biases whose answers have mean 0 and variance 1.

    The principal components (Pearson 1901) of all patches of ``(n, 1, 28, 28)`` images that the layer
    looks at, taken about zero, as most of a picture is empty; the second half are the first with their signs
    changed. A component that hardly varies is not blown up beyond a thousandfold.
    """
    patches = unfold(images.contiguous(), layer.kernel, padding=layer.padding, stride=layer.stride)
    rows = patches.transpose(1, 2).flatten(0, 1).double()
    components = linalg.eigh(rows.T @ rows).eigenvectors.flip(1)[:, : layer.filters // 2]
    answers = rows @ components
    spread = answers.std(0).clamp_min(1e-3)
    kernels = (components / spread).T.reshape(-1, 1, layer.kernel, layer.kernel).float()
    biases = (-answers.mean(0) / spread).float()
    return join([kernels, -kernels]), join([biases, -biases])
