"""Photos of handwritten numbers, named by what they say, through the reader.

    python benchmarks/read_strings.py [FOLDER] [--model FILE] [--page MISTAKES.html]

FOLDER is ``real/strings`` of ``INKREAD_DATA`` by default. Nothing is fitted on it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from inkread.files import write_json
from inkread.reading.reader import reader
from inkread.reading.score import score
from inkread.reading.score_page import save_page, summary

RESULT = Path(__file__).parents[1] / "results" / "read_strings.json"
TARGETS = {"exact": 0.92, "character_error": 0.015}


def main() -> None:
    """Score the folder and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(os.environ.get("INKREAD_DATA", ".")) / "real" / "strings"
    result = score(reader(options.model), folder, "line")
    figures = result.to_json() | {"folder": folder.name, "targets": TARGETS}
    # Only what was read is kept: the pictures are other people's.
    figures["mistakes"] = [{**m, "path": Path(m["path"]).name} for m in figures["mistakes"]]
    write_json(RESULT, figures)
    if options.page:
        save_page(result, options.page)
    print("\n".join(summary(result)))


if __name__ == "__main__":
    main()
