"""What is drawn once and kept."""

import numpy as np

from inkread.training import kept
from inkread.training.kept import kept_arrays


def drawn(path, said="data 1"):
    """Whether the arrays were drawn, and not taken from ``path``."""
    calls = []

    def draw():
        calls.append(said)
        return {"images": np.arange(6)}

    assert np.array_equal(kept_arrays(path, said, draw)["images"], np.arange(6))
    return bool(calls)


def test_drawn_once(tmp_path):
    """What was drawn for the same data is taken, for other data not."""
    file = tmp_path / "new" / "crops.npz"
    assert [drawn(file), drawn(file), drawn(file, "data 2")] == [True, False, True]


def test_a_damaged_file_is_drawn_anew(tmp_path, caplog):
    """A file that was cut off is no traceback: it is named and drawn again."""
    file = tmp_path / "crops.npz"
    drawn(file)
    for content in (file.read_bytes()[:300], b"", b"nothing of the kind"):
        file.write_bytes(content)
        assert drawn(file) and "crops.npz is damaged" in caplog.text
    assert not drawn(file)


def test_other_code_draws_anew(tmp_path, monkeypatch):
    """Pictures that an older Inkread has drawn are not learnt from."""
    drawn(tmp_path / "crops.npz")
    monkeypatch.setattr(kept, "_code", lambda: "another")
    assert drawn(tmp_path / "crops.npz")
