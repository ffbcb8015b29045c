"""``inkread compare`` prints what the comparison holds."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from inkread.cli import app
from inkread.evaluation.compare import compare
from inkread.evaluation.result import Evaluation


def answers(name, n_wrong, **facts):
    """An evaluation of 100 pictures, the first ``n_wrong`` of them wrong."""
    labels = np.arange(100) // 10
    probabilities = np.full((100, 10), 0.01, np.float32)
    probabilities[np.arange(100), (labels + (np.arange(100) < n_wrong)) % 10] = 0.91
    return Evaluation(name, "dots", labels, probabilities, **facts)


@pytest.fixture
def asked(monkeypatch):
    """Replaces the comparison by one of two seeds of a recipe and two files; the calls are kept."""
    calls = []

    def answer(*models, data):
        calls.append((models, data))
        seeds = [
            answers(f"dots, seed {k}", k + 1, recipe="dots", seed=k, parameters=7850, train_seconds=1.5)
            for k in range(2)
        ]
        return compare(*seeds, answers("theirs.onnx", 20), answers("mine.onnx", 3))

    monkeypatch.setattr("inkread.evaluation.compare.compare", answer)
    return calls


def run(*arguments):
    """What the verb prints to stdout."""
    result = CliRunner().invoke(app, ["compare", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_run_that_has_only_begun_is_left_out(asked, tmp_path):
    """Where one of runs/* has no model yet, as while it trains, the others are compared and it is named."""
    begun = tmp_path / "runs" / "begun"
    begun.mkdir(parents=True)
    (begun / "config.json").touch()
    result = CliRunner().invoke(app, ["compare", "a", str(begun), "b"], catch_exceptions=False)
    assert asked == [(("a", "b"), None)] and result.stderr == f"Left out: {begun} has no model yet.\n"
    assert CliRunner().invoke(app, ["compare", "a", str(begun)]).exit_code == 2


def test_seeds_share_a_line(asked):
    """Two seeds of one recipe are a mean with a standard deviation."""
    assert "98.50 ± 0.71" in run("a", "b")


def test_unknown_figures_are_dashes(asked):
    """A file has no training time."""
    lines = [line.split() for line in run("a", "b").splitlines()]
    assert ["theirs.onnx", "80.00", "0.9965", "11.00", "–", "–"] in lines


def test_single_classifiers_show_who_was_right_alone(asked):
    """Between two files, the pictures that one alone gets right are counted."""
    assert "0 : 17" in run("a", "b")


def test_several_tests_are_adjusted(asked):
    """With more than one test the reader is told that the p-values allow for it."""
    assert "Holm" in run("a", "b")


def test_lines_fit_the_terminal(asked):
    """Nothing is wider than 80 columns."""
    assert max(map(len, run("a", "b").splitlines())) <= 80


def test_a_number_stays_on_its_line(asked):
    """Each difference's line holds its interval, its test and its p, however long the names are."""
    lines = [line for line in run("a", "b").splitlines() if " … " in line]
    assert len(lines) == 3 and all("McNemar" in line or "bootstrap" in line for line in lines)


def test_names_are_not_broken(monkeypatch):
    """In 80 columns two names as long as the longest of our recipes' are told whole, each on its line."""
    names = ("mlp-512-rmsprop, seed 0", "mlp-256-128-x32, seed 0")
    pair = [answers(name, 3, parameters=669_706, train_seconds=1000.5) for name in names]
    monkeypatch.setattr("inkread.evaluation.compare.compare", lambda *models, data: compare(*pair))
    lines = run("a", "b").splitlines()
    assert [line[:25].strip() for line in lines[-2:]] == [names[0], f"− {names[1]}"]


def test_json_is_one_object(asked):
    """--json prints the comparison's own JSON and nothing else."""
    assert len(json.loads(run("a", "b", "--json"))["pairs"]) == 3


def test_models_and_data_are_passed_on(asked):
    """Every path and the data reach the comparison."""
    run("a", "b", "c", "--data", "digits")
    assert asked == [(("a", "b", "c"), "digits")]


def test_one_model_is_not_compared():
    """A single run is a mistake in the call."""
    result = CliRunner().invoke(app, ["compare", "a"])
    assert "two or more" in result.stderr
