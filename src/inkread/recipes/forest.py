"""A random forest of 100 trees on the 784 pixels.

Source: named in "Handwritten digit recognition in MNIST", 22 February 2018.
Command: ``inkread train forest``.
"""

from inkread.recipes.recipe import ClassicalRecipe, Expected, Published

RECIPE = ClassicalRecipe(
    name="forest",
    source="Handwritten digit recognition in MNIST, 22 Feb 2018 (random forest)",
    estimator="sklearn.ensemble.RandomForestClassifier",
    settings={"n_estimators": 100},
    published=Published(None, "named, not run"),
    expected=Expected(97.01, 27),
)
