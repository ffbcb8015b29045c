"""Five networks of one recipe that answer together: the mean of their probabilities.

Command: ``inkread train committee``.
Announced before any of them is trained; no member is ever chosen or left out by its results. Means of several
trainings make fewer mistakes than each (Hansen & Salamon 1990, Neural network ensembles); Cireşan et al. 2012
did it for MNIST with 35 networks.
"""

from inkread.recipes.recipe import Committee, Expected

MEMBER = "best"

RECIPE = Committee(
    name="committee",
    source="Inkread's own",
    members=tuple((MEMBER, seed) for seed in range(5)),
    expected=Expected(99.70, 9856),
)
