"""The figures of a run: which there are, in which order, and what is written under them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from matplotlib.figure import Figure

from inkread.data.dataset import Dataset
from inkread.evaluation.result import Evaluation
from inkread.reporting.curves import learning_curves
from inkread.reporting.data_figures import pixels_figure, samples_figure
from inkread.reporting.diagram import draw_diagram
from inkread.reporting.figures import confusion_figure, reliability_figure
from inkread.reporting.gallery import confident_mistakes, right_and_wrong
from inkread.reporting.style import png, style
from inkread.training.run import Run

CSS_PIXELS = 96
"""Pixels an inch on a page."""


@dataclass(frozen=True, eq=False)
class Plate:
    """A drawn figure: its file's name, what it shows in words (``alt``), and its PNG."""

    name: str
    caption: str
    alt: str
    width: int
    height: int
    content: bytes

    @property
    def source(self) -> str:
        """The PNG as a ``data:`` address, so that the page needs no other file."""
        return f"data:image/png;base64,{b64encode(self.content).decode()}"


def album(run: Run, dataset: Dataset, evaluation: Evaluation) -> dict[str, Plate]:
    """Every figure of a finished run by its name; a run without epochs has no learning curves."""
    held_out = "test set" if run.config.split["kind"] == "test" else "validation"
    with style():
        plates = [
            _plate("samples", samples_figure(dataset.train_images, dataset.train_labels), *SAMPLES),
            _plate("pixels", pixels_figure(dataset), *PIXELS),
            _plate("network", draw_diagram(run.recipe), *NETWORK),
            _plate("right-and-wrong", right_and_wrong(evaluation, dataset.test_images), *RIGHT_AND_WRONG),
            _plate("confusion", confusion_figure(evaluation.confusion), *CONFUSION),
            _plate("mistakes", confident_mistakes(evaluation, dataset.test_images), *MISTAKES),
            _plate("reliability", reliability_figure(evaluation.reliability), *RELIABILITY),
        ]
        if run.history:
            plates.append(_plate("learning-curves", learning_curves(run.history, held_out), *CURVES))
    return {plate.name: plate for plate in plates}


def _plate(name: str, figure: Figure, caption: str, alt: str) -> Plate:
    width, height = (round(side * CSS_PIXELS) for side in figure.get_size_inches())
    return Plate(name, caption, alt, width, height, png(figure))


SAMPLES = (
    "The first training pictures of each class, a row for each digit.",
    "A grid of handwritten digits, one row for each of the ten classes.",
)
PIXELS = (
    "The first training picture, the values of its pixels, and those of all training pictures. "
    "The scale is logarithmic: most of a picture is paper.",
    "One digit enlarged, beside the histogram of its pixels and the histogram of the whole training set.",
)
NETWORK = (
    "From the picture to the ten digits. Under each block: the shape of its output (height × width × "
    "channels) and how many parameters it has.",
    "Diagram of the model from the 28 by 28 input picture to ten probabilities.",
)
CURVES = (
    "Accuracy and loss from epoch to epoch.",
    "Two line charts: accuracy rising and loss falling over the epochs, for training and held-out pictures.",
)
RIGHT_AND_WRONG = (
    "The first nine test pictures that were recognised and the first nine that were not: what was read "
    "with which confidence, and what is true.",
    "Nine recognised and nine mistaken digits with prediction, truth and confidence.",
)
CONFUSION = (
    "Rows are the truth, columns the answers. Colour is for the errors alone; right answers stand on the "
    "grey diagonal.",
    "Confusion matrix of ten by ten counts.",
)
MISTAKES = (
    "Where the recogniser was surest and wrong. Some of these a person would misread too.",
    "The most confident mistakes with prediction, truth and confidence.",
)
RELIABILITY = (
    "Of the answers given with a certain confidence, how many are right? On the dashed line confidence can "
    "be taken at its word; below it, the recogniser is too sure. The bars count the pictures of each bin.",
    "Share of right answers against confidence, above a bar chart of the pictures in each bin.",
)
