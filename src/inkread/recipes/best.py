"""The fewest mistakes that one network makes: half an hour of training on one core.

Command: ``inkread train best``.
A residual block works on maps of 4 by 4, where width is cheap. Rotation, scale and elastic deformation as in
ttdoucet/mnist, but milder: over so few passes more of it costs accuracy (experiments/LOG.md).
"""

from inkread.recipes.augmentation import Elastic, Rotate, Scale, Shift
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import Expected, Muon, Recipe, Triangle

RECIPE = Recipe(
    name="best",
    source="Inkread: one network's best in half an hour of one core",
    layers=(
        Conv(64, 5, stride=2, bias=False),
        BatchNorm(),
        ReLU(),
        Conv(64, 3, bias=False),
        BatchNorm(),
        ReLU(),
        Conv(128, 3, bias=False),
        MaxPool(2),
        BatchNorm(),
        ReLU(),
        Residual((Conv(128, 3, padding=1, bias=False), BatchNorm(), ReLU())),
        Conv(128, 3, bias=False),
        BatchNorm(),
        ReLU(),
        Flatten(),
        Dense(10),
    ),
    optimiser=Muon(0.05),
    batch_size=128,
    epochs=16,
    schedule=Triangle(0.1),
    augment=(Shift(1), Rotate(7), Scale(6), Elastic(0.5)),
    label_smoothing=0.05,
    calibrate=True,
    shifts=1,
    expected=Expected(99.68, 1579),
)
