"""Letters as pen strokes: Latin, Greek, Cyrillic and the parts of Hangul, alone and put together.

A letter is written in a shorthand: strokes apart by blanks, each a row of points, each point two digits, x
and y from 0 to 9, y down; ``~`` before a stroke makes a curve through its points. ``094099 2676`` is an A::

    0 ....4....9
      .../.\\...        (0,9) (4,0) (9,9)
      ../---\\..        (2,6) (7,6)
    9 ./.....\\.

Letters that people write like a digit are left out, as in ``scene_print``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkread.training.scene_strokes import draw, smooth

Ink = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
Random = np.random.Generator

CAPITALS = (
    "094099 2676", "0009 ~0060825404 ~0464967809", "~82501205296997", "0009 ~006093966909", "90000999 0474",
    "900009 0474", "~82501205296997 999565", "0009 9099 0595", "~5056482907 2080", "0009 800499", "000999",
    "0900469099", "09009990", "0009 ~0060936504", "~401105184987948140 6699", "0009 ~0060936504 4499",
    "0090 4049", "~000629699690", "004990", "0029537990", "0099 9009", "0045 904549",
)  # fmt: skip
"""A B C D E F G H J K L M N P Q R T U V W X Y."""

SMALL = (
    "~8352153759868383 8389", "~72412315286897", "~855416296986 8089",
    "~058581401105296997", "~81504349 1474", "0009 ~06447579", "0009 730679", "0309 ~05344549 ~45748589",
    "0309 ~05446579", "0009 ~0151735405", "0309 ~05346384", "~40486989 1373", "~030729698693 9399", "034993",
    "0329557993", "0399 9309", "0045 9019", "4349 4041", "~6367593918 6061",
)  # fmt: skip
"""a c d e f h k m n p r t u v w x y i j."""

OTHERS = (
    "~91572805225398", "~0190 2129 7179", "1099 5409", "~020629485569799492", "~0206497692 4049",
    "~421305174887958342 4049", "~401105184987948140 0595", "9000550999", "0090 1575 0999", "40099940",
    "00099990 4049", "9099 ~9030124494 5409", "~0190986929", "0009 0595 ~95919039", "009099 4049",
)  # fmt: skip
"""α π λ ω ψ φ θ Σ Ξ Δ Ш Я and a few signs."""

HANGUL = (
    "90000999", "0090990900", "0009 9099 0595 0999", "0090 4009 4499", "4020 0393 ~4414264968756444",
    "4049 4585", "8089 0484", "4349 0999", "0191 4149", "2029 7079 2575", "0989 3039 7079",
    "0191 3139 6169", "000999", "0090 0494 0999", "4019 4599",
)  # fmt: skip
"""The consonants and vowels that syllables are made of."""

KATAKANA = (
    "009074 ~443929", "~804509 4449", "~402029 203090 ~804509", "109090 4047 0797", "0292 6069 ~623509",
    "0292 ~4048270979 ~929989", "0292 0595 3059", "~300209 3292 ~926849", "~200309 0393 ~636839",
    "009099 0999", "0292 2026 7076 ~764939", "0111 0515 ~098591", "009079 ~503509", "2029 ~052575955998",
    "0010 4050 ~907529", "~204080 0395 ~635949", "2029 2464", "0393 5059 ~504509", "1090 0898",
    "~1090 ~907509 ~255565", "40 0393 ~634909 4349 ~446498", "~402009 ~607099", "0191 0999",
    "2029 9292 ~292989", "~045034599597", "0292 4049 ~244509 5499", "~903509 ~155598",
)  # fmt: skip
"""Some of the Japanese syllables."""

INDIC = (
    "0090 6069 ~642415386866", "0090 7079 ~731315477573", "0090 4049 ~453516375655 ~455585978879",
    "~0533647595 ~053766758799", "~024143647483929698 ~34465766", "~0840114095798997",
    "~456575665535264385989567", "~053061949776555879", "~153155759593 9399", "~084111355789 8490",
)  # fmt: skip
"""Shapes of the scripts of India and Burma: a bar with loops below it, rings side by side."""

LETTERS = CAPITALS + SMALL + OTHERS + KATAKANA + INDIC


def draw_letter(random: Random, height_px: int) -> Ink:
    """A letter, or two or three parts of Hangul beside and below each other: ``(H, W) float32`` ink."""
    if random.random() < 0.7:
        strokes = strokes_of(LETTERS[random.integers(len(LETTERS))])
    else:
        strokes = _syllable(random)
    return draw(strokes, random, height_px, wide=random.uniform(0.55, 1.05), bend=0.03)


def strokes_of(shorthand: str) -> list[Points]:
    """The strokes that a shorthand stands for, in a unit box."""
    return [_stroke(part) for part in shorthand.split()]


def _stroke(part: str) -> Points:
    digits = np.array([int(digit) for digit in part.lstrip("~")], np.float64)
    points = digits.reshape(-1, 2) / 9
    return smooth(points) if part.startswith("~") else points


def _syllable(random: Random) -> list[Points]:
    first, second, third = (strokes_of(HANGUL[random.integers(len(HANGUL))]) for _ in range(3))
    beside = random.random() < 0.5
    shape, move = (
        (np.array([0.5, 1]), np.array([0.6, 0])) if beside else (np.array([1, 0.5]), np.array([0, 0.6]))
    )
    joined = [stroke * shape for stroke in first] + [stroke * shape + move for stroke in second]
    if random.random() < 0.3:
        joined += [stroke * (1, 0.5) + (0, 1.15) for stroke in third]
    return joined
