"""Models of every common make become one kind of classifier, and it is said how."""

import numpy as np
import pytest

from inkread.classifier.adapt import LAYOUTS, SCALES, adapt
from inkread.errors import ModelError


@pytest.fixture
def probe(rng):
    """Forty pictures whose class is the row of a dark bar, and their labels."""
    labels = np.arange(40) % 10
    images = rng.random((40, 28, 28), dtype=np.float32) / 10
    for image, label in zip(images, labels, strict=True):
        image[2 * label + 4 : 2 * label + 6, 4:24] = 1
    return images, labels


def scores(ink):
    """What an ideal model says of ink in [0, 1]: about 12 for the class with the bar, -8 for the others."""
    pictures = ink.reshape(-1, 28, 28)
    bars = np.stack([pictures[:, 2 * c + 4 : 2 * c + 6, 4:24].mean((1, 2)) for c in range(10)], axis=1)
    # Ink beyond [0, 1] is as foreign to a trained network as no ink.
    strange = np.abs(pictures - 0.5).max((1, 2), keepdims=True)[:, 0] > 0.51
    return np.where(strange, 0, 20 * bars - 8)


def softmax(x):
    powers = np.exp(x - x.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.description)
def test_layout_and_scale_are_found(layout, scale, probe):
    """Every layout and scale is found from training digits, and then all of them are read right."""

    def raw(numbers):
        assert numbers.shape[1:] == layout
        return softmax(scores((numbers - scale.offset) / scale.factor))

    classifier, sentence = adapt(raw, layout, probe)
    assert (classifier(probe[0]).argmax(1) == probe[1]).all()
    assert scale.description in sentence


@pytest.mark.parametrize(
    ("output", "name"),
    [
        (softmax, "softmax"),
        (lambda x: x, "logits"),
        (lambda x: np.log(softmax(x) + 1e-9), "logits"),
        (sigmoid, "sigmoids"),
    ],
)
@pytest.mark.parametrize("tried", [True, False])
def test_output_becomes_probabilities(output, name, tried, probe):
    """Softmax, logits, their logarithms and sigmoids become rows that sum to 1, with or without a probe."""
    classifier, sentence = adapt(lambda x: output(scores(x)), (784,), probe if tried else None)
    np.testing.assert_allclose(classifier(probe[0]).sum(1), 1, atol=1e-5)
    assert name in sentence


def test_any_size(probe):
    """A model that takes pictures of any size is fed 28 × 28."""
    classifier, _ = adapt(lambda x: softmax(scores(x[..., 0])), (None, None, 1), probe)
    assert (classifier(probe[0]).argmax(1) == probe[1]).all()


def test_no_pictures(probe):
    """No pictures in, no rows out."""
    classifier, _ = adapt(lambda x: softmax(scores(x)), (784,), probe)
    assert classifier(probe[0][:0]).shape == (0, 10)


def test_batches(probe):
    """The model is never given more than a thousand pictures at once."""
    sizes = []

    def raw(numbers):
        sizes.append(len(numbers))
        return softmax(scores(numbers))

    adapt(raw, (784,))[0](np.zeros((2_500, 28, 28), np.float32))
    assert sizes[-3:] == [1_000, 1_000, 500]


def test_eleventh_class():
    """An eleventh column is "not one digit": it is left out, and rows may sum to less than 1."""
    classifier, _ = adapt(lambda x: np.full((len(x), 11), 1 / 11), (784,))
    np.testing.assert_allclose(classifier(np.zeros((1, 28, 28), np.float32)).sum(), 10 / 11, rtol=1e-5)


@pytest.mark.parametrize("shape", [(32, 32, 1), (28, 28, 3), (783,), ()])
def test_other_inputs(shape):
    """Another input shape is refused with the shapes that are taken."""
    with pytest.raises(ModelError, match="must be one of 784, 28×28, 28×28×1, 1×28×28; this one takes"):
        adapt(lambda x: x, shape)


def test_other_outputs():
    """Another number of classes is refused with the shape that came."""
    with pytest.raises(ModelError, match=r"gives the shape \(16, 26\)"):
        adapt(lambda x: np.zeros((len(x), 26)), (784,))


def test_not_finite():
    """NaN for an answer is refused."""
    with pytest.raises(ModelError, match="answers with finite numbers"):
        adapt(lambda x: np.full((len(x), 10), np.nan), (784,))


def test_more_right_goes_before_surer(probe):
    """A scale at which clearly more digits are right is taken, though another has the lower log loss."""

    def raw(numbers):
        if numbers.min() > -0.5:
            return 0.09 + 0.1 * softmax(scores(numbers))
        sure = softmax(scores((numbers + 1) / 2))
        sure[::10] = sure[::10, ::-1]
        return 0.002 + 0.98 * sure

    assert "ink as 0 to 1," in adapt(raw, (784,), probe)[1]


def test_a_scale_that_overflows(probe):
    """A model that overflows at another scale, as half floats do, is fed the one that it was made for."""

    def raw(numbers):
        return np.where(np.abs(numbers).max() > 10, np.nan, softmax(scores(numbers)))

    assert "ink as 0 to 1," in adapt(raw, (784,), probe)[1]


def test_not_finite_later():
    """NaN that comes only once the model reads is refused too: no path through it could be found."""
    classifier, _ = adapt(lambda x: softmax(scores(x)) / (x.sum(1, keepdims=True) > 0), (784,))
    with np.errstate(all="ignore"), pytest.raises(ModelError, match="NaN or infinity"):
        classifier(np.zeros((1, 28, 28), np.float32))


@pytest.mark.parametrize(
    ("raw", "shape"),
    [
        (lambda x: x, (32, 32, 1)),
        (lambda x: np.zeros((len(x), 26)), (784,)),
        (lambda x: np.full((len(x), 10), np.nan), (784,)),
    ],
)
def test_refusals_name_the_file(raw, shape, probe):
    """What is wrong with a model is said of its file, whether it is tried on digits or not."""
    for tried_on in (None, probe):
        with pytest.raises(ModelError, match=r"mine\.onnx (takes|gives)"):
            adapt(raw, shape, tried_on, name="mine.onnx")
