"""Fakes: pictures whose label anybody can see, classifiers that know everything or nothing, a run folder."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from inkread.data.dataset import make_dataset
from inkread.networks.onnx_export import export_onnx
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Recipe
from inkread.training.run import Config, Metrics, write_config, write_metrics

DOTS = Recipe(name="dots", source="for tests", layers=(Flatten(), Dense(10)), epochs=1)


@pytest.fixture
def dots():
    """200 and 50 pictures, 20 and five of each digit in a row, with a dot in the column of the label."""
    arrays = {}
    for part, n in (("train", 200), ("test", 50)):
        labels = np.arange(n) * 10 // n
        images = np.zeros((n, 28, 28), np.uint8)
        images[np.arange(n), 0, labels] = 255
        arrays |= {f"{part}_images": images, f"{part}_labels": labels.astype(np.uint8)}
    return make_dataset(arrays, name="dots", origin="dots drawn by the test")


@pytest.fixture
def perfect():
    """A classifier that sees the dot of ``dots`` and is sure of it."""
    return lambda images: images[:, 0, :10].copy()


@pytest.fixture
def seven():
    """A classifier that always says 7, with 0.91."""

    def says_seven(images):
        answers = np.full((len(images), 10), 0.01, np.float32)
        answers[:, 7] = 0.91
        return answers

    return says_seven


@pytest.fixture
def make_run(tmp_path, dots):
    """Writes a finished run folder: a network that sees the dots, but not those of the ``blind`` digits."""

    def make(seed=0, blind=(), epochs=1.0, metrics=True):
        folder = tmp_path / f"dots-seed{seed}-{len(list(tmp_path.iterdir()))}"
        recipe = Recipe(name="dots", source="for tests", layers=DOTS.layers, epochs=epochs)
        data = {"name": "dots", "origin": str(tmp_path / "dots.npz"), "sha256": dots.sha256}
        write_config(
            folder,
            Config(
                recipe,
                data,
                {"kind": "stratified", "description": "", "n_train": 200, "n_validation": 50},
                seed,
                {},
                {},
                "2026-01-01",
            ),
        )
        seen = [digit for digit in range(10) if digit not in blind]
        weights = np.zeros((10, 784), np.float32)
        weights[seen, seen] = 9
        network = {"1.weight": weights, "1.bias": np.zeros(10, np.float32)}
        export_onnx(recipe, network, folder / "model.onnx", {"format": 1, "parameters": recipe.parameters})
        if metrics:
            write_metrics(folder, Metrics("dots", "dots", seed, 7850, 1.5, 0.96, 0.2, 0.9, 0.3))
        return folder

    return make


@pytest.fixture
def dots_file(tmp_path, dots):
    """The data set ``dots`` in the file that the runs of ``make_run`` were trained on."""
    names = {"x_train": dots.train_images, "y_train": dots.train_labels}
    names |= {"x_test": dots.test_images, "y_test": dots.test_labels}
    np.savez(tmp_path / "dots.npz", **names)
    return tmp_path / "dots.npz"


@pytest.fixture
def random_answers(rng):
    """Labels ``(500,)``, probabilities ``(500, 10)`` and what follows; right about half the time."""
    labels = rng.integers(0, 10, 500)
    scores = rng.normal(size=(500, 10)) + 2 * np.eye(10)[labels]
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    predictions = probabilities.argmax(axis=1)
    return SimpleNamespace(
        labels=labels,
        probabilities=probabilities,
        predictions=predictions,
        confidence=probabilities.max(axis=1),
        correct=predictions == labels,
    )
