"""From a recipe and a data set to a run folder; the test pictures stay shut here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save

from inkread.data.dataset import Dataset
from inkread.data.splits import Split
from inkread.errors import RecipeError
from inkread.files import write_whole
from inkread.networks.onnx_export import export_onnx
from inkread.networks.torch_net import build_torch, mean_of_views, weights_of
from inkread.recipes.recipe import AnyRecipe, ClassicalRecipe, Committee, Recipe
from inkread.training.checkpoint import load_checkpoint, save_checkpoint
from inkread.training.classical import check_classical, fit_classical
from inkread.training.loop import Progress, Resident, fit
from inkread.training.machine import commit, machine, memory_bytes, versions
from inkread.training.principal import fix_principal
from inkread.training.run import CHECKPOINT, Config, Run, open_run, write_config, write_history
from inkread.training.state import State, new_state
from inkread.training.temperature import cool, temperature_of
from inkread.training.validation import Validation, figures_of

BYTES_A_WEIGHT = 12
"""At least: the weight, its gradient, and what an optimiser keeps of it."""

OnStep = Callable[[Progress], None]


@dataclass(frozen=True)
class Trained:
    """What training itself adds to ``metrics.json``. Accuracy in [0, 1], loss in nats."""

    parameters: int | None
    train_seconds: float
    validation_accuracy: float
    validation_loss: float
    extra: dict[str, Any]


def start_run(folder: Path, recipe: AnyRecipe, data: Dataset, split: Split, seed: int) -> Run:
    """Make the folder of a training about to begin.

    Raises OutputError when it cannot be written, and what ``check_classical`` raises for a classical model.
    """
    if isinstance(recipe, ClassicalRecipe):
        check_classical(recipe, split.train_labels)
    config = Config(
        recipe=recipe,
        data=data.facts,
        split=split.facts,
        seed=seed,
        versions=versions(),
        machine=machine(torch.get_num_threads(), device().type),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=commit(),
    )
    write_config(folder, config)
    return open_run(folder)


def train_run(run: Run, split: Split, on_step: OnStep) -> Trained:
    """Train ``run`` to its end from its beginning or from its checkpoint; leaves the model in its folder.

    On KeyboardInterrupt the model of the last whole epoch is left there, and the checkpoint with it.
    """
    if isinstance(run.recipe, Committee):
        raise TypeError("A committee's members are trained one by one, by inkread.workflow.committee.")
    if isinstance(run.recipe, ClassicalRecipe):
        return _train_classical(run, run.recipe, split)
    with memory_wanted(run.recipe):
        return _train_network(run, run.recipe, split, on_step)


def device() -> torch.device:
    """Where networks are trained: a GPU when PyTorch sees one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def check_memory(recipe: Recipe) -> None:
    """Raises RecipeError for more weights than this machine can hold while they are trained.

    The system would end the process without a word.
    """
    needed, there = BYTES_A_WEIGHT * recipe.parameters, memory_bytes()
    if there is not None and needed > there:
        raise RecipeError(
            f"Recipe '{recipe.name}' has {recipe.parameters:,} weights, which take {needed / 1e9:,.0f} GB to "
            f"train; this machine has {there / 1e9:,.0f} GB. Make its layers smaller."
        )


@contextmanager
def memory_wanted(recipe: Recipe) -> Iterator[None]:
    """What PyTorch raises where memory runs out becomes a RecipeError with the size of the largest layer."""
    try:
        yield
    except RuntimeError as error:
        if "memory" not in str(error) or "alloc" not in str(error):
            raise
        numbers = recipe.batch_size * max(math.prod(out) for *_, out in recipe.shapes)
        raise RecipeError(
            f"Recipe '{recipe.name}' needs more memory than there is: of {recipe.batch_size:,} pictures its "
            f"largest layer makes {numbers:,} numbers ({4 * numbers / 1e9:,.1f} GB). "
            "Make its layers smaller, or its batches: --batch-size"
        ) from error


def _train_network(run: Run, recipe: Recipe, split: Split, on_step: OnStep) -> Trained:
    check_memory(recipe)
    where = device()
    pictures = Resident(split.train_images, split.train_labels, recipe.batch_size, recipe.augment, where)
    validation = Validation(split.validation_images, split.validation_labels, where)
    network = build_torch(recipe, run.config.seed)
    fix_principal(network, recipe, split.train_images)
    state = new_state(network.to(where), recipe)
    _fit(run, recipe, state, pictures, validation, on_step)
    views = validation.views(state.trained, recipe.shifts)
    temperature = temperature_of(views, validation.labels) if recipe.calibrate else 1.0
    cool(state.trained, temperature)
    _write_model(run, recipe, state)
    loss, accuracy = figures_of(mean_of_views(views / temperature), validation.labels)
    extra = {"temperature": temperature} if recipe.calibrate else {}
    return Trained(recipe.parameters, state.history[-1].seconds, accuracy, loss, extra)


def _fit(
    run: Run, recipe: Recipe, state: State, pictures: Resident, validation: Validation, on_step: OnStep
) -> None:
    """From the checkpoint, where there is one, to the last epoch, each kept in the run's folder."""
    checkpoint = run.folder / CHECKPOINT
    if checkpoint.is_file():
        load_checkpoint(state, checkpoint)

    def keep(state: State) -> None:
        if state.epochs_done < recipe.epochs:
            save_checkpoint(state, checkpoint)
        write_history(run.folder, state.history)

    seed = run.config.seed
    try:
        fit(state, recipe, pictures, validation.score, seed=seed, on_step=on_step, on_epoch=keep)
    except KeyboardInterrupt:
        _keep_last_epoch(run, recipe, checkpoint)
        raise


def _keep_last_epoch(run: Run, recipe: Recipe, checkpoint: Path) -> None:
    if checkpoint.is_file():
        state = new_state(build_torch(recipe, run.config.seed), recipe)
        load_checkpoint(state, checkpoint)
        _write_model(run, recipe, state)


def _write_model(run: Run, recipe: Recipe, state: State) -> None:
    weights = weights_of(state.trained)
    write_whole(
        run.folder / "model.safetensors", save({name: torch.from_numpy(w) for name, w in weights.items()})
    )
    export_onnx(recipe, weights, run.folder / "model.onnx", _provenance(run))


def _train_classical(run: Run, recipe: ClassicalRecipe, split: Split) -> Trained:
    from inkread.networks.classical_export import export_classical

    fitted = fit_classical(recipe, split.train_images, split.train_labels, run.config.seed)
    export_classical(fitted.estimator, run.folder / "model.onnx", _provenance(run))
    flat = split.validation_images.reshape(len(split.validation_images), -1).astype(np.float32) / 255
    probabilities = fitted.estimator.predict_proba(flat)
    right = probabilities.argmax(1) == split.validation_labels
    of_truth = probabilities[np.arange(len(flat)), split.validation_labels]
    loss = float(-np.log(np.clip(of_truth, 1e-7, 1)).mean())
    return Trained(None, fitted.seconds, float(right.mean()), loss, {})


def _provenance(run: Run) -> dict[str, Any]:
    return {
        "recipe": run.recipe.name,
        "seed": run.config.seed,
        "data": run.config.data["name"],
        "data_sha256": run.config.data["sha256"],
        "parameters": getattr(run.recipe, "parameters", None),
    }
