"""A second opinion on a number: what the lattice and the line recogniser say of it together.

::

    lattice        417 −0.9   4117 −1.2   47 −2.6       cuts, and a classifier that sees one digit
    recogniser    4117 −0.1   4177 −3.0   417 −4.1      no cuts; sees neighbours, knows no boundaries
    together      4117 −0.1   417 −2.8 …                weighed by ``weights/opinion.json``

Only numbers that the lattice is not sure of are asked about: the recogniser takes some milliseconds.
``python -m inkread.workflow.line_odds`` fits the weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread import weights
from inkread.ink.pieces import Pieces
from inkread.ink.strip import Ink, pieces_strip
from inkread.reading.candidates import Candidate
from inkread.reading.decode import Decoded, Step
from inkread.reading.edits import edit_distance
from inkread.reading.line import likeliest, log_likelihoods
from inkread.reading.odds import calibrated
from inkread.reading.rivals import Rival, rivals, spelt, text_shares

Floats = npt.NDArray[np.float64]

Recogniser = Callable[[Ink], Floats]
"""From a strip ``(32, W) float32`` to ``(T, 11)`` log probabilities of its columns."""

OPINION = Path(weights.__file__).with_name("opinion.json")
"""The weights that ship with Inkread."""

ASKED = 0.95
"""The lattice is believed alone where its likeliest text has at least this share of all readings."""

FIRST = 1.0
"""What the lattice's own first text is given in advance: its classifier knows more ways of writing."""

FLOOR, SURE = -4.0, 0.5
"""About the least log share, for each edit that parts it from the lattice's first, of a text that has this
probability for the recogniser.

In weighed logs one opinion vetoes what the other sees (Genest & Zidek 1986), and where digits touch the
lattice is often sure of a text without the 1 that the digit beside it has swallowed."""

TEXTS = 8
"""Texts that either of the two proposes."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much either's log probability counts, and the curve from a text's share to its probability."""

    lattice: float
    recogniser: float
    number: tuple[float, float]


@dataclass(frozen=True, eq=False, slots=True)
class Opinion:
    """The path of the text that both together find likeliest, and the probability that it is right."""

    steps: list[Step]
    probability: float


@cache
def shipped_weights() -> Weights:
    """The weights of ``OPINION``."""
    kept: dict[str, Any] = json.loads(OPINION.read_text(encoding="utf-8"))["weights"]
    return Weights(kept["lattice"], kept["recogniser"], (kept["number"][0], kept["number"][1]))


def second_opinion(
    recogniser: Recogniser,
    pieces: Pieces,
    candidates: Sequence[Candidate],
    decoded: Decoded,
    start: int,
    end: int,
) -> Opinion | None:
    """What the pieces ``start … end - 1`` say to both; None where the lattice is sure."""
    found = rivals(decoded, start, end, TEXTS)
    if not found or found[0].log_p >= np.log(ASKED):
        return None
    ranked = weighed(decoded, start, end, recogniser(pieces_strip(pieces, start, end)), found)
    steps = spelt(candidates, decoded, start, end, ranked[0].text)
    if steps is None:
        return None
    probability = calibrated(float(np.exp(ranked[0].log_p)), shipped_weights().number)
    return Opinion(_as_sure(steps, ranked), probability)


def weighed(
    decoded: Decoded,
    start: int,
    end: int,
    columns: Floats,
    found: Sequence[Rival],
) -> list[Rival]:
    """The lattice's rivals ``found`` and the recogniser's own texts, the likeliest for both together first.

    ``columns (T, 11)`` are the recogniser's log probabilities of the pieces ``start … end - 1``. Log
    probabilities are among these texts alone. A text that no path through the lattice spells is left
    out: nobody could say where its digits stand.
    """
    by = shipped_weights()
    said = evidence(decoded, start, end, columns, found)
    log_p = together(*said, found[0].text, by.lattice, by.recogniser)
    return [Rival(said[0][i], min(float(log_p[i]), 0.0)) for i in np.argsort(-log_p, kind="stable")]


def together(
    texts: Sequence[str],
    shares: Floats,
    likelihoods: Floats,
    first: str,
    lattice: float,
    recogniser: float,
) -> Floats:
    """``(n,)``: the log probability of each text among them, ``first`` being the lattice's own.

    ``lattice`` and ``recogniser`` are the weights of ``shares`` and ``likelihoods (n,)``.
    """
    advance = np.where([text == first for text in texts], FIRST, 0.0)
    scores = lattice * shares + recogniser * likelihoods + advance
    return np.asarray(scores - np.logaddexp.reduce(scores), np.float64)


def evidence(
    decoded: Decoded, start: int, end: int, columns: Floats, found: Sequence[Rival]
) -> tuple[list[str], Floats, Floats]:
    """Texts that either proposes and both find possible, with the log probability that each gives them.

    The lattice's are those ``without_veto``.
    """
    texts = list(dict.fromkeys([*(rival.text for rival in found), *likeliest(columns, TEXTS)]))
    by_lattice, by_recogniser = text_shares(decoded, start, end, texts), log_likelihoods(columns, texts)
    possible = np.flatnonzero(np.isfinite(by_lattice) & np.isfinite(by_recogniser))
    if not len(possible):
        return [rival.text for rival in found], by_lattice[: len(found)], np.zeros(len(found))
    kept, said = [texts[i] for i in possible], by_recogniser[possible]
    return kept, without_veto(kept, by_lattice[possible], said, found[0].text), said


def without_veto(texts: Sequence[str], shares: Floats, likelihoods: Floats, first: str) -> Floats:
    """The log ``shares (n,)`` of the texts; that of one the recogniser is sure of is raised to the floor."""
    raised = shares.copy()
    for sure in np.flatnonzero(likelihoods > np.log(SURE)).tolist():
        edits = edit_distance(texts[sure], first)
        if edits:
            raised[sure] = np.logaddexp(shares[sure], FLOOR * edits)
    return raised


def _as_sure(steps: list[Step], ranked: list[Rival]) -> list[Step]:
    """The steps with new confidences: the share of the texts that have each digit in the same place."""
    shares = np.exp([rival.log_p for rival in ranked])
    best = ranked[0].text
    sure = np.sum(
        [share * _kept(best, rival.text) for share, rival in zip(shares, ranked, strict=True)], axis=0
    )
    where = np.cumsum([step.digit is not None for step in steps]) - 1
    return [
        step if step.digit is None else replace(step, confidence=min(float(sure[i]), 1.0))
        for step, i in zip(steps, where, strict=True)
    ]


def _kept(text: str, other: str) -> npt.NDArray[np.bool_]:
    """Which digits of ``text`` stand in ``other`` too, counted from the left or from the right end."""
    kept = np.zeros(len(text), np.bool_)
    for i in range(min(len(text), len(other))):
        kept[i] |= text[: i + 1] == other[: i + 1]
        kept[-1 - i] |= text[-1 - i :] == other[-1 - i :]
        kept[i] |= len(text) == len(other) and text[i] == other[i]
    return kept
