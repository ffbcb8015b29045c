"""Claims about the fuzz targets: they run on what they start from. The fuzzing itself is ``make fuzz``."""

import runpy
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "fuzz"
TARGETS = ("pictures", "corrections", "models")


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_accepted(name):
    """Each target checks each of its seeds, and the same cut in half, without a find."""
    target = runpy.run_path(str(FUZZ / f"{name}.py"))
    seeds = list(target["seeds"]())
    for content in [*seeds, *(seed[: len(seed) // 2] for seed in seeds)]:
        target["check"](content)
    assert len(set(seeds)) >= 5


def test_the_pictures_are_read():
    """The seeds reach the reader: some of them have digits."""
    target = runpy.run_path(str(FUZZ / "pictures.py"))
    plain = [seed for seed in target["seeds"]() if seed[0] >= 128]
    texts = [target["shipped_reader"]().read(target["levels"](seed[1:])).text for seed in plain]
    assert "407" in texts


def test_every_target_has_its_make_rule():
    """``make fuzz`` runs all of them."""
    makefile = (FUZZ.parent / "Makefile").read_text(encoding="utf-8")
    assert all(f"fuzz/run.py {name}" in makefile for name in TARGETS)
