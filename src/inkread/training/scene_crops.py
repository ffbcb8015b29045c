"""Training pictures as the reader's front end hands them over: cut out, thresholded, in MNIST's form.

::

    MNIST, habits, pen strokes, print ──► hand ──► pen ──► lens, threshold ──► debris ──► normalise ──► 0 … 9
    pairs, pieces, letters, marks ─────────────────────────────────────────────────────────────────────► 10

Class 10 is "not one digit". What is drawn depends on the seed alone, in batches that can be drawn apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkread.ink.normalise import normalise
from inkread.training.scene_camera import bent, penned, photographed, rough
from inkread.training.scene_damage import damaged
from inkread.training.scene_debris import struck_out, with_debris
from inkread.training.scene_letters import draw_letter
from inkread.training.scene_marks import mark
from inkread.training.scene_overdrawn import draw_dotted, draw_ringed, in_parts, overdrawn, takes_strokes
from inkread.training.scene_parts import bulge, half, lain, may_be_one, pair, piece, trim
from inkread.training.scene_print import print_digit, print_letter, print_word_part
from inkread.training.scene_strokes import draw_character, draw_digit, draw_scribble
from inkread.training.scene_styles import restyled
from inkread.training.scene_writing import draw_doodle, draw_sign, draw_signature, draw_word_part

Ink = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Random = np.random.Generator

NOT_A_DIGIT = 10
"""The class of pictures that are not one digit."""

SHARES = {
    "as it is": 0.05,
    "damaged": 0.19,
    "handwritten": 0.25,
    "restyled": 0.05,
    "drawn": 0.10,
    "printed": 0.05,
    "pair": 0.05,
    "piece": 0.04,
    "letter": 0.045,
    "written letter": 0.08,
    "character": 0.035,
    "lain": 0.03,
    "mark": 0.02,
    "scribble": 0.005,
    "struck out": 0.005,
}
"""How often each kind is drawn; the first six are digits."""

OTHERS = dict(list(SHARES.items())[6:])
"""Those that are not one digit."""

WRITING = {
    "word": 0.3,
    "printed word": 0.15,
    "sign": 0.2,
    "signature": 0.1,
    "doodle": 0.05,
    "overdrawn": 0.08,
    "ringed": 0.08,
    "dotted": 0.04,
}
"""What is written beside numbers, and what is nearly a digit; none of it is one."""

DRAWN: dict[str, Callable[[Random, int], Ink]] = {
    "word": draw_word_part,
    "sign": draw_sign,
    "signature": draw_signature,
    "doodle": draw_doodle,
    "ringed": draw_ringed,
    "dotted": draw_dotted,
}
"""What draws them with a pen."""

BLOT = 0.6
"""Ink that covers more of its box than this has lost its shape."""


@dataclass(frozen=True, eq=False)
class Crops:
    """Pictures ``(n, 28, 28) uint8``, 0 paper and 255 ink, and ``(n,) uint8`` labels, 10 for no digit."""

    images: Bytes
    labels: Bytes


def draw_crops(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Crops:
    """``n`` crops made from the digits ``images`` (``(m, 28, 28) uint8``) with their ``labels``."""
    random = np.random.default_rng(seed)
    kinds = random.choice(list(SHARES), n, p=list(SHARES.values()))
    drawn = [_draw(str(kind), images, labels, random) for kind in kinds]
    pictures = np.stack([_bytes(ink) for ink, _ in drawn])
    return Crops(pictures, np.array([label for _, label in drawn], np.uint8))


def draw_others(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Bytes:
    """``n`` crops of what is not one digit ``(n, 28, 28) uint8``, in the proportions of ``SHARES``."""
    random = np.random.default_rng(seed)
    shares = np.array(list(OTHERS.values()))
    kinds = random.choice(list(OTHERS), n, p=shares / shares.sum())
    return np.stack([_bytes(_draw(str(kind), images, labels, random)[0]) for kind in kinds])


def draw_halves(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Crops:
    """``n`` left and right halves of digits, most of them of 0: what a cut through a digit leaves, class 10.

    A reader that tries every cut meets halves of 0 all the time, and they are not far from a 1 and a 7.
    """
    random = np.random.default_rng(seed)
    zeros, others = np.flatnonzero(labels == 0), np.flatnonzero((labels != 0) & (labels != 1))
    drawn: list[Bytes] = []
    while len(drawn) < n:
        chosen = random.choice(zeros if random.random() < 0.6 else others)
        made = _seen(half(images[chosen].astype(np.float32) / 255, random), random, strength=0.5)
        if float(made.max(initial=0)) > 0.3 and bulge(made) > 0.06:
            drawn.append(_bytes(normalise(made)))
    return Crops(np.stack(drawn), np.full(n, NOT_A_DIGIT, np.uint8))


def draw_rough(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Crops:
    """``n`` crops of digits in chalk or crayon, whose strokes are full of gaps; their own labels."""
    random = np.random.default_rng(seed)
    drawn: list[Bytes] = []
    digits: list[int] = []
    while len(drawn) < n:
        chosen = random.integers(len(labels))
        ink = trim(np.divide(images[chosen], 255, dtype=np.float32))
        made = penned(bent(ink, random, random.uniform(18, 64)), random)
        seen = photographed(rough(made, random), random)
        if seen.sum() > 0.5 * made.sum():
            drawn.append(_bytes(normalise(seen)))
            digits.append(int(labels[chosen]))
    return Crops(np.stack(drawn), np.array(digits, np.uint8))


def draw_writing(images: Bytes, labels: Bytes, n: int, seed: tuple[int, ...]) -> Crops:
    """``n`` crops of what stands on a page beside numbers, in the proportions of ``WRITING``, class 10."""
    random = np.random.default_rng(seed)
    drawn: list[Bytes] = []
    while len(drawn) < n:
        kind = str(random.choice(list(WRITING), p=list(WRITING.values())))
        made = _seen(_written(kind, images, labels, random), random, strength=0.8)
        if _still_there(kind, made):
            drawn.append(_bytes(normalise(made)))
    return Crops(np.stack(drawn), np.full(n, NOT_A_DIGIT, np.uint8))


def _written(kind: str, images: Bytes, labels: Bytes, random: Random) -> Ink:
    while kind == "overdrawn":
        chosen = random.integers(len(labels))
        ink, digit = images[chosen].astype(np.float32) / 255, int(labels[chosen])
        if takes_strokes(ink, digit):
            return overdrawn(ink, digit, random)
    if kind == "printed word":
        return print_word_part(random)
    return DRAWN[kind](random, 48)


def _still_there(kind: str, made: Ink) -> bool:
    """Whether pen and lens have left what makes it no digit: not a blot, nor one line, nor a dot lost."""
    if not float(made.max(initial=0)) > 0.3 or (trim(made, 0) > 0.4).mean() > BLOT:
        return False
    return in_parts(made) if kind == "dotted" else not may_be_one(made)


def _draw(kind: str, images: Bytes, labels: Bytes, random: Random) -> tuple[Ink, int]:
    """One crop of the kind and its label; drawn again when thresholding left nothing of it."""
    while True:
        chosen = int(random.integers(len(labels)))
        digit, ink = int(labels[chosen]), images[chosen].astype(np.float32) / 255
        if kind == "as it is":
            return ink, digit
        if kind == "damaged":
            return damaged(ink, random), digit
        if kind in ("handwritten", "restyled", "drawn", "printed"):
            made, label = _digit(kind, ink, digit, images, random), digit
        elif kind == "lain":
            turned = lain(ink, digit, random)
            if turned is None:
                continue
            made, label = _seen(turned, random), NOT_A_DIGIT
        else:
            made, label = _other(kind, ink, images, random), NOT_A_DIGIT
        if float(made.max(initial=0)) > 0.3 and not (label == NOT_A_DIGIT and may_be_one(made)):
            return normalise(made), label


def _digit(kind: str, ink: Ink, digit: int, images: Bytes, random: Random) -> Ink:
    if kind == "restyled":
        ink = restyled(ink, digit, random)
    elif kind == "drawn":
        ink = draw_digit(digit, random, 48)
    elif kind == "printed":
        ink = print_digit(digit, random)
    seen = _seen(ink, random, strength=0.6 if kind == "printed" else 1.0)
    if random.random() < 0.18:
        seen = with_debris(seen, _seen(_any(images, random), random), random)
    return seen


def _seen(ink: Ink, random: Random, strength: float = 1.0) -> Ink:
    """Ink as the front end sees it, 9 to 18 pixels high in one picture of six, up to 64 else."""
    height_px = random.uniform(9, 18) if random.random() < 0.16 else random.uniform(18, 64)
    return photographed(penned(bent(trim(ink), random, height_px, strength=strength), random), random)


def _other(kind: str, ink: Ink, images: Bytes, random: Random) -> Ink:
    """Ink that is not one digit."""
    if kind == "pair":
        return _seen(pair(ink, _any(images, random), random), random, strength=0.7)
    if kind == "piece":
        return _seen(piece(ink, random), random, strength=0.5)
    if kind == "letter":
        return _seen(print_letter(random), random, strength=1.6)
    if kind == "written letter":
        return _seen(draw_letter(random, 48), random)
    if kind == "character":
        return _seen(draw_character(random, 48), random)
    if kind == "mark":
        return _seen(mark(random), random, strength=0.5)
    if kind == "scribble":
        return _seen(draw_scribble(random, 48), random)
    return struck_out(_seen(ink, random), random)


def _bytes(ink: Ink) -> Bytes:
    return np.rint(255 * ink).astype(np.uint8)


def _any(images: Bytes, random: Random) -> Ink:
    return np.divide(images[random.integers(len(images))], 255, dtype=np.float32)
