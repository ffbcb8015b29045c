"""Nothing that a user can ask for is missing from the docs, and what is generated in them is current."""

from __future__ import annotations

import re
import runpy
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from inkread.reading.overlay import DOUBT
from inkread.recipes.registry import RECIPES

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").rglob("*.md"))
make_docs = runpy.run_path(str(ROOT / "docs" / "make_docs.py"))
COMMANDS = [
    (words, command)
    for name, one in make_docs["commands"]().items()
    for words, command in make_docs["with_subcommands"](name, one)
]
VARIABLES = sorted(
    {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\bINKREAD_[A-Z_]+\b", path.read_text("utf-8"))
    }
)


def written(page):
    """The text of a page under docs/."""
    return (ROOT / "docs" / page).read_text("utf-8")


def test_generated_parts_are_current():
    """Every generated page and region says what the program says now; if not: make docs."""
    assert make_docs["stale"](make_docs["pages"]()) == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is_documented(recipe):
    """Each recipe stands in the table of recipes."""
    assert f"`{recipe}`" in written("README.md")


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_every_verb_and_option_is_documented(words, command):
    """Each verb has a page with all of its options."""
    page = written(f"cli/{words.split()[0]}.md")
    options = {name for one in command.params for name in one.opts if name.startswith("--")}
    assert f"$ inkread {words} --help" in page and all(option in page for option in options)


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_environment_variable_is_documented(variable):
    """Each environment variable that the program reads stands in the table of variables."""
    assert f"| `{variable}` |" in written("README.md")


@pytest.mark.parametrize("page", [*DOCS, ROOT / "README.md"], ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(page):
    """Each link to a file of the project names one that is there."""
    targets = re.findall(r"\]\((?!\w+:)([^)#\s]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_dependency_is_documented():
    """Each direct dependency has its row, with the reason for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    names = {re.match(r"[\w-]+", line)[0] for line in asked} - {"inkread"}
    rows = [line for line in written("dependencies.md").splitlines() if line.startswith("| ")]
    listed = {name for row in rows for name in row.split("|")[1].strip().split(", ")}
    assert names <= listed


def test_one_bound_of_doubt():
    """What a drawing marks as doubtful the page marks as well, and its docs say from where on."""
    page = (ROOT / "src/inkread/service/static/dom.js").read_text("utf-8")
    assert f"confidence < {DOUBT};" in page and f"(below {DOUBT:.0%})" in written("service.md")


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_every_page_is_in_the_index(page):
    """Each page of the docs is reached from their index."""
    assert page == "README.md" or f"({page})" in written("README.md")
