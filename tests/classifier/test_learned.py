"""Where what was learnt lies."""

from pathlib import Path

from inkread.classifier.learned import learned_model, next_model


def test_the_highest_number_reads(tmp_path, monkeypatch):
    """Of the numbered files the highest reads; others are passed over."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    assert learned_model() is None
    (tmp_path / "learned").mkdir()
    for name in ("0001.onnx", "0002.onnx", "0003.undone", "mine.onnx"):
        (tmp_path / "learned" / name).touch()
    assert learned_model() == tmp_path / "learned" / "0002.onnx"


def test_two_that_learn_at_once(tmp_path, monkeypatch):
    """Whoever learns while another does gets a name of their own, and one that is given up is free again."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    with next_model() as first, next_model() as second:
        first.touch()
        assert (first.name, second.name) == ("0001.onnx", "0002.onnx")
    with next_model() as third:
        assert third.name == "0002.onnx"
    assert learned_model() == first and sorted((tmp_path / "learned").iterdir()) == [first]


def test_a_name_that_was_just_taken(tmp_path, monkeypatch):
    """What another has written since the newest was looked up is not overwritten."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    with next_model() as first:
        first.touch()
    monkeypatch.setattr("inkread.classifier.learned.learned_model", lambda: None)
    with next_model() as second:
        assert second.name == "0002.onnx"


def test_the_home_of_somebody_else(monkeypatch):
    """Where the home may not be looked into, as under sudo, nothing was learnt, and reading goes on."""

    def closed(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "glob", closed)
    assert learned_model() is None
