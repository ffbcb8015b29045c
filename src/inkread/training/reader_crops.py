"""What the shipped classifier learns from: crops of digits and of what is none, drawn once and kept.

::

    crops.npz      digits, pieces, letters, halves, runs out of numbers ──► the whole network
    writing.npz    words, signs, signatures, doodles, digits in chalk   ──► only what is none, with the above

Drawn in batches, each from a seed of its own, by as many processes as there are cores; those of held-out
writers validate and calibrate. The run folder keeps them, for drawing takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from inkread.data.dataset import Bytes, Dataset
from inkread.data.splits import Split, split
from inkread.errors import DataError
from inkread.training.kept import Arrays, kept_arrays
from inkread.training.scene_crops import Crops, draw_crops, draw_halves, draw_rough, draw_writing
from inkread.training.scene_lattice import draw_lattice

Draw = Callable[[Bytes, Bytes, int, tuple[int, ...]], Crops]
"""Draws so many crops from digits, their labels and a seed."""

BATCH = 2_500
"""Crops drawn from one seed."""

CROPS: dict[Draw, int] = {draw_crops: 1, draw_halves: 20, draw_lattice: 6}
WRITING: dict[Draw, int] = {draw_writing: 10, draw_rough: 30}
"""One of each to so many crops."""

TRAIN, VALIDATION = 0, 1
"""The first number of the seeds of either half."""


def kept_crops(folder: Path, dataset: Dataset, n_crops: int, n_validation: int) -> Split:
    """``crop_split`` of ``CROPS``, from ``crops.npz`` in ``folder`` where an earlier start left it."""
    return _kept(folder / "crops.npz", CROPS, dataset, n_crops, n_validation)


def kept_writing(folder: Path, dataset: Dataset, n_crops: int, n_validation: int) -> Split:
    """``crop_split`` of ``WRITING``, beside so many crops, from ``writing.npz`` in ``folder``."""
    return _kept(folder / "writing.npz", WRITING, dataset, n_crops, n_validation)


def crop_split(kinds: dict[Draw, int], dataset: Dataset, n_crops: int, n_validation: int) -> Split:
    """Crops of ``kinds`` to train on and, of writers held out, to validate on; labels 0 … 10.

    Raises DataError when the data set does not know its writers.
    """
    if dataset.writers is None:
        raise DataError(
            f"{dataset.origin}: the reader's classifier holds out writers; add QMNIST's label files."
        )
    digits = split(dataset)
    train = _drawn(partial(_draw_batch, kinds, digits.train_images, digits.train_labels, TRAIN), n_crops)
    held = _drawn(
        partial(_draw_batch, kinds, digits.validation_images, digits.validation_labels, VALIDATION),
        n_validation,
    )
    said = f"{len(train.labels):,} crops to train, {len(held.labels):,} of held-out writers to validate"
    return Split(train.images, train.labels, held.images, held.labels, digits.kind, said)


def _kept(path: Path, kinds: dict[Draw, int], dataset: Dataset, n_crops: int, n_validation: int) -> Split:
    said = f"{dataset.sha256} {n_crops} {n_validation}"
    kept = kept_arrays(path, said, lambda: _arrays(crop_split(kinds, dataset, n_crops, n_validation)))
    train, held = (kept["images"], kept["labels"]), (kept["held_images"], kept["held_labels"])
    return Split(*train, *held, str(kept["kind"]), str(kept["description"]))


def _arrays(crops: Split) -> Arrays:
    return {
        "images": crops.train_images,
        "labels": crops.train_labels,
        "held_images": crops.validation_images,
        "held_labels": crops.validation_labels,
        "kind": crops.kind,
        "description": crops.description,
    }


def _drawn(draw: Callable[[int, int], Crops], n: int) -> Crops:
    sizes = [min(BATCH, n - start) for start in range(0, n, BATCH)]
    if len(sizes) == 1:
        return draw(sizes[0], 0)
    # Spawned: a fork would inherit the locks of PyTorch's threads. One thread of OpenCV in each:
    # for pictures this small its own threads only wait for each other.
    context = get_context("spawn")
    with ProcessPoolExecutor(mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        return _joined(list(pool.map(draw, sizes, range(len(sizes)), chunksize=4)))


def _draw_batch(
    kinds: dict[Draw, int], images: Bytes, labels: Bytes, half: int, size: int, number: int
) -> Crops:
    """What goes with ``size`` crops, each kind from a seed of its own."""
    parts = []
    for draw, one_in in kinds.items():
        seed = (half, number) if one_in == 1 else (half, number, one_in)
        parts.append(draw(images, labels, max(size // one_in, 1), seed))
    return _joined(parts)


def _joined(parts: list[Crops]) -> Crops:
    images = np.concatenate([part.images for part in parts])
    return Crops(images, np.concatenate([part.labels for part in parts]))
