"""Claims about ``inkread recipes`` as typed."""

import json

import pytest

from inkread.cli import _run
from inkread.recipes.registry import RECIPES
from inkread.recipes.settings import settings


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty current folder, on a terminal wide enough for any line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path


def test_the_list_of_recipes_names_all(capsys):
    """Every recipe is in the list, with its source."""
    _run(["recipes", "--json"], debug=False)
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(RECIPES)


def test_a_recipe_is_shown_with_shapes_and_picture(here, capsys):
    """The table has each layer's output as height × width × channels, and the diagram is a file."""
    assert _run(["recipes", "show", "cnn-30-15"], debug=False) == 0
    out = capsys.readouterr().out
    assert "24 × 24 × 30" in out and "59,933" in out and (here / "cnn-30-15.png").stat().st_size > 10_000


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_shown_with_all_its_settings(here, capsys, monkeypatch, name):
    """Whatever decides a training or the answers is printed: nothing is left for the source code."""
    monkeypatch.setattr("inkread.cli.recipes._drawn", lambda recipe, out: out)
    _run(["recipes", "show", name], debug=False)
    printed = capsys.readouterr().out
    assert [value for _, value in settings(RECIPES[name]) if value not in printed] == []


def test_a_diagram_is_drawn_over_a_diagram_only(here, capsys):
    """The default place is taken again for the next diagram, but not from another file of that name."""
    show = ["recipes", "show", "forest"]
    assert [_run(show, debug=False), _run(show, debug=False)] == [0, 0]
    (here / "forest.png").write_bytes(b"a photograph")
    assert _run(show, debug=False) == 2
    assert "forest.png is there already" in capsys.readouterr().err
    assert (here / "forest.png").read_bytes() == b"a photograph"


def test_a_diagram_goes_where_it_is_asked_for(here, capsys):
    """--out names the picture, also beside --json, which draws nothing by itself."""
    assert _run(["recipes", "show", "forest", "--json"], debug=False) == 0
    assert not list(here.iterdir())
    assert _run(["recipes", "show", "forest", "--json", "--out", "trees.png"], debug=False) == 0
    assert [path.name for path in here.iterdir()] == ["trees.png"]


def test_a_recipe_is_printed_as_a_script(capsys):
    """The printed lesson is Python that compiles."""
    _run(["recipes", "code", "mlp-512"], debug=False)
    compile(capsys.readouterr().out, "lesson.py", "exec")
