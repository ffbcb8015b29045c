"""Several classifiers on the same test pictures: one table, and a paired test for each two of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from inkread.errors import DataError
from inkread.evaluation.comparison import Comparison, Group, Pair
from inkread.evaluation.evaluate import Data, Model, check_model, evaluate, open_data, provenance_of
from inkread.evaluation.paired import discordant, holm, mcnemar, paired_bootstrap
from inkread.evaluation.result import Evaluation

log = logging.getLogger("inkread")


def compare(*models: Model | Evaluation, data: Data = None) -> Comparison:
    """Evaluate all on the same test pictures and test each two for a difference.

    Runs that differ in nothing but their seed make one line, with mean ± sd. When that leaves one line only,
    the tests are between its runs. Without ``data``, the first run's data serve for all; where
    others were trained on other data, a warning says so. Raises what ``evaluate`` raises, and DataError for
    nothing to compare and for evaluations of different pictures.
    """
    if not models:
        raise DataError("A comparison needs two or more runs, model files or evaluations, got none.")
    groups = _group(models, _evaluate_all(models, data))
    evaluations = [each for group in groups for each in group.evaluations]
    first = evaluations[0]
    if any(not np.array_equal(each.labels, first.labels) for each in evaluations):
        raise DataError("Only evaluations on the same pictures compare; evaluate them again on one data set.")
    rivals = groups if len(groups) > 1 else [Group(each.name, (each,)) for each in evaluations]
    return Comparison(first.data, first.n, tuple(groups), tuple(_test_all(rivals)))


def _evaluate_all(models: Sequence[Model | Evaluation], data: Data) -> list[Evaluation]:
    if all(isinstance(model, Evaluation) for model in models):
        return [model for model in models if isinstance(model, Evaluation)]
    unknown = [model for model in models if not isinstance(model, Evaluation)]
    for model in unknown:
        check_model(model)
    known = [provenance_of(model) for model in unknown]
    runs = [each for each in known if each]
    dataset = open_data(data, runs[0] if runs else None)
    if data is None and len({run.data_sha256 for run in runs}) > 1:
        log.warning(
            "The runs were trained on different data; all are tested on %s, the first one's. "
            "Choose with --data.",
            dataset.name,
        )
    return [model if isinstance(model, Evaluation) else evaluate(model, data=dataset) for model in models]


def _group(models: Sequence[Model | Evaluation], evaluations: list[Evaluation]) -> list[Group]:
    members: dict[str, list[Evaluation]] = {}
    for number, (model, evaluation) in enumerate(zip(models, evaluations, strict=True)):
        key = _key(model, number)
        # The same seed once more is no further seed: a mean over it would only look surer.
        if any(each.seed == evaluation.seed for each in members.get(key, [])):
            key = f"number {number}"
        members.setdefault(key, []).append(evaluation)
    names = [
        each[0].recipe if len(each) > 1 and each[0].recipe else each[0].name for each in members.values()
    ]
    # Two sets of settings may bear the name of one recipe.
    labels = [name if names.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(names, start=1)]
    return [Group(label, tuple(each)) for label, each in zip(labels, members.values(), strict=True)]


def _key(model: Model | Evaluation, number: int) -> str:
    """What runs that belong together share; something unique for all else."""
    if isinstance(model, Evaluation):
        return f"recipe {model.recipe}" if model.recipe else f"number {number}"
    known = provenance_of(model)
    return known.settings if known else f"number {number}"


def _test_all(groups: Sequence[Group]) -> list[Pair]:
    tested = [_test(*pair) for pair in combinations(groups, 2)]
    adjusted = holm([values["p"] for values in tested])
    return [Pair(**values, p_adjusted=p) for values, p in zip(tested, adjusted, strict=True)]


def _test(first: Group, second: Group) -> dict[str, Any]:
    """The fields of a Pair, but for the adjusted p."""
    rights = [np.stack([each.correct for each in group.evaluations]) for group in (first, second)]
    p, interval = paired_bootstrap(rights[0], rights[1])
    test, alone = "paired bootstrap", None
    if len(rights[0]) == len(rights[1]) == 1:
        alone = discordant(rights[0][0], rights[1][0])
        test, p = "McNemar", mcnemar(*alone)
    return {
        "first": first.name,
        "second": second.name,
        "difference": float(rights[0].mean() - rights[1].mean()),
        "interval": interval,
        "test": test,
        "p": p,
        "only_first": alone and alone[0],
        "only_second": alone and alone[1],
    }
