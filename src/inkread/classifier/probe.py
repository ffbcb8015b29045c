"""Labelled training digits on which somebody else's model shows how it wants its ink."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from inkread.classifier.adapt import Probe
from inkread.data.dataset import Dataset, as_ink
from inkread.data.mnist import find_local, load_dataset
from inkread.errors import DataError, MissingExtraError

DIGITS = 500
"""So many are tried; six scales can be told apart by far fewer."""


def probe_of(dataset: Dataset) -> Probe:
    """``DIGITS`` of the training digits, from all over the set."""
    some = np.linspace(0, len(dataset.train_labels) - 1, DIGITS).astype(int)
    return as_ink(dataset.train_images[some]), dataset.train_labels[some]


def local_probe() -> Probe | None:
    """Those on this machine, of MNIST or else the embedded ones; None without any. Nothing is fetched."""
    for source in filter(None, (find_local(), "digits")):
        try:
            return _probe_from(source)
        except (DataError, MissingExtraError):
            continue
    return None


@cache  # unpacking MNIST takes half a second, and a caller may open a model for each picture
def _probe_from(source: str | Path) -> Probe:
    return probe_of(load_dataset(source))
