"""Fitted models of scikit-learn and XGBoost as ONNX files with the same contract as a network's.

The files hold the numbers of the model alone; a pickle, the libraries' own way, would run code when opened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.core import CLASSES, SIDE
from inkread.errors import ModelError
from inkread.networks.onnx_graph import Graph

ML_DOMAIN = "ai.onnx.ml"

EXPORTED = (
    "sklearn.linear_model.LogisticRegression",
    "sklearn.ensemble.RandomForestClassifier",
    "xgboost.XGBClassifier",
)
"""The full names of the models that can be kept as ONNX."""


def export_classical(estimator: Any, path: str | Path, metadata: Mapping[str, Any]) -> Path:
    """Write a LogisticRegression, RandomForestClassifier or XGBClassifier to ``path``.

    It must be fitted to ink in [0, 1] flattened to 784 numbers, with the classes 0–9. Raises ModelError for
    another kind of model, other classes or another number of features.
    """
    graph = Graph()
    pixels = graph.node("Flatten", "images", axis=1)
    _check(estimator)
    match type(estimator).__name__:
        case "LogisticRegression":
            _softmax(graph, _linear(graph, pixels, estimator))
        case "RandomForestClassifier":
            graph.domains[ML_DOMAIN] = 1
            _forest(estimator).add_to(graph, pixels, output="probabilities")
        case "XGBClassifier":
            graph.domains[ML_DOMAIN] = 1
            _softmax(graph, _boosted(estimator).add_to(graph, pixels))
        case other:
            raise ModelError(
                "Only LogisticRegression, RandomForestClassifier and XGBClassifier can be exported, "
                f"got {other}."
            )
    return graph.save(path, metadata)


def _check(estimator: Any) -> None:
    classes = np.asarray(getattr(estimator, "classes_", ())).tolist()
    features = getattr(estimator, "n_features_in_", 0)
    if classes != list(CLASSES) or features != SIDE * SIDE:
        raise ModelError(
            f"A digit model must be fitted to the classes 0–9 and {SIDE * SIDE} pixels, "
            f"got the classes {classes} and {features} features."
        )


def _softmax(graph: Graph, scores: str) -> None:
    graph.node("Softmax", scores, axis=1, output="probabilities")


def _linear(graph: Graph, pixels: str, estimator: Any) -> str:
    weight = graph.constant("weight", estimator.coef_.astype(np.float32))
    bias = graph.constant("bias", estimator.intercept_.astype(np.float32))
    return graph.node("Gemm", pixels, weight, bias, transB=1)


@dataclass(frozen=True)
class _Trees:
    """Many trees as flat arrays, one entry a node; a leaf has no ``left`` (its -1 says so).

    ``targets``, ``target_nodes`` (numbers of entries) and ``weights`` say what leaves add to which class.
    """

    tree: npt.NDArray[np.int64]
    node: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    target_nodes: npt.NDArray[np.int64]
    targets: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]
    mode: str
    base: tuple[float, ...] = ()

    def add_to(self, graph: Graph, pixels: str, output: str = "") -> str:
        """The node that walks all trees and sums what their leaves say of each class."""
        is_leaf = self.left < 0
        modes = np.where(is_leaf, "LEAF", self.mode).tolist()
        base = {"base_values": list(self.base)} if self.base else {}
        return graph.node(
            "TreeEnsembleRegressor",
            pixels,
            output=output,
            domain=ML_DOMAIN,
            n_targets=len(CLASSES),
            nodes_treeids=self.tree.tolist(),
            nodes_nodeids=self.node.tolist(),
            nodes_featureids=np.where(is_leaf, 0, self.feature).tolist(),
            nodes_values=np.where(is_leaf, 0, self.threshold).tolist(),
            nodes_modes=modes,
            nodes_truenodeids=np.where(is_leaf, 0, self.left).tolist(),
            nodes_falsenodeids=np.where(is_leaf, 0, self.right).tolist(),
            target_treeids=self.tree[self.target_nodes].tolist(),
            target_nodeids=self.node[self.target_nodes].tolist(),
            target_ids=self.targets.tolist(),
            target_weights=self.weights.tolist(),
            **base,
        )


def _forest(estimator: Any) -> _Trees:
    trees = [tree.tree_ for tree in estimator.estimators_]
    left = np.concatenate([tree.children_left for tree in trees])
    values = np.concatenate([tree.value[:, 0] for tree in trees])
    shares = values / values.sum(1, keepdims=True) / len(trees)
    leaves, classes = np.nonzero((left < 0)[:, None] & (shares > 0))
    return _Trees(
        *_numbers([tree.node_count for tree in trees]),
        feature=np.concatenate([tree.feature for tree in trees]),
        threshold=_below(np.concatenate([tree.threshold for tree in trees])),
        left=left,
        right=np.concatenate([tree.children_right for tree in trees]),
        target_nodes=leaves,
        targets=classes,
        weights=shares[leaves, classes].astype(np.float32),
        mode="BRANCH_LEQ",
    )


def _boosted(estimator: Any) -> _Trees:
    learner = json.loads(estimator.get_booster().save_raw("json"))["learner"]
    model = learner["gradient_booster"]["model"]
    trees = model["trees"]
    left, right, feature, condition = (
        np.concatenate([tree[key] for tree in trees])
        for key in ("left_children", "right_children", "split_indices", "split_conditions")
    )
    tree, node = _numbers([len(tree["left_children"]) for tree in trees])
    leaves = np.flatnonzero(left < 0)
    return _Trees(
        tree,
        node,
        feature=feature,
        threshold=condition.astype(np.float32),
        left=left,
        right=right,
        target_nodes=leaves,
        targets=np.asarray(model["tree_info"])[tree[leaves]],
        weights=condition[leaves].astype(np.float32),  # a leaf keeps its value where others keep the split
        mode="BRANCH_LT",
        base=_base_scores(learner["learner_model_param"]["base_score"]),
    )


def _base_scores(text: str) -> tuple[float, ...]:
    """One number for each class; XGBoost writes "5E-1" or, since 3.1, "[1E-1,2E-1,…]"."""
    scores = [float(number) for number in text.strip("[]").split(",")]
    return tuple(scores * (len(CLASSES) // len(scores)))


def _numbers(sizes: list[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each node the number of its tree and its number in it."""
    tree = np.repeat(np.arange(len(sizes)), sizes)
    return tree, np.concatenate([np.arange(size) for size in sizes])


def _below(thresholds: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """The next float32 that is not above: then ``x <= threshold`` is the same for every float32 ``x``."""
    near = thresholds.astype(np.float32)
    return np.where(near > thresholds, np.nextafter(near, np.float32(-np.inf)), near)
