"""``make weights``: the shipped classifier, from MNIST's training half to ONNX and its provenance.

Run as ``python -m inkread.training.reader_weights``. Crops are drawn in batches, each from a seed of its own,
by as many processes as there are cores; held-out writers' crops validate and calibrate. The run folder
goes on where it was cut off. MNIST's test half is scored once, at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import math
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from inkread.classifier.onnx_model import OnnxModel
from inkread.core import CLASSES
from inkread.data.dataset import Bytes, Dataset, as_ink
from inkread.data.mnist import load_dataset
from inkread.data.splits import Split, split
from inkread.errors import DataError
from inkread.files import write_json, write_whole
from inkread.networks.onnx_export import export_onnx
from inkread.recipes.reader import N_CROPS, RECIPE
from inkread.recipes.recipe import Recipe
from inkread.training.kept import Arrays, kept_arrays
from inkread.training.loop import Progress
from inkread.training.machine import versions
from inkread.training.run import Run, open_run
from inkread.training.scene_crops import NOT_A_DIGIT, Crops, draw_crops, draw_halves
from inkread.training.scene_lattice import draw_lattice
from inkread.training.train import start_run, train_run
from inkread.weights import READER

BATCH = 2_500
"""Crops drawn from one seed."""

CROPS = "crops.npz"
"""Where the crops are kept in the run folder: drawing them takes minutes."""

N_VALIDATION = 10_000
"""Crops of held-out writers."""

DOUBT_ODDS = 0.25
"""Three crops of eight are no digit, far more than what a reader is given; the odds of it are scaled by this.

