"""The second half of ``make weights``: the line recogniser, from MNIST's training half to ONNX.

Run as ``python -m inkread.training.line_weights``. Lines are composed from the digits of one writer each
while it learns; some thousand numbers on paper go through the reader's front end first. Numbers by
held-out writers validate. The run folder goes on where it was cut off; MNIST's test half stays shut.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inkread.data.dataset import Bytes, Dataset
from inkread.data.mnist import load_dataset
from inkread.data.splits import hold_out_writers
from inkread.errors import DataError
from inkread.files import write_json
from inkread.ink.normalise import normalise
from inkread.networks.torch_net import weights_of
from inkread.recipes.recipe import Muon
from inkread.training.checkpoint import load_checkpoint, save_checkpoint
from inkread.training.kept import Arrays, kept_arrays
from inkread.training.line_compose import Digits, Strip
from inkread.training.line_fit import (
    FAST,
    PORTION,
    PORTIONS_AN_EPOCH,
    SLOW,
    Lines,
    fit_lines,
    new_line_state,
)
from inkread.training.line_net import export_line
from inkread.training.line_seen import seen_strips
from inkread.training.machine import versions
from inkread.training.run import CHECKPOINT, write_history
from inkread.training.scene_print import print_digit
from inkread.training.scene_strokes import draw_digit
from inkread.training.scene_styles import restyled
from inkread.training.state import State
from inkread.weights import LINE

N_SEEN, N_HELD = 5_000, 400
"""Numbers that go through the front end to be learnt from, and those of held-out writers."""

N_OWN = 12_000
"""Digits restyled, drawn as pen strokes and printed, of each."""


@dataclass(frozen=True)
class Stage:
    """A part of the training: ``epochs`` of 20,480 lines each, and what these are composed of.

    ``shares`` are those of one writer's digits as they are, or as others write them, of ours, of fonts'.
    """

    epochs: int
    optimiser: Muon
    shares: tuple[float, float, float, float]


STAGES = (Stage(12, FAST, (0.84, 0.0, 0.10, 0.06)), Stage(7, SLOW, (0.60, 0.14, 0.18, 0.08)))
"""First mostly MNIST, as it is; then more of how other people write."""

HELD, TRAIN, OWN, RESTYLED = 0, 1, 2, 3
"""The second number of the seeds of these."""

logger = logging.getLogger("inkread")


def make_line_weights(
    dataset: Dataset,
    folder: Path,
    target: Path = LINE,
    *,
    stages: Sequence[Stage] = STAGES,
    portions: int = PORTIONS_AN_EPOCH,
    size: int = PORTION,
    n_seen: int = N_SEEN,
    n_held: int = N_HELD,
    seed: int = 0,
) -> dict[str, Any]:
    """Train the line recogniser in ``folder`` and write it to ``target`` with its record beside it.

    An unfinished run in ``folder`` goes on; what was begun with other data, numbers, seed or settings is left
    alone there and not taken. Raises DataError when the data set does not know its writers.
    Returns the record.
    """
    train, held_out = _digits(dataset)
    seen = kept_strips(folder / "seen.npz", train, n_seen, (seed, TRAIN), dataset.sha256)
    held = kept_strips(folder / "held.npz", held_out, n_held, (seed, HELD), dataset.sha256)
    sources = train, _restyled(train, seed), *_own_digits(seed)
    drawn = hashlib.sha256(b"".join(strip.ink.tobytes() for strip in [*seen, *held])).hexdigest()
    state = new_line_state(seed, stages[0].optimiser)
    for number, stage in enumerate(stages):
        if number:
            state = new_line_state(seed, stage.optimiser, state)
        lines = Lines(sources, stage.shares, seen, size)
        said = f"{dataset.sha256} {drawn} {seed} {N_OWN} {portions} {size} {stages[: number + 1]}"
        place = folder / f"stage-{number + 1}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
        _learn(state, lines, held, stage.epochs, portions, seed + number, place)
    origin = {"name": dataset.name, "sha256": dataset.sha256}
    export_line(weights_of(state.trained), target, {"line": True, "seed": seed, "data": origin["name"]})
    record = _record(target, state, origin, seed) | {
        "lines": sum(stage.epochs for stage in stages) * portions * size,
        "seen": len(seen),
        "held": len(held),
        "stages": [asdict(stage) for stage in stages],
    }
    write_json(target.with_suffix(".json"), record)
    return record


def _learn(
    state: State, lines: Lines, held: list[Strip], epochs: int, portions: int, seed: int, folder: Path
) -> None:
    """One stage, from its beginning or from the checkpoint in ``folder``."""
    if (folder / CHECKPOINT).is_file():
        load_checkpoint(state, folder / CHECKPOINT)

    def keep(state: State) -> None:
        save_checkpoint(state, folder / CHECKPOINT)
        write_history(folder, state.history)
        logger.info("%s", state.history[-1])

    fit_lines(state, lines, held, epochs=epochs, seed=seed, portions=portions, on_epoch=keep)


def _digits(dataset: Dataset) -> tuple[Digits, Digits]:
    """The training half's digits: those to learn from, and those of held-out writers."""
    if dataset.writers is None:
        raise DataError(f"{dataset.origin}: lines are composed of one writer's digits; add QMNIST's labels.")
    held = hold_out_writers(dataset.writers)
    images, labels, writers = dataset.train_images, dataset.train_labels, dataset.writers
    train, out = (Digits(images[half], labels[half], writers[half]) for half in (~held, held))
    return train, out


