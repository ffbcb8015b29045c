"""Inkread trains recognisers of handwritten digits and reads handwritten numbers in your own pictures.

The names below are loaded when they are first used, so that ``import inkread`` costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inkread.data.dataset import Dataset, as_ink
    from inkread.data.labels import one_hot
    from inkread.data.mnist import load_dataset, load_mnist
    from inkread.data.splits import Split, split
    from inkread.errors import InkreadError
    from inkread.evaluation.compare import compare
    from inkread.evaluation.comparison import Comparison
    from inkread.evaluation.evaluate import evaluate
    from inkread.evaluation.result import Evaluation
    from inkread.reading.reader import read
    from inkread.reading.result import Reading
    from inkread.recipes.recipe import Recipe
    from inkread.recipes.registry import RECIPES, find_recipe
    from inkread.reporting.page import report
    from inkread.training.run import Run, open_run
    from inkread.workflow.reproduce import reproduce
    from inkread.workflow.seeds import train_seeds
    from inkread.workflow.train import resume, train

# ONNX Runtime 1.31 keeps a record of each use with an id of this machine, to send it to Microsoft, unless it
# is told not to before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_HOME = {
    "RECIPES": "recipes.registry",
    "Comparison": "evaluation.comparison",
    "Dataset": "data.dataset",
    "Evaluation": "evaluation.result",
    "InkreadError": "errors",
    "Reading": "reading.result",
    "Recipe": "recipes.recipe",
    "Run": "training.run",
    "Split": "data.splits",
    "as_ink": "data.dataset",
    "compare": "evaluation.compare",
    "evaluate": "evaluation.evaluate",
    "find_recipe": "recipes.registry",
    "load_dataset": "data.mnist",
    "load_mnist": "data.mnist",
    "one_hot": "data.labels",
    "open_run": "training.run",
    "read": "reading.reader",
    "report": "reporting.page",
    "reproduce": "workflow.reproduce",
    "resume": "workflow.train",
    "split": "data.splits",
    "train": "workflow.train",
    "train_seeds": "workflow.seeds",
}
"""The module that each public name lives in."""

__all__ = [
    "RECIPES",
    "Comparison",
    "Dataset",
    "Evaluation",
    "InkreadError",
    "Reading",
    "Recipe",
    "Run",
    "Split",
    "as_ink",
    "compare",
    "evaluate",
    "find_recipe",
    "load_dataset",
    "load_mnist",
    "one_hot",
    "open_run",
    "read",
    "report",
    "reproduce",
    "resume",
    "split",
    "train",
    "train_seeds",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'inkread' has no attribute '{name}'")
    return getattr(import_module(f"inkread.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
