"""Photographed cells of sudoku puzzles, a folder for each digit and one for blanks, through the reader.

    python benchmarks/read_cells.py [FOLDER] [--model FILE] [--page MISTAKES.html]

FOLDER is ``real/cells`` of ``INKREAD_DATA`` by default. Nothing is fitted on it.
"""

from __future__ import annotations

from scoring import score_real

TARGETS = {"exact": 0.99, "blank_right": 0.995}

if __name__ == "__main__":
    score_real(__doc__, "cells", "digit", TARGETS)
