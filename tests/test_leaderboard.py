"""Claims about the leaderboard and how it is made out of the results."""

import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def board():
    """The names of experiments/make_leaderboard.py."""
    return runpy.run_path(str(ROOT / "experiments" / "make_leaderboard.py"))


def summary(recipe="fast", accuracies=(0.9901, 0.9905), started="2026-03-01T10:00:00+00:00", **changes):
    """What training several seeds writes."""
    runs = [
        {
            "data": "mnist",
            "validated_on": "writers",
            "recipe": recipe,
            "parameters": 29_434,
            "train_seconds": 1.5,
            "test_accuracy": accuracy,
            "undisputed": {"n": 9985, "right": 9900, "accuracy": accuracy + 0.001},
        }
        for accuracy in accuracies
    ]
    machine = {"device": "cpu", "threads": 2}
    values = {"recipe": recipe, "started": started, "commit": "abc1234567", "machine": machine, "runs": runs}
    return {**values, **changes}


def write(folder, name, value):
    """A results file."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(value))


def test_the_page_is_current(board):
    """experiments/LEADERBOARD.md is what the results say now; if not: run make_leaderboard.py."""
    import tomllib

    changes = tomllib.loads((ROOT / "experiments" / "changes.toml").read_text())
    wanted = board["page"](board["read_records"](ROOT / "results"), changes)
    assert (ROOT / "experiments" / "LEADERBOARD.md").read_text(encoding="utf-8") == wanted


def test_a_row_says_it_all(board, tmp_path):
    """Mean ± sd and number of seeds, undisputed, seconds, cores, parameters, change, date, commit."""
    write(tmp_path, "fast", summary())
    text = board["page"](board["read_records"](tmp_path), {"fast": {"abc1234567": "half an epoch"}})
    assert text.splitlines()[-1] == (
        "| `fast` | 99.030 ± 0.028 (2) | 99.130 ± 0.028 (2) | 1.5 | 2 cores | 29,434 | half an epoch "
        "| 2026-03-01 | abc1234567 |"
    )


def test_the_newest_record_is_on_top(board, tmp_path):
    """Records are sorted by the day they were measured; kept ones are among them."""
    write(tmp_path, "fast", summary(started="2026-03-01T10:00:00+00:00"))
    write(tmp_path / "records", "older", summary(started="2026-02-01T10:00:00+00:00"))
    write(tmp_path / "records", "newer", summary("best", started="2026-04-01T10:00:00+00:00"))
    records = board["read_records"](tmp_path)
    assert [record.started[5:7] for record in records] == ["04", "03", "02"]


def test_a_record_kept_twice_counts_once(board, tmp_path):
    """The copy of a current record is no second one."""
    write(tmp_path, "fast", summary())
    write(tmp_path / "records", "copy", summary())
    assert len(board["read_records"](tmp_path)) == 1


@pytest.mark.parametrize("other", [{"rows": []}, [1, 2], {"runs": [], "mean": 1}])
def test_other_results_are_no_records(board, tmp_path, other):
    """Files of benchmarks lie beside the records."""
    write(tmp_path, "race", other)
    assert board["read_records"](tmp_path) == []


@pytest.mark.parametrize("change", [{"data": "digits"}, {"validated_on": "test"}])
def test_only_the_protocol_counts(board, tmp_path, change):
    """A training on other data, or one that looked at the test pictures meanwhile, is no record."""
    found = summary()
    found["runs"][0] |= change
    write(tmp_path, "fast", found)
    assert board["read_records"](tmp_path) == []


@pytest.mark.parametrize("change", [{"examples": 6_000}, {"epochs": 0.1}, {"batch_size": 32}])
def test_a_changed_recipe_is_no_record(board, tmp_path, change):
    """``--seeds`` writes the same file for fewer pictures, and with ``--epochs`` or ``--batch-size``."""
    write(tmp_path, "fast", summary(**change))
    assert board["read_records"](tmp_path) == []


def test_a_single_run_has_no_spread(board):
    """One committee is one number."""
    assert board["percent"]([0.998]) == "99.800 (1)"


def test_a_recipe_speaks_for_itself(board, tmp_path):
    """Without a line in changes.toml the recipe's own first line stands there."""
    write(tmp_path, "cnn-30-15", summary("cnn-30-15"))
    (record,) = board["read_records"](tmp_path)
    assert board["change_of"](record, {}).startswith("The convolutional network with 30 and 15 filters")
