"""The temperature of a trained network, fitted on its answers to the validation pictures."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from inkread.classifier.calibrate import fit_temperature
from inkread.networks.torch_net import mean_of_views

FITS = 10
"""Fits at most of the temperature of a mean over views, until it moves by less than a percent."""


def temperature_of(views: Tensor, labels: Tensor) -> float:
    """What the scores ``(views, n, k)`` are to be divided by so that their mean is as sure as it is right.

    A mean over several views is not as sure as each of them: further fits make up for it.
    """
    whole, truth = 1.0, labels.cpu().numpy()
    for _ in range(1 if len(views) == 1 else FITS):
        scores = mean_of_views(views / whole)
        found = fit_temperature(scores.double().cpu().numpy(), truth)
        whole *= found
        if abs(found - 1) < 0.01:
            break
    return whole


def cool(network: nn.Module, temperature: float) -> None:
    """Divide the last layer by ``temperature``, so that every export answers as it should."""
    with torch.no_grad():
        for weight in list(network.children())[-1].parameters():
            weight.div_(temperature)
