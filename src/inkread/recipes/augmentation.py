"""What may happen to a training picture before the network sees it, as values without a framework.

A recipe holds a tuple of these; ``inkread.training.augment`` applies them on the training device. Every
picture draws its own amounts, uniformly up to the one named here. A ``share`` below 1 leaves
that part of the pictures alone, because the clean picture is the commonest one a reader meets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inkread.recipes.bounds import check_number


@dataclass(frozen=True)
class Augmentation:
    """One kind of change. Raises RecipeError for an amount that is no number from 0 to its most."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            check_number(type(self).__name__, name, value, 0, 1 if name == "share" else math.inf)

    def __str__(self) -> str:
        amounts = ", ".join(f"{name} {value:g}" for name, value in vars(self).items())
        return f"{type(self).__name__} ({amounts})"


@dataclass(frozen=True)
class Shift(Augmentation):
    """Moved by up to ``px`` pixels each way: whole ones, or any fraction beside another geometric change.

    Simard, Steinkraus & Platt 2003, Best Practices for Convolutional Neural Networks.
    """

    px: float = 1.0


@dataclass(frozen=True)
class Rotate(Augmentation):
    """Turned about the centre by up to ``degrees`` either way.

    Simard et al. 2003; Cireşan et al. 2010 use 15, and half of it for 1 and 7.
    """

    degrees: float = 10.0


@dataclass(frozen=True)
class Scale(Augmentation):
    """Grown or shrunk by up to ``percent``, and by up to ``stretch`` percent more in height and width apart.

    Cireşan et al. 2010, Deep Big Simple Neural Nets (there 15 to 20 percent).
    """

    percent: float = 10.0
    stretch: float = 0.0


@dataclass(frozen=True)
class Shear(Augmentation):
    """Slanted by up to ``degrees`` to the left or right; rows keep their place.

    Simard et al. 2003; LeCun et al. 1998 call it horizontal shearing.
    """

    degrees: float = 10.0


@dataclass(frozen=True)
class Elastic(Augmentation):
    """Warped like rubber: the nodes of a ``grid`` by ``grid`` net move by a normal ``px`` standard deviation.

    Simard et al. 2003 smooth a random field with a Gaussian; a coarse net interpolated smoothly has the
    same effect for a hundredth of the random numbers (ttdoucet/mnist uses 4 by 4 nodes).
    """

    px: float = 1.0
    grid: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        check_number("Elastic", "grid", self.grid, 2, whole=True)


@dataclass(frozen=True)
class Thickness(Augmentation):
    """Strokes widened or thinned by up to ``px`` pixels in all, by grey dilation and erosion.

    Castro et al. 2019, Morpho-MNIST.
    """

    px: float = 1.0
    share: float = 1.0


@dataclass(frozen=True)
class Blur(Augmentation):
    """Smoothed by a Gaussian with a standard deviation of up to ``px`` pixels.

    Mu & Gilmer 2019, MNIST-C, count it among what a robust recogniser must stand.
    """

    px: float = 1.0
    share: float = 0.5


@dataclass(frozen=True)
class Noise(Augmentation):
    """Normal noise with a standard deviation of up to ``level`` on each pixel, cut off at 0 and 1.

    An 1996, The effects of adding noise during backpropagation training; Mu & Gilmer 2019.
    """

    level: float = 0.1
    share: float = 0.5


@dataclass(frozen=True)
class Background(Augmentation):
    """Paper that is not quite white, up to ``level``, and ink paler by up to ``fade``.

    Mu & Gilmer 2019, MNIST-C (brightness, fog).
    """

    level: float = 0.2
    fade: float = 0.0
    share: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        check_number("Background", "level", self.level, 0, 1)
        check_number("Background", "fade", self.fade, 0, 1)


GEOMETRIC = (Shift, Rotate, Scale, Shear, Elastic)
"""The changes that move ink; all of those in a recipe are done in one sampling."""
