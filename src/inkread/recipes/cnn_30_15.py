"""The convolutional network with 30 and 15 filters and two dense layers.

Source: Zepeda, "Classify MNIST handwritten digits with Keras", 2018.
Command: ``inkread train cnn-30-15``.
The source prints both an accuracy of 99.06% and an error of 0.74%; they cannot both be of one run.
"""

from inkread.recipes.layers import Conv, Dense, Dropout, Flatten, MaxPool, ReLU
from inkread.recipes.recipe import Adam, Expected, Published, Recipe

RECIPE = Recipe(
    name="cnn-30-15",
    source="Zepeda 2018, Classify MNIST handwritten digits with Keras",
    layers=(
        Conv(30, 5),
        ReLU(),
        MaxPool(2),
        Conv(15, 3),
        ReLU(),
        MaxPool(2),
        Dropout(0.2),
        Flatten(),
        Dense(128),
        ReLU(),
        Dense(50),
        ReLU(),
        Dense(10),
    ),
    optimiser=Adam(),
    batch_size=200,
    epochs=5,
    published=Published(99.06, "99.06%, about 50 s an epoch; an error of 0.74% is printed too"),
    expected=Expected(98.90, 45),
)
