"""How far the last lesson's 784-256-128-10 goes without a convolution, with the same tools as the rest.

Command: ``inkread train mlp-best``.
Bent copies of the training digits stand in for what a convolution knows of pictures beforehand (Simard,
Steinkraus & Platt 2003; Cireşan et al. 2010 reached 99.65% so, with fifty times the weights). It takes more
bending than ``best``, and Muon on the matrix that sees the pixels (experiments/LOG.md).
"""

from inkread.recipes.augmentation import Elastic, Rotate, Scale, Shear, Shift
from inkread.recipes.layers import BatchNorm, Dense, Flatten, ReLU
from inkread.recipes.recipe import Adam, Expected, Muon, Recipe, Triangle

RECIPE = Recipe(
    name="mlp-best",
    source="Inkread: the lesson's 256-128 and no convolution",
    layers=(
        Flatten(),
        Dense(256, bias=False),
        BatchNorm(),
        ReLU(),
        Dense(128, bias=False),
        BatchNorm(),
        ReLU(),
        Dense(10),
    ),
    optimiser=Muon(0.05, rest=Adam(4e-3, (0.8, 0.95)), first_layer=True),
    batch_size=256,
    epochs=70,
    schedule=Triangle(0.1),
    augment=(Shift(1.5), Rotate(10), Scale(8, stretch=5), Shear(6), Elastic(0.8)),
    label_smoothing=0.05,
    calibrate=True,
    shifts=1,
    expected=Expected(99.45, 357),
)
