"""``inkread report`` prints where the report is."""

import json

import pytest
from typer.testing import CliRunner

from inkread.cli import app
from inkread.errors import RunError


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Replaces the report by an empty page with one figure; the calls are kept."""
    calls = []

    def write(run, *, data):
        calls.append((run, data))
        (tmp_path / "figures").mkdir()
        (tmp_path / "figures" / "network.png").touch()
        return tmp_path / "report.html"

    monkeypatch.setattr("inkread.reporting.page.report", write)
    return calls


def run(*arguments):
    """What the verb prints to stdout."""
    result = CliRunner().invoke(app, ["report", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_path_is_printed(asked, tmp_path):
    """The path of the page, and nothing else, goes to stdout."""
    assert run(str(tmp_path)) == f"{tmp_path / 'report.html'}\n"


def test_data_are_passed_on(asked, tmp_path):
    """``--data`` says which pictures the report is made on."""
    run(str(tmp_path), "--data", "digits")
    assert asked == [(tmp_path, "digits")]


def test_json_names_page_and_figures(asked, tmp_path):
    """``--json`` lists the files."""
    paths = {"report": str(tmp_path / "report.html"), "figures": [str(tmp_path / "figures/network.png")]}
    assert json.loads(run(str(tmp_path), "--json")) == paths


def test_unknown_run_is_an_error(tmp_path):
    """A folder that is no run is refused before anything is drawn."""
    with pytest.raises(RunError):
        CliRunner().invoke(app, ["report", str(tmp_path)], catch_exceptions=False)
