"""The page's simple network: the classic Keras ``mnist_mlp`` example, two layers of 512.

Source: "Handwritten digit recognition in MNIST", 22 February 2018.
Command: ``inkread train mlp-simple``.
The page gives 12 epochs and batches of 128; the network is that of the code it links to.
"""

from inkread.recipes.mlp_512 import RECIPE as MLP_512
from inkread.recipes.recipe import Expected, Published, Recipe, RMSprop

RECIPE = Recipe(
    name="mlp-simple",
    source="Handwritten digit recognition in MNIST, 22 Feb 2018 (simple network)",
    layers=MLP_512.layers,
    optimiser=RMSprop(),
    batch_size=128,
    epochs=12,
    published=Published(98.40, "no figure on the page; the linked code says 98.40% after 20 epochs"),
    expected=Expected(98.21, 53),
)
