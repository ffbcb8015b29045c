"""A recogniser in two seconds: half a pass over the data.

Command: ``inkread train`` (the default) or ``inkread train fast``.
The first convolution is not learnt and strides over every other pixel, so nothing large ever needs a
gradient; Muon on the inner kernels learns most from each picture.
After the speed-runs of tuomaso/train_mnist_fast and KellerJordan/cifar10-airbench.
"""

from inkread.recipes.augmentation import Shift
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, MaxPool, PrincipalConv, ReLU
from inkread.recipes.recipe import Expected, Muon, Recipe, Triangle

RECIPE = Recipe(
    name="fast",
    source="Inkread: 99% in the least time on two cores",
    layers=(
        PrincipalConv(12, 5, stride=2),
        ReLU(),
        Conv(32, 3, bias=False),
        MaxPool(2),
        BatchNorm(),
        ReLU(),
        Flatten(),
        Dense(128, bias=False),
        BatchNorm(),
        ReLU(),
        Dense(10),
    ),
    optimiser=Muon(0.1, momentum=0.8),
    batch_size=256,
    epochs=0.5,
    schedule=Triangle(0.15),
    augment=(Shift(1),),
    label_smoothing=0.1,
    calibrate=True,
    expected=Expected(99.16, 1),
)
