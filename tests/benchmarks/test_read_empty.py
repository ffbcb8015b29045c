"""Claims about the fields that nobody has filled in."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "read_empty.py"))


@pytest.mark.parametrize("kind", SCRIPT["KINDS"])
def test_pictures_differ_and_repeat(kind):
    """Every kind gives another picture each time, and the same ones from the same numbers."""
    random, again = np.random.default_rng(3), np.random.default_rng(3)
    first, second = SCRIPT["picture"](kind, random), SCRIPT["picture"](kind, random)
    assert first.dtype == np.uint8 and np.ptp(first) > 10
    assert first.shape != second.shape or (first != second).any()
    assert np.array_equal(first, SCRIPT["picture"](kind, again))


def test_what_is_left_alone():
    """A reader that reads something in every line leaves no line alone, and every page."""

    class Fake:
        def read(self, picture, way):
            return SimpleNamespace(numbers=() if way == "page" else ("1",))

    found = SCRIPT["measure"](Fake(), 2)
    assert {tuple(alone.items()) for alone in found.values()} == {(("page", 1.0), ("line", 0.0))}


def test_a_smaller_count_writes_no_file(monkeypatch, capsys):
    """What is committed is only written by a whole run, and there is none of no pictures."""
    main, kept = SCRIPT["main"], []
    monkeypatch.setitem(main.__globals__, "write_json", lambda *_: kept.append(_))
    monkeypatch.setattr("sys.argv", ["read_empty.py", "--pictures", "1"])
    main()
    assert "left alone" in capsys.readouterr().out and not kept
    monkeypatch.setattr("sys.argv", ["read_empty.py", "--pictures", "0"])
    with pytest.raises(SystemExit):
        main()
    assert "at least 1, got '0'" in capsys.readouterr().err
