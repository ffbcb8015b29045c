"""Ten networks of two recipes that answer together: the mean of their probabilities.

Command: ``inkread train committee``.
Announced before any of them is trained; no member is ever chosen or left out by its results. Means of several
trainings make fewer mistakes than each (Hansen & Salamon 1990, Neural network ensembles); Cireşan et al. 2012
did it for MNIST with 35 networks. Five of ``best`` share their mistakes, so five of another network and
another augmentation stand beside them: on held-out writers the mean of one each has a lower log loss than
either.
"""

from inkread.recipes.recipe import Committee, Expected

MEMBERS = ("best", "best-pooled")

RECIPE = Committee(
    name="committee",
    source="Inkread's own",
    members=tuple((member, seed) for member in MEMBERS for seed in range(5)),
    expected=Expected(99.70, 14999),
)
