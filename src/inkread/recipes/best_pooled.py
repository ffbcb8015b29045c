"""Another network beside ``best``, for its committee: every pixel is seen first, then pooled.

Command: ``inkread train best-pooled``.
On held-out writers it makes as many mistakes as ``best`` in three quarters of the time, and a quarter of
them are others (experiments/LOG.md). It is bent a little more, and slanted too, so that the two also learn
from different pictures.
"""

from inkread.recipes.augmentation import Elastic, Rotate, Scale, Shear, Shift
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import Adam, Expected, Muon, Recipe, Triangle

RECIPE = Recipe(
    name="best-pooled",
    source="Inkread: the committee's other network",
    layers=(
        Conv(32, 5, bias=False),
        MaxPool(2),
        BatchNorm(),
        ReLU(),
        Conv(64, 3, bias=False),
        BatchNorm(),
        ReLU(),
        Conv(96, 3, bias=False),
        MaxPool(2),
        BatchNorm(),
        ReLU(),
        Residual((Conv(96, 3, padding=1, bias=False), BatchNorm(), ReLU())),
        Conv(128, 3, bias=False),
        BatchNorm(),
        ReLU(),
        Flatten(),
        Dense(10),
    ),
    optimiser=Muon(0.03, rest=Adam(7e-3, (0.8, 0.95))),
    batch_size=128,
    epochs=16,
    schedule=Triangle(0.1),
    augment=(Shift(1), Rotate(8), Scale(6, stretch=4), Shear(5), Elastic(0.6)),
    label_smoothing=0.05,
    calibrate=True,
    shifts=1,
    expected=Expected(99.67, 1025),
)