Chosen on numbers and pictures made of held-out writers' digits: from 1 to 0.25 refused digits fell from 0.8
to 0.3% while as many whole numbers were read."""

HALVES, LATTICE = 20, 6
"""One half of a digit, and one crop out of a whole number, is added to so many crops."""

TRAIN, VALIDATION = 0, 1
"""The first number of the seeds of either half."""

logger = logging.getLogger("inkread")


def make_weights(
    dataset: Dataset,
    folder: Path,
    target: Path = READER,
    *,
    n_crops: int = N_CROPS,
    n_validation: int = N_VALIDATION,
    epochs: float | None = None,
) -> dict[str, Any]:
    """Train the reader's classifier in ``folder`` and write it to ``target`` with its record beside it.

    An unfinished run in ``folder`` goes on. Raises DataError when the data set does not know its writers.
    Returns the record.
    """
    crops = _kept_crops(folder / CROPS, dataset, n_crops, n_validation)
    recipe = RECIPE if epochs is None else replace(RECIPE, epochs=epochs)
    started = (folder / "config.json").is_file()
    run = open_run(folder) if started else start_run(folder, recipe, dataset, crops, 0)
    trained = train_run(run, crops, _say)
    exported = _with_prior(run, recipe)
    model = exported.read_bytes()
    scores = score(exported, crops, dataset)
    record = _record(run, crops, model, scores) | {"parameters": trained.parameters, **trained.extra}
    write_whole(target, model)
    write_json(target.with_suffix(".json"), record)
    return record


def _with_prior(run: Run, recipe: Recipe) -> Path:
    """The trained model exported anew, its odds of "not one digit" multiplied by ``DOUBT_ODDS``."""
    weights = load_file(run.folder / "model.safetensors")
    weights[f"{len(recipe.layers) - 1}.bias"][NOT_A_DIGIT] += math.log(DOUBT_ODDS)
    metadata = OnnxModel(run.folder / "model.onnx").metadata
    return export_onnx(recipe, weights, run.folder / "reader.onnx", metadata)


def _kept_crops(path: Path, dataset: Dataset, n_crops: int, n_validation: int) -> Split:
    """The crops of ``crop_split``, from the file ``path`` where an earlier start left them."""
    said = f"{dataset.sha256} {n_crops} {n_validation}"
    kept = kept_arrays(path, said, lambda: _arrays(crop_split(dataset, n_crops, n_validation)))
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


def crop_split(dataset: Dataset, n_crops: int, n_validation: int = N_VALIDATION) -> Split:
    """Crops to train on and, of writers held out, to validate on; labels 0 … 10."""
    if dataset.writers is None:
        raise DataError(
            f"{dataset.origin}: the reader's classifier holds out writers; add QMNIST's label files."
        )
    digits = split(dataset)
    train = _drawn(digits.train_images, digits.train_labels, n_crops, TRAIN)
    held = _drawn(digits.validation_images, digits.validation_labels, n_validation, VALIDATION)
    said = f"{len(train.labels):,} crops to train, {len(held.labels):,} of held-out writers to validate"
    return Split(train.images, train.labels, held.images, held.labels, digits.kind, said)


def _drawn(images: Bytes, labels: Bytes, n: int, half: int) -> Crops:
    sizes = [min(BATCH, n - start) for start in range(0, n, BATCH)]
    draw = partial(_draw_batch, images, labels, half)
    if len(sizes) == 1:
        batches = [draw(sizes[0], 0)]
    else:
        # Spawned: a fork would inherit the locks of PyTorch's threads. One thread of OpenCV in each:
        # for pictures this small its own threads only wait for each other.
        context = get_context("spawn")
        with ProcessPoolExecutor(mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
            batches = list(pool.map(draw, sizes, range(len(sizes)), chunksize=4))
    images = np.concatenate([batch.images for batch in batches])
    return Crops(images, np.concatenate([batch.labels for batch in batches]))


def _draw_batch(images: Bytes, labels: Bytes, half: int, size: int, number: int) -> Crops:
    """``size`` crops and, in addition, halves of digits and crops out of whole numbers."""
    crops = draw_crops(images, labels, size, (half, number))
    halves = draw_halves(images, labels, max(size // HALVES, 1), (half, number, HALVES))
    runs = draw_lattice(images, labels, max(size // LATTICE, 1), (half, number, LATTICE))
    pictures = np.concatenate([crops.images, halves.images, runs[0]])
    return Crops(pictures, np.concatenate([crops.labels, halves.labels, runs[1]]))


def score(model: Path, crops: Split, dataset: Dataset) -> dict[str, float]:
    """Shares in [0, 1] on held-out crops and on MNIST's test half.

    ``crop_accuracy`` of all eleven classes, ``digit_crop_accuracy`` of crops that are digits;
    ``rejected_at_99`` of those that are not, at the confidence that 99% of the digit crops reach;
    ``calibration_error`` over all crops, those of no digit weighed by ``DOUBT_ODDS``.
    """
    network = OnnxModel(model)
    held = network(as_ink(crops.validation_images))
    labels = crops.validation_labels
    confidence = held[:, : len(CLASSES)].max(axis=1)
    digits = labels != NOT_A_DIGIT
    threshold = np.quantile(confidence[digits], 0.01)
    test = network(as_ink(dataset.test_images))[:, : len(CLASSES)].argmax(axis=1)
    return {
        "crop_accuracy": float((held.argmax(axis=1) == labels).mean()),
        "digit_crop_accuracy": float((held[digits, : len(CLASSES)].argmax(axis=1) == labels[digits]).mean()),
        "rejected_at_99": float((confidence[~digits] < threshold).mean()),
        "calibration_error": _calibration_error(held, labels, np.where(digits, 1.0, DOUBT_ODDS)),
        "mnist_test_accuracy": float((test == dataset.test_labels).mean()),
    }


def _calibration_error(
    probabilities: npt.NDArray[np.float32], labels: Bytes, weights: npt.NDArray[np.float64], bins: int = 15
) -> float:
    """Weighted mean distance of confidence and accuracy over equally wide bins (Guo et al. 2017)."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = weights * (confidence - right)
    return float(sum(abs(gap[which == i].sum()) for i in range(bins)) / weights.sum())


def _record(run: Run, crops: Split, model: bytes, scores: dict[str, float]) -> dict[str, Any]:
    config = json.loads((run.folder / "config.json").read_text(encoding="utf-8"))
    return {
        "sha256": hashlib.sha256(model).hexdigest(),
        "bytes": len(model),
        "recipe": config["recipe"],
        "seed": run.config.seed,
        "data": {"name": run.config.data["name"], "sha256": run.config.data["sha256"]},
        "crops": {
            "description": crops.description,
            "sha256": hashlib.sha256(crops.train_images.tobytes()).hexdigest(),
        },
        "versions": versions(),
        "scores": scores,
    }


def _say(progress: Progress) -> None:
    if progress.step % 200 == 0:
        logger.info(
            "step %d of %d, loss %.4f, %.0f s", progress.step, progress.steps, progress.loss, progress.seconds
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line of ``make weights``."""
    parser = argparse.ArgumentParser(description="Make the classifier that ships with Inkread.")
    parser.add_argument("--data", help="where MNIST is; as INKREAD_DATA")
    parser.add_argument("--folder", type=Path, default=Path("runs/reader"), help="the run folder")
    parser.add_argument("--target", type=Path, default=READER, help="where the ONNX file goes")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    record = make_weights(load_dataset(chosen.data or "mnist"), chosen.folder, chosen.target)
    print(json.dumps(record["scores"], indent=1))


if __name__ == "__main__":
    main()
