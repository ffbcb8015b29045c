"""Runs and evaluations to report on, and a measure for text that leaves its picture."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from inkread.evaluation.result import Evaluation
from inkread.recipes.layers import BatchNorm, Conv, Dense, Dropout, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import ClassicalRecipe, Recipe
from inkread.recipes.registry import RECIPES, find_recipe
from inkread.reporting.diagram import draw_diagram
from inkread.training.run import (
    Config,
    EpochRecord,
    Metrics,
    open_run,
    write_config,
    write_history,
    write_metrics,
)


def _twice(filters):
    norm = (BatchNorm(), ReLU())
    return Residual(
        (Conv(filters, 3, padding=1, bias=False), *norm, Conv(filters, 3, padding=1, bias=False), BatchNorm())
    )


DEEP = Recipe(
    name="deep",
    source="a test",
    layers=(
        *(Conv(32, 3, padding=1, bias=False), BatchNorm(), ReLU(), _twice(32), ReLU(), MaxPool()),
        *(Conv(64, 3, stride=2, padding=1), ReLU(), _twice(64), ReLU(), MaxPool(), Dropout(0.3)),
        *(Flatten(), Dense(256), ReLU(), Dropout(0.5), Dense(10)),
    ),
    epochs=3,
)
NESTED = Recipe(
    name="nested",
    source="a test",
    layers=(
        BatchNorm(),
        Conv(8, 5),
        Residual((BatchNorm(), ReLU(), Conv(8, 3, padding=1), Residual((Conv(8, 1), ReLU())))),
        Flatten(),
        Dense(10),
    ),
    epochs=3,
)
SUPPORT_VECTORS = ClassicalRecipe(
    name="a name so long that it cannot possibly stand on one line above a small picture",
    source="a test",
    estimator="sklearn.svm.SVC",
)
EVERY_RECIPE = {**RECIPES, "deep": DEEP, "nested": NESTED, "svm": SUPPORT_VECTORS}


@pytest.fixture(params=EVERY_RECIPE, scope="session")
def any_recipe(request):
    """Each registered recipe, a deep residual one, a nested one, and a model we have no picture for."""
    return EVERY_RECIPE[request.param]


@pytest.fixture(scope="session")
def diagram(any_recipe):
    """The drawn diagram of that recipe."""
    return drawn_once(draw_diagram(any_recipe))


@pytest.fixture
def deep():
    """A network of 15 blocks with two residual parts."""
    return DEEP


@pytest.fixture
def nested():
    """A residual part inside another."""
    return NESTED


@pytest.fixture(scope="session")
def outside():
    """A function from a figure to those of its texts that leave the picture."""

    def texts_outside(figure):
        frame = drawn_once(figure).bbox.padded(0.5)
        boxes = {text: text.get_window_extent() for text in shown_texts(figure)}
        return [
            text.get_text()
            for text, box in boxes.items()
            if not (frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1)
        ]

    return texts_outside


@pytest.fixture(scope="session")
def overlapping():
    """A function from a figure to the pairs of its texts that lie on one another."""

    def pairs(figure):
        drawn_once(figure)
        boxes = [(text.get_text(), text.get_window_extent().padded(-0.5)) for text in shown_texts(figure)]
        return [(a, b) for k, (a, one) in enumerate(boxes) for b, two in boxes[k + 1 :] if one.overlaps(two)]

    return pairs


def drawn_once(figure):
    """The figure, laid out as for its PNG."""
    if not isinstance(figure.canvas, FigureCanvasAgg):
        FigureCanvasAgg(figure).draw()
    return figure


def shown_texts(figure):
    """Every text of a figure that has letters and is visible, tick labels outside the axes' view left out."""
    ticks = set()
    for ax in figure.axes:
        for axis, (low, high) in ((ax.xaxis, sorted(ax.get_xlim())), (ax.yaxis, sorted(ax.get_ylim()))):
            hidden = not (ax.axison and axis.get_visible())
            ticks |= {
                label
                for tick in axis.get_major_ticks() + axis.get_minor_ticks()
                for label in (tick.label1, tick.label2)
                if hidden or not low <= tick.get_loc() <= high
            }
    return [
        text for text in figure.findobj(Text) if text.get_text() and text.get_visible() and text not in ticks
    ]


@pytest.fixture(scope="session")
def history():
    """Four epochs; the last is a half."""
    return [
        EpochRecord(epoch, 0.5 / epoch, 1 - 0.1 / epoch, 0.4 / epoch, 1 - 0.08 / epoch, 2 * epoch)
        for epoch in (1.0, 2.0, 3.0, 3.5)
    ]


@pytest.fixture(scope="session")
def make_evaluation():
    """A function from labels and the number of wrong answers to an evaluation."""

    def make(labels, n_wrong):
        answers = labels.astype(int).copy()
        spread = np.linspace(0, len(labels) - 1, n_wrong).astype(int)
        answers[spread] = (answers[spread] + 1 + np.arange(n_wrong) % 3) % 10
        confidence = np.linspace(0.4, 1, len(labels))
        probabilities = np.repeat((1 - confidence)[:, None] / 9, 10, axis=1)
        probabilities[np.arange(len(labels)), answers] = confidence
        return Evaluation("mine", "digits", labels, probabilities.astype(np.float32))

    return make


@pytest.fixture(scope="session")
def evaluation(digits, make_evaluation):
    """Answers to the embedded digits' test pictures, 40 of them wrong."""
    return make_evaluation(digits.test_labels, 40)


@pytest.fixture
def make_run(tmp_path, digits, history):
    """A function that writes a run folder as training does and returns the run."""

    def make(recipe="mlp-256-128", *, finished=True, on_test=False, name="run", origin=None):
        recipe = find_recipe(recipe) if isinstance(recipe, str) else recipe
        config = Config(
            recipe=recipe,
            data={"name": "digits", "origin": origin or digits.origin, "sha256": digits.sha256},
            split={
                "kind": "test" if on_test else "stratified",
                "description": "1,318 to train",
                "n_train": 1318,
                "n_validation": 120,
            },
            seed=7,
            versions={"python": "3.11.7", "torch": "2.13.0"},
            machine={"processor": "abacus", "cores": 2},
            started="2026-11-21T15:00:00+00:00",
        )
        folder = tmp_path / name
        write_config(folder, config)
        if isinstance(recipe, Recipe):
            write_history(folder, history)
        if finished:
            write_metrics(folder, Metrics("digits", recipe.name, 7, 235_146, 12.5, 0.9, 0.3, 0.89, 0.35))
        return open_run(folder)

    return make