def _restyled(digits: Digits, seed: int) -> Digits:
    """Some of the writers' digits crossed, footed, flagged or left open; each writer keeps the own ones."""
    random = np.random.default_rng((seed, RESTYLED))
    groups = [random.permutation(group)[: max(N_OWN // len(digits.own), 10)] for group in digits.own]
    chosen, writers = np.concatenate(groups), np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    images = restyled_images(digits.images[chosen], digits.labels[chosen], random)
    return Digits(images, digits.labels[chosen], writers.astype(np.int32))


def restyled_images(images: Bytes, labels: Bytes, random: np.random.Generator) -> Bytes:
    """``(n, 28, 28) uint8`` digits with the strokes and gaps that other writers give them."""
    inks = (np.divide(image, 255, dtype=np.float32) for image in images)
    changed = (restyled(ink, int(label), random) for ink, label in zip(inks, labels, strict=True))
    return np.stack([_as_digit(ink) for ink in changed])


def _own_digits(seed: int) -> tuple[Digits, Digits]:
    """Digits drawn as pen strokes, and printed ones; neither has one hand, so any may stand together."""
    random = np.random.default_rng((seed, OWN))
    labels = np.arange(N_OWN, dtype=np.uint8) % 10
    one_hand = np.zeros(N_OWN, np.int32)
    drawn = np.stack([_as_digit(draw_digit(int(label), random, 48)) for label in labels])
    printed = np.stack([_as_digit(print_digit(int(label), random)) for label in labels])
    return Digits(drawn, labels, one_hand), Digits(printed, labels, one_hand)


def _as_digit(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    return np.rint(255 * normalise(ink)).astype(np.uint8)


def kept_strips(path: Path, digits: Digits, n: int, seed: tuple[int, ...], sha256: str) -> list[Strip]:
    """``n`` numbers through the front end, from the file ``path`` where an earlier start left them.

    A file of another ``n``, ``seed`` or data set, which ``sha256`` names, or of other code is drawn anew.
    """
    kept = kept_arrays(path, f"{sha256} {n} {seed}", lambda: _strips(list(seen_strips(digits, n, seed))))
    inks = np.split(kept["ink"], np.cumsum(kept["width"])[:-1], axis=1)
    return [Strip(ink, str(text)) for ink, text in zip(inks, kept["text"], strict=True)]


def _strips(drawn: Sequence[Strip]) -> Arrays:
    """The strips side by side, their widths and their texts."""
    return {
        "ink": np.concatenate([strip.ink for strip in drawn], axis=1),
        "width": [strip.ink.shape[1] for strip in drawn],
        "text": [strip.text for strip in drawn],
    }


def _record(target: Path, state: State, origin: dict[str, str], seed: int) -> dict[str, Any]:
    model, last = target.read_bytes(), state.history[-1]
    return {
        "sha256": hashlib.sha256(model).hexdigest(),
        "bytes": len(model),
        "seed": seed,
        "data": origin,
        "versions": versions(),
        "parameters": sum(weight.numel() for weight in state.network.parameters()),
        "scores": {"held_lines_exact": last.validation_accuracy, "held_loss": last.validation_loss},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line of the second half of ``make weights``."""
    parser = argparse.ArgumentParser(description="Make the line recogniser that ships with Inkread.")
    parser.add_argument("--data", help="where MNIST is; as INKREAD_DATA")
    parser.add_argument("--folder", type=Path, default=Path("runs/line"), help="the run folder")
    parser.add_argument("--target", type=Path, default=LINE, help="where the ONNX file goes")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    cv2.setNumThreads(1)
    record = make_line_weights(load_dataset(chosen.data or "mnist"), chosen.folder, chosen.target)
    print(json.dumps(record["scores"], indent=1))


if __name__ == "__main__":
    main()
