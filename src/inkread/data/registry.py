"""Where MNIST comes from and how its content is known: addresses and SHA-256, nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass

N_TRAIN, N_TEST = 60_000, 10_000
"""Pictures in MNIST's training set and in its test set."""

PARTS = ("train_images", "train_labels", "test_images", "test_labels")
"""The four arrays of a data set, in the order of every table here."""

IDX_NAMES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}
"""What the IDX file of each part is called; ``.gz`` may follow."""

SHA256 = {
    "train_images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train_labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "test_images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "test_labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""SHA-256 of each part of MNIST as an uncompressed IDX file, so that any packaging can be checked."""

NPZ_NAME = "mnist.npz"
NPZ_KEYS = {
    "train_images": "x_train",
    "train_labels": "y_train",
    "test_images": "x_test",
    "test_labels": "y_test",
}
"""What Keras calls its archive, and each part inside it."""


@dataclass(frozen=True)
class Mirror:
    """One public copy of MNIST: a base address and the files to take from it."""

    name: str
    address: str
    files: tuple[str, ...]


GZIPPED = tuple(f"{IDX_NAMES[part]}.gz" for part in PARTS)

MIRRORS = (
    Mirror("Keras", "https://storage.googleapis.com/tensorflow/tf-keras-datasets/", (NPZ_NAME,)),
    Mirror("CVDF", "https://storage.googleapis.com/cvdf-datasets/mnist/", GZIPPED),
    Mirror("OSSCI", "https://ossci-datasets.s3.amazonaws.com/mnist/", GZIPPED),
)
"""Tried in this order: one archive first, then the four original files."""
