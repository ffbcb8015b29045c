"""The disputed images of MNIST's test set."""

import numpy as np

from inkread.evaluation import disputed


def test_fifteen_images_are_disputed():
    """Ten wrong labels, three that are neither, two undecided: 9,985 are left."""
    assert (len(disputed.DISPUTED), disputed.undisputed().sum()) == (15, 9985)


def test_the_official_labels_are_mnists(mnist):
    """The list fits MNIST's own test set in its own order."""
    assert disputed.is_mnist_test(mnist.test_labels)


def test_other_labels_are_not_mnists():
    """Ten thousand other labels are not taken for MNIST's."""
    assert not disputed.is_mnist_test(np.zeros(10_000, np.uint8))


def test_other_sizes_are_not_mnists():
    """A part of the test set is not the test set."""
    assert not disputed.is_mnist_test(np.zeros(500, np.uint8))
