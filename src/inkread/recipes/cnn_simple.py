"""The page's convolutional network: the classic Keras ``mnist_cnn`` example.

Source: "Handwritten digit recognition in MNIST", 22 February 2018.
Command: ``inkread train cnn-simple``.
The example asks for Adadelta with default settings. In the Keras of 2018 that was a learning rate of 1;
later releases made it 0.001, with which the same script hardly learns.
"""

from inkread.recipes.layers import Conv, Dense, Dropout, Flatten, MaxPool, ReLU
from inkread.recipes.recipe import Adadelta, Expected, Published, Recipe

RECIPE = Recipe(
    name="cnn-simple",
    source="Handwritten digit recognition in MNIST, 22 Feb 2018 (convolutional network)",
    layers=(
        Conv(32, 3),
        ReLU(),
        Conv(64, 3),
        ReLU(),
        MaxPool(2),
        Dropout(0.25),
        Flatten(),
        Dense(128),
        ReLU(),
        Dropout(0.5),
        Dense(10),
    ),
    optimiser=Adadelta(),
    batch_size=128,
    epochs=12,
    published=Published(99.25, "no figure on the page; the linked code says 99.25% after 12 epochs"),
    expected=Expected(99.11, 800),
)
