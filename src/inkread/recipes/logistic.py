"""Multinomial logistic regression on the 784 pixels.

Source: named in "Handwritten digit recognition in MNIST", 22 Feb 2018; ISLR table 10.1 prints 7.2% error.
Command: ``inkread train logistic``.
"""

from inkread.recipes.recipe import ClassicalRecipe, Expected, Published

RECIPE = ClassicalRecipe(
    name="logistic",
    source="Handwritten digit recognition in MNIST, 22 Feb 2018 (logistic regression)",
    estimator="sklearn.linear_model.LogisticRegression",
    settings={"max_iter": 100, "C": 1.0},
    published=Published(None, "named, not run; ISLR table 10.1 prints 92.8%"),
    expected=Expected(92.57, 13),
)
