"""How far apart two texts are."""

from __future__ import annotations


def edit_distance(text: str, label: str) -> int:
    """How many characters must be put in, taken out or changed (Levenshtein 1966)."""
    row = list(range(len(label) + 1))
    for i, character in enumerate(text, start=1):
        last, row[0] = row[0], i
        for j, wanted in enumerate(label, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (character != wanted))
    return row[-1]
