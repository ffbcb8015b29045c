"""Claims about ``inkread train`` and ``reproduce`` as typed."""

import json

import pytest

from inkread.cli import _run
from inkread.training.run import open_run

QUICK = ["train", "mlp-1000", "--data", "digits", "--quick", "--no-report"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_training_prints_where_and_how_good(here, capsys):
    """One line on standard output names the folder, the data and the accuracy."""
    assert _run(QUICK, debug=False) == 0
    assert capsys.readouterr().out.startswith("runs/mlp-1000-seed0: mlp-1000, seed 0, digits: test accuracy ")


def test_progress_goes_to_standard_error(here, capsys):
    """What is not the answer stays out of a pipe: each epoch's line is on standard error."""
    _run(QUICK, debug=False)
    assert "epoch 1/1  loss" in capsys.readouterr().err


@pytest.mark.parametrize("recipe", ["mlp-1000", "logistic"])
def test_each_seed_is_announced(here, capsys, recipe):
    """Which seed is trained, on how many digits, is said before it begins, of a classical model as well."""
    _run(["train", recipe, *QUICK[2:], "--seeds", "2"], debug=False)
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("epoch")]
    kept = "digits to train, 120 to validate: one in 12 of each class held out"
    assert lines == [f"{recipe}, seed {seed}: 1,318 {kept}" for seed in range(2)]


def test_training_can_answer_in_json(here, capsys):
    """--json prints the metrics of the run, and nothing else, on standard output."""
    _run([*QUICK, "--json"], debug=False)
    assert json.loads(capsys.readouterr().out) == open_run("runs/mlp-1000-seed0").metrics.to_json()


def test_seeds_in_json_are_a_list_with_mean_and_sd(here, capsys):
    """Two seeds give two metrics, their mean and their standard deviation."""
    _run([*QUICK, "--seeds", "2", "--json"], debug=False)
    printed = json.loads(capsys.readouterr().out)
    assert [run["seed"] for run in printed["runs"]] == [0, 1] and {"mean", "sd"} <= set(printed)


def test_quick_seeds_are_no_results(here):
    """Short runs to see that it works leave the results of whole ones alone."""
    _run([*QUICK, "--seeds", "1", "--json"], debug=False)
    assert not (here / "results").exists()


def test_the_report_is_written_and_named(here, capsys):
    """Without --no-report the path of the page is printed and the page is there."""
    _run(QUICK[:-1], debug=False)
    assert "Report: runs/mlp-1000-seed0/report.html" in capsys.readouterr().out
    assert (here / "runs/mlp-1000-seed0/report.html").stat().st_size > 100_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "cnn_30"], "inkread: Unknown recipe 'cnn_30'. Did you mean 'cnn-30-15'?"),
        (["train", "absent.py"], "inkread: No recipe file absent.py."),
        (["train", "--epochs", "0", "--data", "digits"], "needs epochs above 0"),
        (["train", "--epochs", "many"], "Invalid value for '--epochs'"),
        (["train", "--data", "nowhere"], "nowhere"),
        (["train", "--seed", "4294967296", "--data", "digits"], "0 to 4,294,967,295, got 4,294,967,296"),
        (["train", "logistic", "--epochs", "2"], "fitted in one go"),
        (["train", "--seeds", "2", "--folder", "x"], "--folder names one run's folder"),
        (["train", "--seeds", "2", "--seed", "7"], "--seeds trains with 0 … 1; leave out --seed, got 7"),
        (
            ["train", "--resume", "mlp-512"],
            "No unfinished run of 'mlp-512' with seed 0 in runs/; of others: none",
        ),
        (["train", "--resume", "runs/nothere"], "No run in runs/nothere"),
        (["train", "--resume", "mine/nothere.py"], "No recipe file mine/nothere.py"),
        (
            ["train", "--resume", "--epochs", "3", "--quick"],
            "goes on with its own settings, got --epochs, --quick",
        ),
        (["recipes", "show", "nothing"], "Unknown recipe 'nothing'"),
        (["recipes", "code", "nothing"], "Unknown recipe 'nothing'"),
        (["trian"], "Unknown verb 'trian'. Did you mean 'train'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_line_and_exit_code_2(here, capsys, arguments, message):
    """A wrong call says what is wrong in one line, exits with 2 and leaves no run behind."""
    assert _run(arguments, debug=False) == 2
    told = capsys.readouterr()
    assert message in told.err and told.err.count("\n") == 1 and not told.out
    assert not (here / "runs").exists()


def test_a_folder_that_cannot_be_made_is_one_line(here, capsys):
    """A file in the way of the run folder is named before any training."""
    (here / "runs").write_text("a file")
    assert _run(QUICK, debug=False) == 2
    assert "Cannot write runs/mlp-1000-seed0/config.json" in capsys.readouterr().err


def test_an_interruption_says_how_to_go_on(here, capsys, monkeypatch):
    """Ctrl-C exits with 130 and names the command that continues."""

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("inkread.training.train.fit", interrupted)
    assert _run(QUICK, debug=False) == 130
    assert "inkread train runs/mlp-1000-seed0 --resume" in capsys.readouterr().err


def test_a_quick_reproduction_covers_every_source(here, capsys, monkeypatch):
    """--quick trains each source recipe once, networks and classical models alike, and writes no results."""
    from inkread.recipes.registry import LESSONS

    for name in set(LESSONS) - {"mlp-1000", "logistic"}:
        monkeypatch.delitem(LESSONS, name)
    assert _run(["reproduce", "--quick", "--data", "digits", "--json"], debug=False) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["recipe"] for row in rows] == list(LESSONS) and not (here / "results").exists()


def test_a_run_is_no_recipe(here, capsys):
    """Whoever names a run to be trained, and leaves out --resume, is told so; unfinished ones are named."""
    folder = here / "runs" / "mlp-1000-seed0"
    folder.mkdir(parents=True)
    (folder / "config.json").touch()
    assert _run(["train", "runs/mlp-1000-seed0"], debug=False) == 2
    assert "go on with: inkread train runs/mlp-1000-seed0 --resume" in capsys.readouterr().err
    assert _run(["train", "--resume"], debug=False) == 2
    assert "of others: mlp-1000-seed0." in capsys.readouterr().err
