"""The models from before deep learning: fitted by scikit-learn or XGBoost, kept as ONNX."""

from __future__ import annotations

import importlib
import inspect
import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inkread.core import CLASSES
from inkread.errors import DataError, MissingExtraError, RecipeError, did_you_mean
from inkread.networks.classical_export import EXPORTED
from inkread.recipes.recipe import ClassicalRecipe


@dataclass(frozen=True)
class Fitted:
    """A fitted estimator and the seconds its ``fit`` took."""

    estimator: Any
    seconds: float


def fit_classical(
    recipe: ClassicalRecipe, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], seed: int
) -> Fitted:
    """Fit ``recipe`` to ``(n, 28, 28) uint8`` pictures, flattened and brought to [0, 1].

    All cores are used; ``seed`` decides what is drawn at random. Raises what ``check_classical`` raises.
    """
    check_classical(recipe, labels)
    estimator = _make(recipe, seed)
    flat = images.reshape(len(images), -1).astype(np.float32) / 255
    start = time.perf_counter()
    with warnings.catch_warnings():
        # The lesson stops logistic regression after its usual 100 iterations; scikit-learn would warn.
        warnings.filterwarnings("ignore", message="lbfgs failed to converge")
        estimator.fit(flat, labels)
    return Fitted(estimator, time.perf_counter() - start)


def check_classical(recipe: ClassicalRecipe, labels: npt.NDArray[np.uint8]) -> None:
    """Raises MissingExtraError, RecipeError or DataError for a model that cannot be fitted to ``labels``.

    That is one whose library is absent, that could not be exported or does not know its settings, and any
    where a digit has no picture: a classical model answers for the classes alone that it has seen.
    """
    _make(recipe, seed=0)
    found = np.unique(labels).tolist()
    if found != list(CLASSES):
        seen = ", ".join(map(str, found))
        raise DataError(
            f"'{recipe.name}' needs training pictures of all ten digits, found {seen} alone. "
            "Add pictures, or train a network."
        )


def _make(recipe: ClassicalRecipe, seed: int) -> Any:
    # A run folder is data: nothing but these is imported on its word.
    if recipe.estimator not in EXPORTED:
        raise RecipeError(
            f"Unknown estimator '{recipe.estimator}' of recipe '{recipe.name}'. "
            f"{did_you_mean(recipe.estimator, EXPORTED)}"
        )
    module, _, name = recipe.estimator.rpartition(".")
    library = module.partition(".")[0]
    try:
        kind = getattr(importlib.import_module(module), name)
    except ImportError as error:
        extra = "xgboost" if library == "xgboost" else "train"
        raise MissingExtraError(library, extra, f"The recipe '{recipe.name}'") from error
    known = inspect.signature(kind).parameters
    settings = {**recipe.settings, "random_state": seed}
    if "n_estimators" in known:
        settings["n_jobs"] = -1
    try:
        return kind(**settings)
    except (TypeError, ValueError) as error:
        raise RecipeError(
            f"Recipe '{recipe.name}': {recipe.estimator} refuses its settings: {error}"
        ) from error
