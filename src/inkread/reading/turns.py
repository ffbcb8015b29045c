"""Which way up a page lies: from which side its parts look most like digits.

::

    ┌──────────┐                   ┌──────┐
    │ ⊓⊔ ⊏  ⊐∪ │   three quarter   │ 2014 │     each part is looked at from four sides, and so is the
    │  ⊐ ⊏∩ ⊔  │   turns           │ 0075 │     page, where it can hardly be read as it lies
    └──────────┘        →          │ 31   │
                                   └──────┘
"""

from __future__ import annotations

import numpy as np

from inkread.classifier.base import Classifier
from inkread.ink.normalise import normalise
from inkread.ink.page import unruled_page
from inkread.ink.rank import middle
from inkread.ink.segment import Components, Ink
from inkread.ink.sheet import Sheet
from inkread.reading.result import Reading

DOUBTFUL = 0.85
"""A page of which less is legible may lie on its side or head."""

CLEAR, CLEARER = 0.5, 0.15
"""It does where turned it is so legible at least, and by so much more than as it lies."""

FEWEST, MOST = 4, 48
"""So many parts are looked at; fewer may look like digits from several sides."""

SIZES = 0.4, 1.8
"""How large they are, as a share of the size that half of the ink has."""

SURE, SURELY = 0.95, 0.4
"""From the right side at least this share of them are digits so surely; of letters and signs fewer."""

LEAD, LEAST = 5.0, 0.02
"""All parts together are e to the power of the first likelier to be digits than as they lie; no part has less
than the second to say."""


def legible(reading: Reading) -> float:
    """The share in [0, 1] of all that was seen on a page that is surely read; 1 where nothing was seen."""
    n_digits = sum(len(number.text) for number in reading.numbers)
    sure = sum(len(number.text) * number.confidence for number in reading.numbers)
    seen = n_digits + len(reading.rejected)
    return sure / seen if seen else 1.0


def turns_of(sheet: Sheet, classifier: Classifier) -> int:
    """Quarter turns to the left, 0 to 3, that bring the writing upright; 0 where that is not clear."""
    clean, found, _ = unruled_page(sheet.ink, sheet.contrast)
    parts = _parts(found)
    if len(parts) < FEWEST:
        return 0
    images = [np.rot90(_alone(clean, found, part), turns) for part in parts for turns in range(4)]
    likely = classifier(np.ascontiguousarray(images)).max(axis=1).reshape(-1, 4)
    sides = np.log(np.maximum(likely, LEAST)).sum(axis=0)
    best = int(sides.argmax())
    surely = float((likely[:, best] >= SURE).mean())
    return best if surely >= SURELY and sides[best] - sides[0] >= LEAD else 0


def is_clearer(turned: Reading, reading: Reading) -> bool:
    """Whether a page is so much more legible turned that it lay on its side or head."""
    return legible(turned) >= max(CLEAR, legible(reading) + CLEARER)


def _parts(found: Components) -> list[int]:
    """The parts that are about as large as digits, the largest first."""
    if not found.boxes:
        return []
    sizes = np.array([max(box.w, box.h) for box in found.boxes], np.float64)
    usual = middle(sizes, np.array(found.areas))
    least, most = SIZES
    right = np.flatnonzero((sizes >= least * usual) & (sizes <= most * usual))
    return [int(part) for part in right[:MOST]]


def _alone(ink: Ink, found: Components, part: int) -> Ink:
    """The ink of one part in MNIST's form."""
    box = found.boxes[part]
    window = slice(box.y, box.bottom), slice(box.x, box.right)
    return normalise(ink[window] * (found.labels[window] == part + 1))
