"""What may happen to a training picture before the network sees it, as values without a framework.

A recipe holds a tuple of these; ``inkread.training.augment`` applies them on the training device. Every
picture draws its own amounts, uniformly up to the one named here. A ``share`` below 1 leaves
that part of the pictures alone, because the clean picture is the commonest one a reader meets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inkread.errors import RecipeError


@dataclass(frozen=True)
class Augmentation:
    """One kind of change. Raises RecipeError for a negative amount or a share outside [0, 1]."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value < 0 or (name == "share" and value > 1):
                rule = "in [0, 1]" if name == "share" else "of at least 0"
                raise RecipeError(f"{type(self).__name__} needs {name} {rule}, got {value:g}.")

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
        if self.grid < 2:
            raise RecipeError(f"Elastic needs a grid of at least 2, got {self.grid}.")


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
        if self.level > 1 or self.fade > 1:
            raise RecipeError(
                f"Background needs level and fade of at most 1, got {self.level:g}, {self.fade:g}."
            )


GEOMETRIC = (Shift, Rotate, Scale, Shear, Elastic)
"""The changes that move ink; all of those in a recipe are done in one sampling."""


def describe(augmentations: tuple[Augmentation, ...]) -> list[dict[str, Any]]:
    """The augmentations as plain values, for the file that records a run."""
    return [{"name": type(step).__name__, **vars(step)} for step in augmentations]
