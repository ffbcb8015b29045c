"""The line recogniser's network and its ONNX file."""

import numpy as np
import pytest
import torch

from inkread.classifier.onnx_model import OnnxModel
from inkread.networks.torch_net import weights_of
from inkread.training.line_net import LineNet, export_line


@pytest.fixture(scope="module")
def network():
    """A network whose normalisations are not the identity, some with a negative scale."""
    torch.manual_seed(0)
    network = LineNet()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.normal_(module.weight)
            torch.nn.init.normal_(module.running_mean, std=0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 2)
    return network.eval()


@pytest.mark.parametrize("width", [4, 36, 400])
def test_onnx_says_the_same(network, tmp_path, width, rng):
    """The file gives the network's own log probabilities for strips of any width, a column every 4 pixels."""
    path = export_line(weights_of(network), tmp_path / "line.onnx", {})
    strips = rng.random((2, 32, width), dtype=np.float32)
    with torch.inference_mode():
        expected = network(torch.from_numpy(strips)[:, None]).log_softmax(1).permute(0, 2, 1).numpy()
    answers = OnnxModel(path)(strips)
    assert answers.shape == (2, width // 4, 11)
    assert np.allclose(answers, expected, atol=1e-4)


def test_how_large(network):
    """The network has 193,115 parameters."""
    assert sum(weight.numel() for weight in network.parameters()) == 193_115
