"""Claims about the fifteen corruptions."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    SCRIPT = runpy.run_path(str(FOLDER / "corruptions.py"))
NAMES = list(SCRIPT["CORRUPTIONS"])


@pytest.fixture
def ink(digits):
    return digits.train_images[:4].astype(np.float32) / 255


def test_there_are_fifteen():
    """MNIST-C's fifteen are all here."""
    assert len(NAMES) == 15


@pytest.mark.parametrize("name", NAMES)
def test_corrupted_digits_are_ink(name, ink):
    """Each corruption changes every digit and keeps (28, 28) float32 in [0, 1]."""
    changed = SCRIPT["corrupted"](ink, name)
    assert changed.shape == ink.shape and changed.min() >= 0 and changed.max() <= 1
    assert (changed != ink).reshape(4, -1).any(axis=1).all()


@pytest.mark.parametrize("name", ["shot_noise", "fog", "zigzag"])
def test_the_same_every_time(name, ink):
    """A corruption gives the same pictures in every run."""
    assert np.array_equal(SCRIPT["corrupted"](ink, name), SCRIPT["corrupted"](ink, name))


def test_translate_moves_by_three(ink):
    """The centre of mass moves by 3 pixels across and 3 down."""
    line = np.arange(28)
    before, after = (
        images[0].sum(axis=0) @ line / images[0].sum()
        for images in (ink, SCRIPT["corrupted"](ink, "translate"))
    )
    assert abs(abs(after - before) - 3) < 0.3


def test_a_classifier_that_knows_everything(ink):
    """Accuracy is 1 for each corruption when every answer is right."""
    labels = np.array([3, 3, 3, 3])
    measured = SCRIPT["measure"](
        lambda images: np.tile(np.eye(10, dtype=np.float32)[3], (len(images), 1)), ink, labels
    )
    assert set(measured) == {"clean", *NAMES} and set(measured.values()) == {1.0}


def test_pictures_are_read_as_one_digit(ink):
    """As pictures the corrupted digits are read in whole grey levels, and counted where they are right."""
    asked = []

    class Fake:
        def read(self, picture, way):
            asked.append((picture.dtype, picture.shape, way))
            return SimpleNamespace(text="3")

    read = SCRIPT["measure_pictures"](Fake(), ink, np.array([3, 3, 3, 5]))
    assert set(asked) == {(np.dtype("uint8"), (28, 28), "digit")} and len(asked) == 60
    assert set(read) == set(NAMES) and SCRIPT["mean_of"](read) == pytest.approx(0.75)
