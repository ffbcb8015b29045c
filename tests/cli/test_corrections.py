import json

import pytest

from inkread.cli import app
from inkread.errors import DataError
from inkread.service.store import Correction, Store


@pytest.fixture
def file(tmp_path):
    """A file with two corrections."""
    path = tmp_path / "c.sqlite"
    with Store(path) as store:
        store.add(Correction(bytes(784), 3, read=8, crop=b"png"), Correction(bytes(784), None, read=1))
    return path


@pytest.fixture
def run(capsys):
    """Runs ``inkread corrections`` and returns what it printed."""

    def go(*words):
        app(["corrections", *map(str, words)], standalone_mode=False)
        return capsys.readouterr().out

    return go


def test_list(run, file):
    """They are listed with what was read and what is right."""
    assert [line.split("  ")[-1] for line in run("list", "--corrections", file).splitlines()] == [
        "1 → none",
        "8 → 3",
    ]


@pytest.mark.parametrize("verb", ["list", "export", "delete"])
def test_a_misspelt_file(run, tmp_path, verb):
    """A file that is named and not there is no empty one: it is said, and none is made."""
    with pytest.raises(DataError, match="There is no file"):
        run(verb, *["--all"] * (verb == "delete"), "--corrections", tmp_path / "deep" / "c.sqlite")
    assert not list(tmp_path.iterdir())


def test_export_and_import(run, file, tmp_path):
    """What was exported can be imported elsewhere, and comes to the same."""
    out, other = tmp_path / "out.jsonl", tmp_path / "other.sqlite"
    run("export", out, "--corrections", file)
    run("import", out, "--corrections", other)
    with Store(file) as here, Store(other) as there:
        assert here.list() == there.list()


def test_import_twice(run, file, tmp_path):
    """Importing what is known adds nothing."""
    out = tmp_path / "out.jsonl"
    run("export", out, "--corrections", file)
    assert run("import", out, "--corrections", file) == "0 new of 2 corrections.\n"


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "{}",
        '{"pixels": "AA==", "crop": null, "correct": 1}',
        '{"pixels": "?", "crop": null, "correct": 1}',
        json.dumps({"pixels": "A" * 1044 + "AAAAAA==", "crop": None, "correct": 11}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": None, "correct": 1, "confidence": "high"}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": None, "correct": 1, "more": 1}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": None, "correct": 1, "confidence": 10**30}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": None, "correct": 1, "confidence": float("nan")}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": None, "correct": True}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": [], "correct": 1}),
        json.dumps({"pixels": "AAAA" * 261 + "AA==", "crop": None, "correct": 1, "model": "\ud800"}),
        "[" * 5000,
    ],
)
def test_import_of_something_else(run, file, tmp_path, line):
    """A file with one line that is no correction is refused whole."""
    out = tmp_path / "out.jsonl"
    good = run("export", "--corrections", file).splitlines()[0]
    out.write_text(f"{good}\n{line}\n")
    with pytest.raises(DataError):
        run("import", out, "--corrections", tmp_path / "new.sqlite")
    with Store(tmp_path / "new.sqlite") as store:
        assert store.count() == 0


def test_a_file_that_is_no_text(run, file, tmp_path):
    """Bytes that are no UTF-8 are no correction; the message names the line."""
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(DataError, match=r"Line 1 of .*photo\.jpg is no exported correction"):
        run("import", tmp_path / "photo.jpg", "--corrections", file)


def test_delete(run, file):
    """They can be forgotten, one or all."""
    one = json.loads(run("list", "--json", "--corrections", file).splitlines()[0])["id"]
    run("delete", one, "--corrections", file)
    assert run("delete", "--all", "--corrections", file) == "1 of 1 correction deleted.\n"


@pytest.mark.parametrize("words", [[], ["0" * 32, "--all"]])
def test_delete_needs_a_choice(run, file, words):
    """Nothing is deleted by an empty command, nor by one that says both this one and all."""
    with pytest.raises(DataError, match="--all"):
        run("delete", *words, "--corrections", file)
    assert run("delete", "--all", "--corrections", file) == "2 of 2 corrections deleted.\n"
