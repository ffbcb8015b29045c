"""Photographs of whole pages, read without saying what they are: sudoku puzzles, lines and single cells.

A puzzle's digits are found as far as they are read in the order of its cells (longest common subsequence);
among many false ones some are found by chance. ``said_right`` is the share of the digits read that are found;
pencil marks and print beside the puzzle may be among the others. Lines (``real/strings``) and cells
(``real/cells``) are read as pages, the default, and must be exactly right; ``joined`` ignores where a line
was split into numbers.

    python benchmarks/read_pages.py [--model FILE]     (INKREAD_DATA names a folder with real/)

Writes results/read_pages.json. No weight is fitted on these pictures, but the puzzles showed what to clear
away around the paper: other people's pages may be read less well.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inkread.errors import DataError
from inkread.files import write_json
from inkread.reading.labelled import labelled_pictures
from inkread.reading.reader import Reader, reader

RESULT = Path(__file__).parents[1] / "results" / "read_pages.json"


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for a in one:
        last = 0
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], last + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]


def texts(tool: Reader, path: Path) -> list[str]:
    return [number.text for number in tool.read(path).numbers]


def puzzles(tool: Reader, folder: Path) -> dict[str, Any]:
    """How many digits of the puzzles are found; their labels have 0 for blank cells, 10 for pencil marks."""
    found = count = read = pages = 0
    for path in sorted(folder.glob("*.jpg")):
        cells = path.with_suffix(".txt").read_text(encoding="utf-8").split()
        truth = "".join(cell for cell in cells if 0 < int(cell) < 10)
        said = "".join(texts(tool, path))
        found += common(truth, said)
        count, read, pages = count + len(truth), read + len(said), pages + 1
    return {"found": found / count, "said_right": found / max(read, 1), "n": count, "puzzles": pages}


def lines(tool: Reader, folder: Path) -> dict[str, Any]:
    """How many photographed numbers are read as exactly one number, and as these digits."""
    read = [(one.label, texts(tool, one.path)) for one in labelled_pictures(folder)[0]]
    exact = sum(said == [truth] for truth, said in read)
    joined = sum("".join(said) == truth for truth, said in read)
    return {"line": exact / len(read), "joined": joined / len(read), "n_lines": len(read)}


def cells(tool: Reader, folder: Path) -> dict[str, Any]:
    """How many cells are read as their one digit, and how many empty ones are left alone."""
    read = [(one.label, texts(tool, one.path)) for one in labelled_pictures(folder)[0]]
    digits = [said == [truth] for truth, said in read if truth]
    blanks = [not said for truth, said in read if not truth]
    return {
        "cell": sum(digits) / len(digits),
        "n_cells": len(digits),
        "blank_right": sum(blanks) / len(blanks),
        "n_blank": len(blanks),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model")
    tool = reader(parser.parse_args().model)
    real = Path(os.environ.get("INKREAD_DATA", ".")) / "real"
    if not real.is_dir():
        raise DataError(f"No folder {real}. Name the folder that holds real/ in INKREAD_DATA.")
    figures = puzzles(tool, real / "sudoku") | lines(tool, real / "strings") | cells(tool, real / "cells")
    for name, value in figures.items():
        print(f"{name:>12} {value:.3f}" if isinstance(value, float) else f"{name:>12} {value}")
    write_json(RESULT, figures)


if __name__ == "__main__":
    main()
