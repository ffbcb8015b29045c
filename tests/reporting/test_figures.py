"""Confusion matrix and reliability diagram."""

import io

import numpy as np
import pytest
from PIL import Image

from inkread.evaluation.metrics import reliability
from inkread.reporting.figures import confusion_figure, draw_confusion, reliability_figure
from inkread.reporting.style import new_figure, png


@pytest.fixture(params=[0, 1, 300], scope="module")
def drawn(request, digits, make_evaluation):
    """Both figures of recognisers from perfect to hopeless."""
    answers = make_evaluation(digits.test_labels, request.param)
    return [confusion_figure(answers.confusion), reliability_figure(answers.reliability)]


def test_nothing_is_clipped(drawn, outside):
    """Every text lies inside its picture."""
    assert [outside(figure) for figure in drawn] == [[], []]


def test_nothing_overlaps(drawn, overlapping):
    """No text covers another."""
    assert [overlapping(figure) for figure in drawn] == [[], []]


def test_pictures_are_not_empty(drawn):
    """Each figure has many colours."""
    colours = [len(Image.open(io.BytesIO(png(figure))).convert("RGB").getcolors(10**6)) for figure in drawn]
    assert min(colours) > 20


def test_colour_is_for_errors():
    """The diagonal, however large, takes no share of the colour scale."""
    confusion = np.diag(np.full(10, 1000))
    confusion[4, 9] = 3
    ax = new_figure(4, 4).subplots()
    draw_confusion(confusion, ax)
    assert ax.images[0].get_array().max() == 3


def test_errors_are_counted_in_the_title(digits, make_evaluation):
    """The title says how many are wrong of how many."""
    figure = confusion_figure(make_evaluation(digits.test_labels, 40).confusion)
    assert figure.axes[0].get_title(loc="left") == f"40 of {len(digits.test_labels)} wrong"


def test_bins_carry_their_counts():
    """The lower plot writes the number of pictures in each filled bin."""
    bins = reliability(np.array([0.5, 0.99, 0.99]), np.array([True, True, False]))
    assert [text.get_text() for text in reliability_figure(bins).axes[1].texts] == ["1", "2"]


def test_calibration_error_is_in_the_title():
    """Half right at confidence 1 is an error of 50%."""
    bins = reliability(np.ones(4), np.array([True, True, False, False]))
    assert reliability_figure(bins).axes[0].get_title(loc="left") == "Calibration error 50.00%"
