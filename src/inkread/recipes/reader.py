"""The classifier that ships with Inkread: ten digits and "not one digit", for ink out of people's pictures.

Command: ``make weights``. It learns from crops made out of MNIST's training digits, pen strokes, print and
debris (``inkread.training.scene_crops``), not from a data set as it is; ``inkread train`` does not list it.
Stride 2 at once and wide layers on 5 by 5 maps: nearly all of the work is in large matrix products.
"""

from inkread.recipes.augmentation import Elastic, Rotate, Scale, Shear, Shift, Thickness
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, MaxPool, ReLU, Residual
from inkread.recipes.recipe import Adam, Muon, Recipe, Triangle

N_CROPS = 280_000
"""Training crops; each is seen once an epoch, each time bent anew."""

RECIPE = Recipe(
    name="reader",
    source="Inkread's own",
    layers=(
        Conv(24, 5, stride=2, padding=2, bias=False),
        BatchNorm(),
        ReLU(),
        Conv(48, 3, padding=1, bias=False),
        BatchNorm(),
        ReLU(),
        MaxPool(2),
        Conv(128, 3, bias=False),
        BatchNorm(),
        ReLU(),
        Residual((Conv(128, 3, padding=1, bias=False), BatchNorm(), ReLU())),
        Flatten(),
        Dense(11),
    ),
    optimiser=Muon(0.02, rest=Adam(4e-3, (0.8, 0.95))),
    batch_size=256,
    epochs=8,
    schedule=Triangle(0.1),
    augment=(
        Shift(1),
        Rotate(4),
        Scale(4, stretch=4),
        Shear(4),
        Elastic(0.5, grid=5),
        Thickness(0.5, share=0.5),
    ),
    label_smoothing=0.02,
    average=0.998,
    calibrate=True,
    classes=11,
)
