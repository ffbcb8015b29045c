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

from inkread.errors import MissingExtraError, RecipeError
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

    All cores are used; ``seed`` is given to models that draw at random. Raises MissingExtraError when the
    model's library is absent and RecipeError when it does not know the settings.
    """
    estimator = _make(recipe, seed)
    flat = images.reshape(len(images), -1).astype(np.float32) / 255
    start = time.perf_counter()
    with warnings.catch_warnings():
        # The lesson stops logistic regression after its usual 100 iterations; scikit-learn would warn.
        warnings.filterwarnings("ignore", message="lbfgs failed to converge")
        estimator.fit(flat, labels)
    return Fitted(estimator, time.perf_counter() - start)


def _make(recipe: ClassicalRecipe, seed: int) -> Any:
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
    except TypeError as error:
        raise RecipeError(
            f"Recipe '{recipe.name}': {recipe.estimator} refuses its settings: {error}"
        ) from error
