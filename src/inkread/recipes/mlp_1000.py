"""One hidden layer of 1,000 neurons, 784-1000-10: the network in the figure that opens the notebook.

Source: the notebook "Handwritten number recognition with Keras and MNIST".
Command: ``inkread train mlp-1000``.
The notebook draws this network and trains another; the settings are those of the one it trains.
"""

from inkread.recipes.layers import Dense, Flatten, ReLU
from inkread.recipes.recipe import Expected, Published, Recipe, RMSprop

RECIPE = Recipe(
    name="mlp-1000",
    source="Notebook: Handwritten number recognition with Keras and MNIST (its opening figure)",
    layers=(Flatten(), Dense(1000), ReLU(), Dense(10)),
    optimiser=RMSprop(),
    batch_size=128,
    epochs=4,
    published=Published(None, "drawn, not trained"),
    expected=Expected(98.12, 15),
)
