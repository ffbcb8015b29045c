"""``inkread evaluate`` prints what the evaluation holds."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from inkread.cli import app, main
from inkread.evaluation.result import Evaluation


@pytest.fixture
def asked(monkeypatch):
    """Replaces the evaluation by one of 50 pictures all taken for a 7; the calls are kept in the list."""
    labels = np.arange(50) // 5
    probabilities = np.full((50, 10), 0.01, np.float32)
    probabilities[:, 7] = 0.91
    calls = []

    def answer(model, *, data, shifts):
        calls.append((model, data, shifts))
        return Evaluation("theirs.h5", "dots", labels, probabilities, understood="It takes flat ink.")

    monkeypatch.setattr("inkread.evaluation.evaluate.evaluate", answer)
    return calls


def run(*arguments):
    """What the verb prints to stdout."""
    result = CliRunner().invoke(app, ["evaluate", "theirs.h5", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_accuracy_comes_with_its_interval(asked):
    """A person reads accuracy, interval and the number of mistakes first."""
    assert "accuracy     10.00%, 95% interval 4.35% – 21.36%; 45 wrong" in run()


def test_a_foreign_file_is_explained(asked):
    """How a foreign file was understood is said."""
    assert "It takes flat ink." in run()


def test_every_digit_has_a_line(asked):
    """The sevens are all recognised, and a tenth of what is taken for a seven is one."""
    assert "7  100.00%     10.00%" in run()


def test_rates_of_nothing_are_dashes(asked):
    """A digit that was never predicted has no precision."""
    assert "0    0.00%          –" in run()


def test_no_mistake_was_certain(monkeypatch):
    """A mistake of 99.999% confidence is not listed with 100%."""
    probabilities = np.array([[0.99999, 1e-5, *[0] * 8]])
    found = Evaluation("theirs.h5", "dots", np.array([1]), probabilities)
    monkeypatch.setattr("inkread.evaluation.evaluate.evaluate", lambda *model, **settings: found)
    assert run().rstrip().endswith("99.99%")


def test_no_figure_is_cut_short(asked, monkeypatch):
    """In a terminal of 40 columns lines may be broken, but every figure is there."""
    wide = run()
    monkeypatch.setenv("COLUMNS", "40")
    assert run() == wide


def test_mistakes_are_listed_on_demand(asked):
    """--wrong N lists N mistakes."""
    assert "The 3 most confident of 45 mistakes" in run("--wrong", "3")


def test_no_mistakes_need_be_listed(asked):
    """--wrong 0 lists none."""
    assert "mistakes" not in run("--wrong", "0")


def test_lines_fit_the_terminal(asked):
    """Nothing is wider than 80 columns."""
    assert max(map(len, run().splitlines())) <= 80


def test_json_is_one_object(asked):
    """--json prints the evaluation's own JSON and nothing else."""
    assert json.loads(run("--json"))["test_accuracy"] == 0.1


def test_data_are_passed_on(asked):
    """--data names the pictures, --shifts by how much they are moved."""
    run("--data", "digits", "--shifts", "1")
    assert asked == [("theirs.h5", "digits", 1)]


def test_a_missing_file_is_one_line(monkeypatch, capsys):
    """A path with nothing there ends with one line on stderr and exit code 2."""
    monkeypatch.setattr("sys.argv", ["inkread", "evaluate", "nothing-here", "--data", "digits"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert capsys.readouterr().err.count("\n") == 1
