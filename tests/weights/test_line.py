"""The line recogniser that ships with the package."""

import hashlib

import numpy as np
import pytest

from inkread.reading.line import LineRecogniser, likeliest
from inkread.training.line_compose import Digits, compose_strip
from inkread.weights import LINE, provenance


@pytest.fixture(scope="module")
def recogniser():
    return LineRecogniser(LINE)


def _read(recogniser, source, n):
    """The share of ``n`` composed lines that are read right."""
    random = np.random.default_rng(0)
    strips = [compose_strip([source], [1.0], random) for _ in range(n)]
    texts = [likeliest(recogniser(strip.ink.astype(np.float32) / 255), 4)[0] for strip in strips]
    return np.mean([text == strip.text for text, strip in zip(texts, strips, strict=True)])


def test_under_a_megabyte():
    """The file has less than 1 MB."""
    assert LINE.stat().st_size < 1_000_000


def test_the_record_is_of_this_file():
    """The record beside the weights names their hash, so neither was changed without the other."""
    record = provenance(LINE)
    assert record["sha256"] == hashlib.sha256(LINE.read_bytes()).hexdigest()
    assert {"seed", "data", "lines", "versions", "scores"} <= set(record)


def test_log_probabilities(recogniser, rng):
    """It gives eleven log probabilities for each of a strip's columns, 4 pixels wide."""
    columns = recogniser(rng.random((32, 80), dtype=np.float32))
    assert columns.shape == (20, 11) and np.allclose(np.exp(columns).sum(axis=1), 1, atol=1e-4)


def test_reads_lines_of_mnist(recogniser, mnist):
    """It reads most lines, hard ones among them, of digits that it did not learn from."""
    source = Digits(
        mnist.test_images, mnist.test_labels, np.arange(len(mnist.test_labels), dtype=np.int32) // 50
    )
    assert _read(recogniser, source, 60) > 0.7


def test_reads_lines_of_the_embedded_digits(recogniser, digits):
    """It reads more than half of the lines of another collection's digits, 8 by 8 pixels enlarged."""
    source = Digits(digits.test_images, digits.test_labels, np.zeros(len(digits.test_labels), np.int32))
    assert _read(recogniser, source, 60) > 0.5


def test_paper_says_nothing(recogniser):
    """A blank strip spells nothing."""
    assert likeliest(recogniser(np.zeros((32, 64), np.float32)), 4)[0] == ""
