import os
from pathlib import Path

import pytest

AXE = Path(os.environ.get("INKREAD_AXE", "build/node_modules/axe-core/axe.min.js"))


@pytest.fixture(scope="session")
def axe():
    """The checks of axe-core, from npm."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm install --no-save --prefix build axe-core, or INKREAD_AXE=its path")
    return AXE.read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["draw", "picture", "lesson", "corrections"])
def test_views(opened, write, points, axe, view, scheme):
    """axe-core finds no serious fault in any view, light or dark."""
    page = opened("draw", color_scheme=scheme)
    write(page, points("25", 120, 80, 200, gap=40))
    page.wait_for_selector("#draw .digit")
    page.goto(page.url.partition("#")[0] + f"#{view}")
    page.wait_for_load_state("networkidle")
    assert serious(page, axe) == []


def test_description(opened, axe):
    """Nor on the page that describes the HTTP interface."""
    page = opened()
    page.goto(page.url.partition("#")[0] + "docs")
    page.wait_for_selector("details")
    assert serious(page, axe) == []


def serious(page, axe):
    """What axe-core finds serious or worse."""
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
