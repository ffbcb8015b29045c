"""A committee out of its members: each is an ordinary run beside it, trained only where it is missing."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from inkread.classifier.calibrate import fit_temperature, log_probabilities
from inkread.classifier.onnx_model import OnnxClassifier
from inkread.data.dataset import Dataset
from inkread.data.splits import Split
from inkread.errors import RunError
from inkread.evaluation.evaluate import classify
from inkread.evaluation.metrics import negative_log_likelihood
from inkread.recipes.recipe import AnyRecipe, Committee
from inkread.recipes.registry import find_recipe
from inkread.training.run import Run, open_run
from inkread.workflow.kept import difference
from inkread.workflow.plan import planned
from inkread.workflow.train import resume, train

if TYPE_CHECKING:
    from inkread.training.train import Trained


def train_committee(run: Run, committee: Committee, data: Dataset, split: Split, progress: bool) -> Trained:
    """Train what is missing of ``committee``, one member after another, and leave its one model in ``run``.

    A member is any run beside this one with the same recipe, seed, data and split: a finished one is taken as
    it is, an unfinished one continued. The temperature of the mean is fitted on the validation pictures.
    """
    from inkread.networks.committee_export import export_committee
    from inkread.training.train import Trained

    members = _members(run, committee, data, progress)
    files = [member.folder / "model.onnx" for member in members]
    answers = [classify(OnnxClassifier(file), split.validation_images) for file in files]
    temperature = fit_temperature(log_probabilities(np.mean(answers, axis=0)), split.validation_labels)
    model = export_committee(files, run.folder / "model.onnx", _provenance(run, members), temperature)
    together = classify(OnnxClassifier(model), split.validation_images)
    return Trained(
        parameters=_parameters(members),
        train_seconds=sum(each.metrics.train_seconds for each in members if each.metrics),
        validation_accuracy=float((together.argmax(axis=1) == split.validation_labels).mean()),
        validation_loss=negative_log_likelihood(together, split.validation_labels),
        extra={"temperature": temperature, **_of_members(members)},
    )


def _members(run: Run, committee: Committee, data: Dataset, progress: bool) -> list[Run]:
    members: list[Run] = []
    quick = committee.examples is not None
    try:
        for name, seed in committee.members:
            members.append(_member(run, find_recipe(name), seed, data, quick, progress))
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(
            f"Stopped in member {len(members) + 1} of {len(committee.members)}. "
            f"Continue with: inkread train {run.folder} --resume"
        ) from stop
    return members


def _member(run: Run, recipe: AnyRecipe, seed: int, data: Dataset, quick: bool, progress: bool) -> Run:
    shown: dict[str, Any] = {"with_report": False, "progress": progress}
    settings = {"quick": quick, "validate_on_test": run.config.split["kind"] == "test"}
    chosen, _, _ = planned(recipe, data, **settings)
    found = _beside(run, chosen, seed)
    if found is None:
        folder = run.folder.parent / f"{recipe.name}-seed{seed}"
        return train(recipe, data=data, seed=seed, folder=folder, **settings, **shown)
    return found if found.metrics is not None else resume(found.folder, data=data, **shown)


def _beside(run: Run, recipe: AnyRecipe, seed: int) -> Run | None:
    """The finished run of that member in the same folder as ``run``, or else an unfinished one."""
    found = None
    for path in sorted(run.folder.parent.glob("*/config.json")):
        try:
            other = open_run(path.parent)
        except RunError:
            continue
        if difference(other, recipe, seed, run.config.data, run.config.split) is None:
            if other.metrics is not None:
                return other
            found = other
    return found


def _parameters(members: Sequence[Run]) -> int | None:
    counts = [each.metrics.parameters for each in members if each.metrics and each.metrics.parameters]
    return sum(counts) if len(counts) == len(members) else None


def _of_members(members: Sequence[Run]) -> dict[str, Any]:
    """What the committee's ``metrics.json`` tells of its members."""
    finished = [each.metrics for each in members if each.metrics]
    return {
        "members": [
            {
                "recipe": each.recipe,
                "seed": each.seed,
                "train_seconds": each.train_seconds,
                "validation_accuracy": each.validation_accuracy,
                "test_accuracy": each.test_accuracy,
            }
            for each in finished
        ],
        "members_mean": statistics.fmean(each.test_accuracy for each in finished),
    }


def _provenance(run: Run, members: Sequence[Run]) -> dict[str, Any]:
    return {
        "recipe": run.recipe.name,
        "members": [[each.recipe.name, each.config.seed] for each in members],
        "data": run.config.data["name"],
        "data_sha256": run.config.data["sha256"],
    }
