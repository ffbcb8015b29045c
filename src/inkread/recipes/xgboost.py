"""Gradient-boosted trees on the 784 pixels.

Source: named in "Handwritten digit recognition in MNIST", 22 February 2018.
Command: ``inkread train xgboost`` (needs the extra ``xgboost``).
"""

from inkread.recipes.recipe import ClassicalRecipe, Expected, Published

RECIPE = ClassicalRecipe(
    name="xgboost",
    source="Handwritten digit recognition in MNIST, 22 Feb 2018 (XGBoost)",
    estimator="xgboost.XGBClassifier",
    settings={"n_estimators": 100, "max_depth": 6, "learning_rate": 0.3, "tree_method": "hist"},
    published=Published(None, "named, not run"),
    expected=Expected(97.84, 251),
)
