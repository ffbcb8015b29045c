"""Digits with what was read, what is true and how sure the recogniser was."""

import pytest

from inkread.reporting.gallery import confident_mistakes, right_and_wrong, tiles
from inkread.words import percent


@pytest.fixture(params=[0, 1, 7, "all"], scope="module")
def galleries(request, digits, make_evaluation):
    """Both galleries of recognisers from perfect to hopeless."""
    n_wrong = len(digits.test_labels) if request.param == "all" else request.param
    answers = make_evaluation(digits.test_labels, n_wrong)
    return [right_and_wrong(answers, digits.test_images), confident_mistakes(answers, digits.test_images)]


def test_nothing_is_clipped(galleries, outside):
    """Every caption lies inside its picture, however few the mistakes."""
    assert [outside(figure) for figure in galleries] == [[], []]


def test_nothing_overlaps(galleries, overlapping):
    """No caption covers another."""
    assert [overlapping(figure) for figure in galleries] == [[], []]


def test_nine_of_each(digits, evaluation):
    """Nine recognised and nine mistaken digits are shown."""
    figure = right_and_wrong(evaluation, digits.test_images)
    assert [len(ax.images) for ax in figure.axes] == [9, 9]


def test_captions_say_prediction_truth_and_confidence(digits, evaluation):
    """The first mistake's caption tells what was read, how surely, and what is true."""
    first = tiles(evaluation, digits.test_images, evaluation.wrong[:1])[0]
    texts = [text.get_text() for text in right_and_wrong(evaluation, digits.test_images).axes[1].texts]
    expected = f"read {first.prediction}, {percent(first.confidence)}"
    assert texts[:2] == [expected, f"true {first.truth}, no. {first.index}"]


def test_mistakes_come_surest_first(digits, evaluation):
    """The first of the confident mistakes is the most confident of all."""
    texts = [text.get_text() for text in confident_mistakes(evaluation, digits.test_images).axes[0].texts]
    assert texts[0].endswith(percent(evaluation.confidence[evaluation.wrong].max()))


def test_a_perfect_recogniser_has_none_wrong(digits, make_evaluation):
    """Where nothing is wrong the figure says so."""
    figure = right_and_wrong(make_evaluation(digits.test_labels, 0), digits.test_images)
    assert figure.axes[1].texts[0].get_text() == "none is wrong"
