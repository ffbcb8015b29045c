"""The report of a run."""

import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from inkread.errors import MissingExtraError, OutputError, RunError
from inkread.networks.onnx_export import export_onnx
from inkread.recipes.registry import find_recipe
from inkread.reporting.album import album
from inkread.reporting.page import report
from inkread.training.run import Config, Run

FIGURES = [
    *("confusion", "learning-curves", "mistakes", "network", "pixels", "reliability"),
    *("right-and-wrong", "samples"),
]


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="session")
def plates(tmp_path_factory, digits, evaluation, history):
    """The figures of one run, drawn once for all tests."""
    config = Config(find_recipe("mlp-256-128"), {}, {"kind": "stratified"}, 0, {}, {}, "")
    return album(Run(tmp_path_factory.mktemp("run"), config, history, None), digits, evaluation)


@pytest.fixture
def write(make_run, digits, evaluation, plates, monkeypatch):
    """A function that makes a run of a recipe, reports on it and returns the path of the page."""
    monkeypatch.setattr("inkread.reporting.album.album", lambda *_: plates)

    def write(recipe="mlp-256-128", **settings):
        return report(make_run(recipe, **settings), data=digits, evaluation=evaluation)

    return write


@pytest.fixture
def page(write):
    """The parsed report of a plain run."""
    return Page(write())


def test_nothing_outside_is_asked_for(page):
    """No address on the page leads out of it: pictures are embedded and there is no link."""
    addresses = [attrs[key] for _, attrs in page.tags for key in ("src", "href", "action") if key in attrs]
    assert {address.partition(";")[0] for address in addresses} == {"data:image/png"}


def test_style_sheet_asks_for_nothing(write):
    """The style sheet imports nothing and names no address."""
    style = re.search(r"<style>(.*?)</style>", write().read_text(encoding="utf-8"), re.DOTALL)
    assert not re.search(r"url\(|@import|http", style.group(1))


def test_page_runs_no_scripts(page):
    """The page needs none."""
    assert "script" not in {tag for tag, _ in page.tags}


def test_every_figure_is_shown_and_described(page):
    """Eight pictures, each with a text for those who do not see it."""
    assert sum(bool(attrs.get("alt")) for tag, attrs in page.tags if tag == "img") == len(FIGURES)


def test_figures_lie_beside_the_page(write):
    """The same figures are PNG files in the run's folder."""
    assert sorted(path.stem for path in write().parent.glob("figures/*.png")) == FIGURES


def test_figures_show_something(write):
    """No figure is of one colour."""
    pictures = [path.read_bytes() for path in write().parent.glob("figures/*.png")]
    assert min(np.asarray(Image.open(io.BytesIO(picture))).std() for picture in pictures) > 5


@pytest.mark.parametrize(
    "words",
    [
        "mlp-256-128",
        "ISLR lab 10.9.2",
        "98.33%, loss 0.0707",
        "the embedded UCI digits",
        "stratified: 1,318 to train",
        "Adam, learning rate 0.001",
        "torch 2.13.0",
        "processor abacus",
        "95% interval",
        "Dense 256",
        "200,960",
        "inkread train mlp-256-128 --data digits --seed 7",
    ],
)
def test_page_names_what_made_the_run(page, words):
    """Recipe, source, data, split, settings, versions, machine, layers and the command are all there."""
    assert words in page.text


def test_fingerprint_of_the_data_is_there(page, digits):
    """The SHA-256 of the data is written out."""
    assert digits.sha256 in page.text


def test_accuracy_is_the_headline(page, evaluation):
    """The measured accuracy stands on the page in percent with two decimals."""
    assert f"{evaluation.accuracy:.2%}" in page.text


def test_history_is_folded(page):
    """The epochs are on the page, out of the way."""
    assert "details" in {tag for tag, _ in page.tags}


def test_test_set_validation_is_prominent(write):
    """A run validated on the test set says so ahead of its accuracy."""
    text = Page(write(on_test=True)).text
    assert text.index("Validated on the test set") < text.index("of the 359 test")


def test_names_are_escaped(write):
    """A recipe, a source and a data folder called <script> stay texts."""
    evil = "<script>alert('1')"
    recipe = replace(find_recipe("mlp-1000"), name=evil, source=evil + '" onload="x')
    found = Page(write(recipe, origin=evil))
    assert "script" not in {tag for tag, _ in found.tags} and found.text.count(evil) >= 4


@pytest.mark.parametrize("recipe", ["logistic", "forest", "xgboost"])
def test_classical_runs_say_why_there_are_no_curves(write, recipe):
    """A model fitted in one go has a report without learning curves, which says why."""
    assert "no learning curves: this model was fitted in one go" in Page(write(recipe)).text


def test_classical_runs_have_no_curves(make_run, digits, evaluation):
    """Without epochs there is no such figure."""
    assert "learning-curves" not in album(make_run("forest"), digits, evaluation)


def test_every_recipe_can_be_reported_on(write, any_recipe):
    """Networks with residuals and models of a person's own have their page."""
    assert write(any_recipe).is_file()


def test_unfinished_runs_are_refused(make_run, digits):
    """A run without metrics has no report; the message says how to finish it."""
    with pytest.raises(RunError, match=r"inkread train \S+ --resume"):
        report(make_run(finished=False), data=digits)


def test_missing_runs_are_refused(tmp_path):
    """A folder that is no run is a one-line error."""
    with pytest.raises(RunError, match="No run in"):
        report(tmp_path / "nowhere")


def test_unwritable_folder_is_an_output_error(write, make_run, digits, evaluation):
    """A figure that cannot be written is a one-line error, and the old page stays."""
    page = write()
    before = page.read_bytes()
    for figure in page.parent.glob("figures/*"):
        figure.unlink()
    (page.parent / "figures").rmdir()
    (page.parent / "figures").touch()
    with pytest.raises(OutputError):
        report(page.parent, data=digits, evaluation=evaluation)
    assert page.read_bytes() == before


def test_nothing_is_left_half_written(write):
    """Only whole files remain in the run's folder."""
    assert [path.name for path in write().parent.rglob("*.tmp")] == []


def test_missing_library_says_what_to_install(make_run, monkeypatch):
    """Without Jinja2 the message is the install command."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'inkread\[train\]'"):
        report(make_run())


def test_run_is_evaluated_where_the_caller_has_not(make_run, rng):
    """From the folder alone, the report finds the data and asks the exported network."""
    run = make_run("mlp-1000")
    shapes = {"1.weight": (1000, 784), "1.bias": (1000,), "3.weight": (10, 1000), "3.bias": (10,)}
    weights = {name: rng.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()}
    export_onnx(run.recipe, weights, run.folder / "model.onnx", {"recipe": "mlp-1000"})
    assert "test pictures of the embedded UCI digits" in Page(report(str(run.folder))).text


def test_a_report_can_be_written_again(write):
    """The second report replaces the first and is the same."""
    assert write().read_bytes() == write().read_bytes()
