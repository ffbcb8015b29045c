"""The multilayer perceptron 784-512-512-10 with Adam.

Source: Koehler, "MNIST Handwritten Digit Recognition in Keras", 2018.
Command: ``inkread train mlp-512``.
The code of the source trains for 20 epochs, its text says 8; the code decides.
"""

from inkread.recipes.layers import Dense, Dropout, Flatten, ReLU
from inkread.recipes.recipe import Adam, Expected, Published, Recipe

RECIPE = Recipe(
    name="mlp-512",
    source="Koehler 2018, MNIST Handwritten Digit Recognition in Keras",
    layers=(
        Flatten(),
        Dense(512),
        ReLU(),
        Dropout(0.2),
        Dense(512),
        ReLU(),
        Dropout(0.2),
        Dense(10),
    ),
    optimiser=Adam(),
    batch_size=128,
    epochs=20,
    published=Published(None, "learning curves only; under 20 s of training on a GPU"),
    expected=Expected(98.28, 75),
)
