"""Learning curves."""

import math
from dataclasses import replace

import pytest

from inkread.reporting.curves import comparison_curves, draw_comparison, learning_curves
from inkread.reporting.style import new_figure


@pytest.fixture(params=[1, 2, 4], scope="module")
def curves(request, history):
    """The learning curves of short and longer runs."""
    return learning_curves(history[: request.param])


def labels(figure):
    return [text.get_text() for ax in figure.axes for text in ax.get_legend().get_texts()]


def test_nothing_is_clipped(curves, outside):
    """Titles, labels and legends lie inside the picture, also for a single epoch."""
    assert outside(curves) == []


def test_nothing_overlaps(curves, overlapping):
    """No text covers another."""
    assert overlapping(curves) == []


def test_both_lines_are_labelled_with_their_last_value(history):
    """The legend tells training from validation and says where they ended."""
    assert labels(learning_curves(history))[:2] == ["training, last 97.14%", "validation, last 97.71%"]


def test_epochs_are_whole_numbers(history):
    """The ticks of the epochs are integers although the run ended in the middle of one."""
    figure = learning_curves(history)
    assert all(float(tick).is_integer() for tick in figure.axes[0].get_xticks())


def test_the_test_set_is_called_so(history):
    """A run that was validated on the test set says so in its curves."""
    assert "test set, last 97.71%" in labels(learning_curves(history, "test set"))


def test_how_training_accuracy_is_measured_is_said(history):
    """The figure says that training figures are taken with dropout at work."""
    assert "dropout, augmentation and label smoothing at work" in learning_curves(history).get_supxlabel()


def test_a_diverged_run_is_drawn(history, outside):
    """A loss that is not a number leaves a gap and no error."""
    broken = [*history[:2], replace(history[2], loss=math.nan, validation_loss=math.inf)]
    assert outside(learning_curves(broken)) == []


def test_comparison_names_every_run(history):
    """Each run has its line and its name."""
    figure = comparison_curves({"one": history, "$two$": history[:2]})
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["one", "$two$"]


def test_comparison_is_not_clipped(history, outside):
    """Nine runs with long names fit the picture."""
    runs = {f"run {k} " + "x" * 60: history for k in range(9)}
    assert outside(comparison_curves(runs)) == []


def test_runs_without_epochs_are_left_out(history):
    """A classical model has no curve to compare."""
    ax = new_figure(4, 4).subplots()
    draw_comparison({"forest": [], "mlp": history}, "loss", ax)
    assert [line.get_label() for line in ax.lines] == ["mlp"]
