"""The README and the tutorial name only what exists, and the first commands come early."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import pytest

import inkread

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README + TUTORIAL, re.DOTALL)
LINES = [line.split("#")[0].strip() for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
make_docs = runpy.run_path(str(ROOT / "docs" / "make_docs.py"))
COMMANDS = {
    words: command
    for name, one in make_docs["commands"]().items()
    for words, command in make_docs["with_subcommands"](name, one)
}


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("inkread ")])
def test_commands_are_ones_the_program_knows(line):
    """Each inkread command names a verb that exists, with options that it has."""
    words = shlex.split(line)[1:]
    name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
    known = {option for one in COMMANDS[name].params for option in one.opts}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_make_targets_exist(line):
    """Each make target is in the Makefile."""
    assert re.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_first_commands_come_early():
    """A newcomer finds the command to type within the first screen."""
    assert "make demo" in "\n".join(README.splitlines()[:30])


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name
)
def test_public_names_in_the_examples_exist(page):
    """Each name that the Python examples take from the package is public there."""
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = [
        line for block in blocks for line in block.splitlines() if not line.startswith(("from", "import"))
    ]
    used = {name for line in lines for name in re.findall(r"\binkread\.(\w+)\(", line)}
    assert used <= set(inkread.__all__)


@pytest.mark.parametrize("name", inkread.__all__)
def test_public_names_lead_somewhere(name):
    """Each public name is found in the module that it is said to live in."""
    assert getattr(inkread, name) is not None


def test_the_recipe_of_the_tutorial_can_be_built(tmp_path):
    """The recipe file that the tutorial shows is a recipe."""
    (tmp_path / "my_recipe.py").write_text(
        next(b for _, b in BLOCKS if b.startswith("# my_recipe.py")), "utf-8"
    )
    assert inkread.find_recipe(str(tmp_path / "my_recipe.py")).name == "mine"
