"""Claims about run folders."""

import json

import pytest

from inkread.errors import RunError
from inkread.recipes.registry import find_recipe
from inkread.training.run import (
    Config,
    EpochRecord,
    Metrics,
    open_run,
    write_config,
    write_history,
    write_metrics,
)

CONFIG = Config(
    recipe=find_recipe("mlp-256-128"),
    data={"name": "digits", "origin": "embedded", "sha256": "00"},
    split={"kind": "stratified", "description": "", "n_train": 3, "n_validation": 1},
    seed=7,
    versions={"python": "3"},
    machine={"cores": 2},
    started="2026-01-01T00:00:00+00:00",
)
ROW = EpochRecord(1.0, 0.5, 0.9, 0.25, 0.95, 1.5)
METRICS = Metrics("digits", "mlp-256-128", 7, 235_146, 1.5, 0.95, 0.25, 0.94, 0.3, {"temperature": 1.1})


@pytest.fixture
def folder(tmp_path):
    """A finished run."""
    write_config(tmp_path / "run", CONFIG)
    write_history(tmp_path / "run", [ROW])
    write_metrics(tmp_path / "run", METRICS)
    return tmp_path / "run"


def test_a_run_is_read_as_it_was_written(folder):
    """Config, history and metrics come back equal."""
    run = open_run(folder)
    assert (run.config, run.history, run.metrics) == (CONFIG, [ROW], METRICS)


def test_a_run_without_metrics_is_unfinished(folder):
    """The file that is written last is the one that counts."""
    (folder / "metrics.json").unlink()
    assert open_run(folder).metrics is None and "unfinished after 1 epoch" in str(open_run(folder))


def test_metrics_have_the_agreed_names(folder):
    """Whoever reads metrics.json finds the names that the documentation promises."""
    names = {
        "data",
        "recipe",
        "seed",
        "parameters",
        "train_seconds",
        "validation_accuracy",
        "test_accuracy",
        "test_loss",
    }
    assert names <= set(json.loads((folder / "metrics.json").read_text()))


def test_a_folder_from_a_newer_version_says_so(folder):
    """A higher format asks for an upgrade."""
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "format": 2}))
    with pytest.raises(RunError, match=r"has format 2, this Inkread reads up to 1. Upgrade Inkread"):
        open_run(folder)


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"format": 1}', '{"format": 1, "recipe": {"type": "Conv"}}']
)
def test_a_damaged_folder_is_one_line(folder, content):
    """Whatever is in config.json, the message is one line that names the run."""
    (folder / "config.json").write_text(content)
    with pytest.raises(RunError, match="run") as caught:
        open_run(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("config.json", {"split": None}, "split must be an object, got None"),
        ("config.json", {"machine": [1]}, r"machine must be an object, got \[1\]"),
        ("config.json", {"data": {}}, "lacks 'data.name'"),
        ("config.json", {"seed": "7"}, "seed must be a whole number, got '7'"),
        ("config.json", {"recipe": "mlp"}, r"got str\. Train it again"),
        ("config.json", {"recipe": {"type": "Recipe", "layers": [{"type": "Conv", "stride": 0}]}}, "Conv"),
        ("metrics.json", {"validation_accuracy": None}, "validation_accuracy must be a number, got None"),
        ("metrics.json", {"test_loss": "low"}, "test_loss must be a number, got 'low'"),
    ],
)
def test_values_of_another_kind_are_named(folder, name, change, message):
    """What is not what it should be is told when a run is opened, not where a report stumbles over it."""
    values = json.loads((folder / name).read_text())
    (folder / name).write_text(json.dumps({**values, **change}))
    with pytest.raises(RunError, match=f"is damaged: .*{message}"):
        open_run(folder)


def test_a_damaged_history_is_named(folder):
    """A history with a word for a number is a damaged run."""
    (folder / "history.csv").write_text("epoch,loss\n1,oops\n")
    with pytest.raises(RunError, match="is damaged"):
        open_run(folder)


def test_no_run_says_how_to_make_one(tmp_path):
    """An empty folder is answered with the command that fills one."""
    with pytest.raises(RunError, match="inkread train"):
        open_run(tmp_path)


def test_a_run_shows_itself_in_a_notebook(folder):
    """The notebook line has the name and the figures, escaped."""
    assert "94.00%" in open_run(folder)._repr_html_()
