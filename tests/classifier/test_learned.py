"""Where what was learnt lies."""

from pathlib import Path

from inkread.classifier.learned import learned_model


def test_the_highest_number_reads(tmp_path, monkeypatch):
    """Of the numbered files the highest reads; others are passed over."""
    monkeypatch.setenv("INKREAD_HOME", str(tmp_path))
    assert learned_model() is None
    (tmp_path / "learned").mkdir()
    for name in ("0001.onnx", "0002.onnx", "0003.undone", "mine.onnx"):
        (tmp_path / "learned" / name).touch()
    assert learned_model() == tmp_path / "learned" / "0002.onnx"


def test_the_home_of_somebody_else(monkeypatch):
    """Where the home may not be looked into, as under sudo, nothing was learnt, and reading goes on."""

    def closed(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "glob", closed)
    assert learned_model() is None
