"""Claims about optimisers without PyTorch's compiler."""

import subprocess
import sys

import pytest
import torch

from inkread.training.uncompiled import uncompiled

PROGRAM = """
import sys
from inkread.networks.torch_net import build_torch
from inkread.recipes.registry import find_recipe
from inkread.training.loop import Resident, fit
from inkread.training.state import new_state
from inkread.training.validation import Validation
import numpy as np

images, labels = np.zeros((300, 28, 28), np.uint8), np.zeros(300, np.uint8)
recipe = find_recipe("fast")
fit(
    new_state(build_torch(recipe), recipe), recipe, Resident(images, labels, 100, recipe.augment),
    Validation(images, labels).score, seed=0,
)
print("torch._dynamo" in sys.modules)
"""


@pytest.mark.parametrize("kind", [torch.optim.Adam, torch.optim.RMSprop, torch.optim.Adadelta])
def test_steps_are_those_of_pytorch(kind):
    """Freed from its guards an optimiser takes the same steps to the last bit, also from a saved state."""
    ends = []
    for steps in (kind, uncompiled(kind)):
        weight = torch.nn.Parameter(torch.ones(3))
        optimiser = steps([weight], 0.1)
        for number in range(4):
            weight.grad = torch.tensor([1.0, -2.0, 0.5]) * number
            optimiser.step()
            optimiser.zero_grad()
            optimiser.load_state_dict(optimiser.state_dict())
        ends.append(weight.detach())
    assert torch.equal(*ends)


def test_training_does_not_import_the_compiler():
    """A whole fit leaves ``torch._dynamo`` out, which would cost every training two seconds."""
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
