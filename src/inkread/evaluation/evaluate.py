"""Open the test pictures and see how a classifier does on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np

from inkread.classifier.base import Classifier, Images, Probabilities
from inkread.classifier.kinds import kind_of
from inkread.classifier.probe import probe_of
from inkread.classifier.shifted import Shifted
from inkread.core import CLASSES
from inkread.data.dataset import Bytes, Dataset, as_ink
from inkread.data.mnist import load_dataset
from inkread.errors import ModelError, RunError
from inkread.evaluation.provenance import Provenance, read_provenance
from inkread.evaluation.result import Evaluation

BATCH = 250
"""Pictures answered at once: as fast as 500, which cost ``best`` with its nine views 0.9 GB and not 0.5."""


@runtime_checkable
class HasFolder(Protocol):
    """What is asked of a run: ``inkread.train`` and ``inkread.open_run`` return one."""

    @property
    def folder(self) -> Path:
        """The run folder."""
        ...


Model = HasFolder | Classifier | str | Path
"""A run, a run folder, a model file (``.onnx``, ``.keras``, ``.h5``), or any function that classifies."""

Data = Dataset | str | Path | None
"""A loaded data set, anything that ``load_dataset`` takes, or None."""


def evaluate(model: Model, *, data: Data = None, shifts: int = 0) -> Evaluation:
    """How ``model`` does on the test pictures of ``data``.

    Without ``data``, a run is tested on the test pictures of the data it was trained on, anything else on the
    best data at hand. Only a foreign file gets to see other pictures: its input is understood with the help
    of training pictures. ``shifts`` takes the mean over the pictures moved by up to so many pixels.

    Raises ModelError for a file that cannot be understood or answers of another shape, RunError for a run
    folder without a finished model or with ``shifts`` of its own beside those, DataError when the data cannot
    be loaded.
    """
    check_model(model)
    known = provenance_of(model)
    if shifts and known and known.shifts:
        raise RunError(
            f"Shifts must not be taken twice, got {shifts}: the run {known.name} already answers with the "
            f"mean over shifts of up to {known.shifts} px. Evaluate it without."
        )
    dataset = open_data(data, known)
    if isinstance(model, HasFolder | str | Path):
        return _evaluate_file(_path(model), known, dataset, shifts)
    name = getattr(model, "__name__", type(model).__name__)
    return _evaluation(name, model, dataset, shifts)


def check_model(model: Model) -> None:
    """Raises ModelError for a path that is no model, which is told before any data are fetched."""
    if isinstance(model, HasFolder | str | Path):
        kind_of(_path(model))


def provenance_of(model: Model) -> Provenance | None:
    """What is known of a run; None for anything else."""
    return read_provenance(_path(model)) if isinstance(model, HasFolder | str | Path) else None


def open_data(data: Data, known: Provenance | None) -> Dataset:
    """The data set asked for, or a run's own, or the best at hand."""
    if isinstance(data, Dataset):
        return data
    return load_dataset(data if data is not None or known is None else known.data_source)


def _path(model: HasFolder | str | Path) -> Path:
    return model.folder if isinstance(model, HasFolder) else Path(model).expanduser()


def _evaluate_file(path: Path, known: Provenance | None, dataset: Dataset, shifts: int) -> Evaluation:
    from inkread.networks.load import load_classifier

    loaded = load_classifier(path, probe_of(dataset))
    facts: dict[str, Any] = {"parameters": loaded.parameters}
    if known:
        facts = {
            "recipe": known.recipe,
            "seed": known.seed,
            "parameters": known.parameters if known.parameters is not None else loaded.parameters,
            "train_seconds": known.train_seconds,
            "validation_accuracy": known.validation_accuracy,
        }
    name = known.name if known else path.name
    return _evaluation(name, loaded.classifier, dataset, shifts, understood=loaded.understood, **facts)


def _evaluation(name: str, classifier: Classifier, dataset: Dataset, shifts: int, **facts: Any) -> Evaluation:
    asked = Shifted(classifier, shifts) if shifts else classifier
    probabilities = classify(asked, dataset.test_images)
    return Evaluation(name, dataset.name, dataset.test_labels, probabilities, **facts)


def classify(classifier: Callable[..., Probabilities], images: Bytes) -> Probabilities:
    """The answers ``(n, 10)`` to pictures ``(n, 28, 28) uint8``, in batches of ``BATCH``.

    Raises ModelError when the classifier's answers have another shape, are not finite, or lie outside [0, 1].
    """
    batches = [_answers(classifier, as_ink(images[at : at + BATCH])) for at in range(0, len(images), BATCH)]
    return np.concatenate(batches) if batches else np.zeros((0, len(CLASSES)), np.float32)


def _answers(classifier: Callable[..., Probabilities], ink: Images) -> Probabilities:
    answers = np.asarray(classifier(ink))
    if answers.shape != (len(ink), len(CLASSES)):
        raise ModelError(
            f"A classifier must answer {len(ink)} pictures with (n, {len(CLASSES)}) numbers, one row each, "
            f"got {answers.shape}."
        )
    if not np.isfinite(answers).all():
        raise ModelError(
            "A classifier must answer with probabilities, got some that are no numbers: "
            "its weights are damaged, or its training diverged. Train it again."
        )
    low, high = answers.min(), answers.max()
    if low < 0 or high > 1.001:
        raise ModelError(
            f"A classifier must answer with probabilities between 0 and 1, got {low:g} … {high:g}. "
            "Put a softmax at its end."
        )
    return answers
