"""The perceptron 784-512-512-10 again, with RMSprop and only 4 epochs.

Source: the notebook "Handwritten number recognition with Keras and MNIST".
Command: ``inkread train mlp-512-rmsprop``.
"""

from inkread.recipes.mlp_512 import RECIPE as MLP_512
from inkread.recipes.recipe import Expected, Published, Recipe, RMSprop

RECIPE = Recipe(
    name="mlp-512-rmsprop",
    source="Notebook: Handwritten number recognition with Keras and MNIST",
    layers=MLP_512.layers,
    optimiser=RMSprop(),
    batch_size=128,
    epochs=4,
    published=Published(95.0, "a good result is above 95%; simple models reach up to 99.7%"),
    expected=Expected(97.95, 17),
)
