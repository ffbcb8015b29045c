"""``make weights``: the shipped classifier, from MNIST's training half to ONNX and its provenance.

Run as ``python -m inkread.training.reader_weights``. All classes are learnt from the crops of
``reader_crops``; then what is no digit is learnt anew, with other writing among them, while the digits stay.
Held-out writers' crops validate and calibrate. The run folder goes on where it was cut off. MNIST's test
half is scored once, at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from inkread.classifier.onnx_model import OnnxModel
from inkread.core import CLASSES
from inkread.data.dataset import Bytes, Dataset, as_ink
from inkread.data.mnist import load_dataset
from inkread.data.splits import Split, split
from inkread.files import write_json, write_whole
from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import build_torch, load_weights, weights_of
from inkread.recipes.reader import N_CROPS, RECIPE
from inkread.recipes.recipe import Recipe
from inkread.recipes.serial import to_json
from inkread.training.doubt import teach_doubt
from inkread.training.loop import Progress, Resident
from inkread.training.machine import versions
from inkread.training.reader_crops import kept_crops, kept_writing
from inkread.training.run import Run, open_run
from inkread.training.scene_crops import NOT_A_DIGIT, Crops
from inkread.training.train import device, start_run, train_run
from inkread.weights import READER

N_VALIDATION = 10_000
"""Crops of held-out writers."""

DOUBT_ODDS = 0.25
"""Three crops of eight are no digit, far more than what a reader is given; the odds of it are scaled by this.

Chosen on numbers and pictures made of held-out writers' digits: from 1 to 0.25 refused digits fell from 0.8
to 0.3% while as many whole numbers were read."""

PASSES = 2
"""How often the crops are seen again, while only what is no digit is learnt."""

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

    An unfinished run in ``folder`` goes on; what was begun with another recipe or other crops is left alone
    there and not taken. Raises DataError when the data set does not know its writers. Returns the record.
    """
    crops = kept_crops(folder, dataset, n_crops, n_validation)
    recipe = RECIPE if epochs is None else replace(RECIPE, epochs=epochs)
    run = run_of(folder, recipe, dataset, crops)
    trained = train_run(run, crops, _say)
    writing = kept_writing(folder, dataset, n_crops, n_validation)
    exported = export_doubting(run, recipe, with_writing(crops, writing, dataset))
    model = exported.read_bytes()
    scores = score(exported, crops, writing, dataset)
    record = _record(run, crops, writing, model, scores)
    record |= {"parameters": trained.parameters, **trained.extra}
    write_whole(target, model)
    write_json(target.with_suffix(".json"), record)
    return record


def run_of(folder: Path, recipe: Recipe, dataset: Dataset, crops: Split) -> Run:
    """The run of this recipe on these crops in ``folder``, begun now or by an earlier start."""
    said = f"{json.dumps(to_json(recipe))} {_facts(crops)['sha256']}"
    place = folder / f"run-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
    if (place / "config.json").is_file():
        return open_run(place)
    return start_run(place, recipe, dataset, crops, 0)


def with_writing(crops: Split, writing: Split, dataset: Dataset) -> Crops:
    """What the doubt is learnt from: both kinds of crops, and the digits of the training half untouched."""
    digits = split(dataset)
    return Crops(
        np.concatenate([crops.train_images, writing.train_images, digits.train_images]),
        np.concatenate([crops.train_labels, writing.train_labels, digits.train_labels]),
    )


def export_doubting(run: Run, recipe: Recipe, crops: Crops) -> Path:
    """The trained model exported anew as ``reader.onnx``, with "not one digit" learnt anew from ``crops``.

    The odds of that class are then multiplied by ``DOUBT_ODDS``.
    """
    network, where = build_torch(recipe), device()
    load_weights(network, load_file(run.folder / "model.safetensors"))
    pictures = Resident(crops.images, crops.labels, recipe.batch_size, recipe.augment, where)
    teach_doubt(network.to(where), pictures, passes=PASSES, seed=run.config.seed)
    weights = weights_of(network)
    weights[f"{len(recipe.layers) - 1}.bias"][NOT_A_DIGIT] += math.log(DOUBT_ODDS)
    metadata = OnnxModel(run.folder / "model.onnx").metadata
    return export_onnx(recipe, weights, run.folder / "reader.onnx", metadata)


def score(model: Path, crops: Split, writing: Split, dataset: Dataset) -> dict[str, float]:
    """Shares in [0, 1] on held-out writers' crops, other writing among them, and on MNIST's test half.

    ``crop_accuracy`` of all eleven classes, ``digit_crop_accuracy`` of crops that are digits;
    ``rejected_at_99`` of those that are not, at the confidence that 99% of the digit crops reach;
    ``calibration_error`` over all crops, those of no digit weighed by ``DOUBT_ODDS``.
    """
    network = OnnxModel(model)
    held = network(as_ink(np.concatenate([crops.validation_images, writing.validation_images])))
    labels = np.concatenate([crops.validation_labels, writing.validation_labels])
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


def _record(run: Run, crops: Split, writing: Split, model: bytes, scores: dict[str, float]) -> dict[str, Any]:
    config = json.loads((run.folder / "config.json").read_text(encoding="utf-8"))
    return {
        "sha256": hashlib.sha256(model).hexdigest(),
        "bytes": len(model),
        "recipe": config["recipe"],
        "seed": run.config.seed,
        "data": {"name": run.config.data["name"], "sha256": run.config.data["sha256"]},
        "crops": _facts(crops),
        "writing": _facts(writing) | {"passes": PASSES},
        "versions": versions(),
        "scores": scores,
    }


def _facts(crops: Split) -> dict[str, Any]:
    said = hashlib.sha256(crops.train_images.tobytes()).hexdigest()
    return {"description": crops.description, "sha256": said}


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
