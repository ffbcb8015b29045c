"""How far a verb is, where a person looks on."""

import os

from inkread.cli.progress import answers_are_kept, show_progress


def test_counted_in_place(capsys, monkeypatch):
    """A terminal sees one line that counts and is empty in the end; a file sees nothing."""
    show_progress(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    for done in (1_000, 1_001):
        show_progress(done, 1_001)
    assert capsys.readouterr().err == "1,000 of 1,001\r" + " " * 14 + "\r"


def test_where_answers_go(tmp_path, monkeypatch):
    """A file keeps the answers; a pipe, and an output that is closed, do not."""
    with (tmp_path / "numbers.tsv").open("w") as file:
        monkeypatch.setattr("sys.stdout", file)
        assert answers_are_kept()
    assert not answers_are_kept()  # it is closed by now
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        assert not answers_are_kept()
