"""Numbers composed of one writer's digits."""

import numpy as np
import pytest

from inkread.training.scene_paper import CLEAN
from inkread.training.scenes import compose_number, compose_numbers


@pytest.fixture(scope="module")
def written(digits):
    """Numbers by four made-up writers, each with digits of one class only."""
    labels = digits.train_labels
    keep = labels < 4
    return list(
        compose_numbers(digits.train_images[keep], labels[keep], labels[keep].astype(np.int32), 30, seed=1)
    )


def test_one_writer_a_number(written):
    """All digits of a number are by one writer."""
    assert all(len(set(scene.text)) == 1 for scene in written)


def test_five_to_ten_digits(written):
    """Numbers have 5 to 10 digits, with a box for each, from left to right."""
    assert all(5 <= len(scene.text) == len(scene.boxes) <= 10 for scene in written)
    assert all(sorted(scene.boxes, key=lambda box: box.x) == list(scene.boxes) for scene in written)


def test_boxes_hold_the_ink(digits, rng):
    """On clean paper the ink lies in the boxes, and each box has some."""
    scene = compose_number(digits.train_images[:6], digits.train_labels[:6], rng, CLEAN)
    dark = scene.picture.mean(axis=2) < 128
    inside = np.zeros_like(dark)
    for box in scene.boxes:
        inside[max(box.y, 0) : box.bottom, max(box.x, 0) : box.right] = True
        assert dark[box.y : box.bottom, box.x : box.right].any()
    assert dark[~inside].sum() <= 0.01 * dark.sum()


def test_some_touch(written):
    """Some numbers have neighbours that touch, most have not."""
    assert 0 < sum(scene.touching for scene in written) < 20


def test_the_seed_decides(digits):
    """The same seed gives the same pictures, and a number does not depend on how many there are."""
    writers = np.zeros(len(digits.train_labels), np.int32)
    few, many = (
        list(compose_numbers(digits.train_images, digits.train_labels, writers, n, seed=3)) for n in (1, 3)
    )
    assert few[0].text == many[0].text and np.array_equal(few[0].picture, many[0].picture)
