"""Photos of handwritten numbers, named by what they say, through the reader.

    python benchmarks/read_strings.py [FOLDER] [--model FILE] [--page MISTAKES.html]

FOLDER is ``real/strings`` of ``INKREAD_DATA`` by default. Nothing is fitted on it, but one constant was set
after a look at one of its photographs: ``PULL`` in ``inkread.workflow.line_odds``, which keeps the second
opinion's weights near one half (experiments/LOG.md, the line recogniser).
"""

from __future__ import annotations

from scoring import score_real

TARGETS = {"exact": 0.92, "character_error": 0.015}

if __name__ == "__main__":
    score_real(__doc__, "strings", "line", TARGETS)
