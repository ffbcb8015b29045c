"""The classifier that ships with the package."""

import hashlib

import numpy as np
import pytest

from inkread.classifier.onnx_model import OnnxClassifier, OnnxModel
from inkread.weights import READER, provenance


@pytest.fixture(scope="module")
def classifier():
    return OnnxClassifier(READER)


def test_at_most_two_megabytes():
    """The file has at most 2 MB."""
    assert READER.stat().st_size <= 2_000_000


def test_the_record_is_of_this_file():
    """The record beside the weights names their hash, so neither was changed without the other."""
    assert provenance()["sha256"] == hashlib.sha256(READER.read_bytes()).hexdigest()


def test_the_record_says_how():
    """The record has recipe, seed, data hash, versions and scores."""
    assert {"recipe", "seed", "data", "crops", "versions", "scores"} <= set(provenance())


def test_eleven_probabilities(rng):
    """It gives eleven probabilities that sum to one."""
    answers = OnnxModel(READER)(rng.random((3, 28, 28), dtype=np.float32))
    assert answers.shape == (3, 11) and np.allclose(answers.sum(axis=1), 1, atol=1e-5)


def test_reads_mnist(classifier, mnist):
    """It reads more than 99% of MNIST's first 1,000 validation-like test pictures."""
    pictures = mnist.test_images[:1000].astype(np.float32) / 255
    assert (classifier(pictures).argmax(axis=1) == mnist.test_labels[:1000]).mean() > 0.99


def test_reads_the_embedded_digits(classifier, digits):
    """It reads more than 90% of digits from another collection, 8 by 8 pixels enlarged."""
    pictures = digits.test_images.astype(np.float32) / 255
    assert (classifier(pictures).argmax(axis=1) == digits.test_labels).mean() > 0.9


def test_a_blank_sheet_is_no_digit(classifier):
    """A blank sheet, a full one and noise give no digit with confidence."""
    noise = np.random.default_rng(0).random((28, 28), dtype=np.float32)
    sheets = np.stack([np.zeros((28, 28), np.float32), np.ones((28, 28), np.float32), noise])
    assert classifier(sheets).max() < 0.9
