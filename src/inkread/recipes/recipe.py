"""A recipe: all that decides a training run but the data and the seed, as one frozen value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from inkread.core import CLASSES
from inkread.errors import RecipeError
from inkread.recipes.augmentation import Augmentation, Elastic
from inkread.recipes.bounds import check_kinds, check_name, check_number
from inkread.recipes.layers import INPUT_SHAPE, Dense, Layer, Shape, walk
from inkread.words import counted, plural

QUICK_EXAMPLES = 6_000
"""How many training pictures ``Recipe.quick()`` keeps."""

MOST_SHIFTS = 3
"""Pixels by which a model may move its picture: beyond, digits leave it."""

LONGEST_WARM_UP = 0.99
"""The largest share of a run that the learning rate may rise for: at 1 it could never fall."""

MOST_MEMBERS = 10
"""Networks in a committee."""


@dataclass(frozen=True)
class Adam:
    """Kingma & Ba 2015, algorithm 1; the defaults are those of Keras."""

    learning_rate: float = 1e-3
    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = 1e-7


@dataclass(frozen=True)
class RMSprop:
    """Hinton, Coursera lecture 6e, 2012; the defaults are those of Keras."""

    learning_rate: float = 1e-3
    rho: float = 0.9
    epsilon: float = 1e-7


@dataclass(frozen=True)
class Adadelta:
    """Zeiler 2012; the defaults are those of Keras up to 2.2, whose learning rate is 1."""

    learning_rate: float = 1.0
    rho: float = 0.95
    epsilon: float = 1e-7


@dataclass(frozen=True)
class Muon:
    """Jordan et al. 2024: orthogonalised momentum on the inner kernels and matrices, Adam on the rest.

    ``steps`` of the Newton–Schulz iteration; the last layer, biases and norms are the rest, and so is the
    first layer unless ``first_layer``.
    """

    learning_rate: float = 0.05
    momentum: float = 0.9
    steps: int = 3
    rest: Adam = Adam(1e-2, (0.8, 0.95))
    first_layer: bool = False


Optimiser = Adam | RMSprop | Adadelta | Muon


@dataclass(frozen=True)
class Constant:
    """The learning rate stays as it is."""


@dataclass(frozen=True)
class Triangle:
    """Linear up over the share ``warm_up`` of the run, then linear down to zero (Smith & Topin 2018)."""

    warm_up: float = 0.15

    def __post_init__(self) -> None:
        check_number("Triangle", "warm_up", self.warm_up, 0, LONGEST_WARM_UP)


@dataclass(frozen=True)
class Cosine:
    """Linear up over the share ``warm_up`` of the run, then half a cosine to zero.

    Loshchilov & Hutter 2017.
    """

    warm_up: float = 0.05

    def __post_init__(self) -> None:
        check_number("Cosine", "warm_up", self.warm_up, 0, LONGEST_WARM_UP)


Schedule = Constant | Triangle | Cosine


@dataclass(frozen=True)
class Published:
    """What the source itself reports; ``accuracy`` in percent of the test set, None where it gives none."""

    accuracy: float | None
    text: str


@dataclass(frozen=True)
class Expected:
    """What we measured: mean ``accuracy`` in percent of MNIST's test set, median ``seconds`` of training.

    Both are those of the recipe's file in ``results/``, which names the cores.
    """

    accuracy: float
    seconds: float


@dataclass(frozen=True)
class Recipe:
    """A network and how it is trained.

    ``layers`` end in ``Dense(10)``; the softmax that makes probabilities of its ten scores is always added.
    ``epochs`` may be a fraction. ``label_smoothing`` is the share of each target spread over all classes
    (Szegedy et al. 2016, section 7). ``average`` is the decay of an exponential average of the weights, which
    then stands for them (Polyak & Juditsky 1992). ``calibrate`` divides the final scores by a temperature
    fitted on the validation pictures (Guo et al. 2017). With ``shifts`` the trained model answers with the
    mean over its picture moved by up to so many pixels each way, at (2 shifts + 1)² times the work. An
    eleventh class means "not one digit".

    Raises RecipeError when the layers do not fit each other or a setting is out of its range.
    """

    name: str
    source: str
    layers: tuple[Layer, ...]
    epochs: float
    batch_size: int = 128
    optimiser: Optimiser = Adam()
    schedule: Schedule = Constant()
    augment: tuple[Augmentation, ...] = ()
    label_smoothing: float = 0.0
    average: float | None = None
    calibrate: bool = False
    shifts: int = 0
    published: Published | None = None
    expected: Expected | None = None
    examples: int | None = None
    classes: int = len(CLASSES)

    def __post_init__(self) -> None:
        check_name(self.name)
        owner = f"Recipe '{self.name}'"
        check_kinds(owner, "layers", self.layers, Layer)
        check_kinds(owner, "augment", self.augment, Augmentation)
        bends = [step for step in self.augment if isinstance(step, Elastic)]
        if len(bends) > 1:
            raise RecipeError(f"{owner} may bend its pictures by one Elastic, got {bends}.")
        check_kinds(owner, "optimiser", [self.optimiser], Optimiser)
        check_kinds(owner, "schedule", [self.schedule], Schedule)
        check_number(owner, "classes", self.classes, len(CLASSES), len(CLASSES) + 1, whole=True)
        out = self.shapes[-1][2] if self.layers else INPUT_SHAPE
        if out != (self.classes,):
            raise RecipeError(f"{owner} must end in {self.classes} scores, got the shape {out}.")
        if not isinstance(self.layers[-1], Dense):
            raise RecipeError(f"{owner} must end in Dense, got {self.layers[-1]}; the softmax adds itself.")
        if not 0 < self.epochs < math.inf:
            raise RecipeError(f"{owner} needs epochs above 0, got {self.epochs:g}.")
        check_number(owner, "batch_size", self.batch_size, 1, whole=True)
        check_number(owner, "label_smoothing", self.label_smoothing, 0, 1)
        check_number(owner, "shifts", self.shifts, 0, MOST_SHIFTS, whole=True)
        if self.average is not None:
            check_number(owner, "average", self.average, 0, 1)

    @property
    def shapes(self) -> list[tuple[Layer, Shape, Shape]]:
        """Each layer with its input and output shape."""
        return walk(self.layers)

    @property
    def parameters(self) -> int:
        """Weights and biases in the whole network."""
        return sum(layer.parameters(before) for layer, before, _ in self.shapes)

    def quick(self) -> Recipe:
        """The same recipe shrunk to seconds: at most one epoch over ``QUICK_EXAMPLES`` pictures."""
        return replace(self, epochs=min(self.epochs, 1), examples=QUICK_EXAMPLES)


@dataclass(frozen=True)
class ClassicalRecipe:
    """A model from before deep learning, fitted by its own library on pictures flattened to 784 numbers.

    ``estimator`` is the full name of its class and ``settings`` its keyword arguments.
    """

    name: str
    source: str
    estimator: str
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    published: Published | None = None
    expected: Expected | None = None
    examples: int | None = None

    def __post_init__(self) -> None:
        check_name(self.name)

    def quick(self) -> ClassicalRecipe:
        """The same model fitted to ``QUICK_EXAMPLES`` pictures only."""
        return replace(self, examples=QUICK_EXAMPLES)


@dataclass(frozen=True)
class Committee:
    """Models that answer together, by the mean of their probabilities; its members are fixed before training.

    ``members`` are recipes' names, each with a seed; ``examples`` keeps that many training pictures for each.
    Raises RecipeError for no members, for more than ``MOST_MEMBERS``, for one that is no such pair, and for
    one that is in it twice.
    """

    name: str
    source: str
    members: tuple[tuple[str, int], ...]
    published: Published | None = None
    expected: Expected | None = None
    examples: int | None = None

    def __post_init__(self) -> None:
        check_name(self.name)
        if not 1 <= len(self.members) <= MOST_MEMBERS:
            found = len(self.members)
            raise RecipeError(f"Committee '{self.name}' must have 1 to {MOST_MEMBERS} members, got {found}.")
        wrong = next((each for each in self.members if not _is_member(each)), None)
        if wrong is not None:
            raise RecipeError(f"Committee '{self.name}' needs members as (recipe, seed), got {wrong!r}.")
        if len(set(self.members)) < len(self.members):
            raise RecipeError(f"Committee '{self.name}' has a member twice; give each another seed.")

    @property
    def description(self) -> str:
        """Who is in it: ``mean of 3 members: fast with the seeds 0, 1, 2``."""
        seeds: dict[str, list[str]] = {}
        for recipe, seed in self.members:
            seeds.setdefault(recipe, []).append(str(seed))
        told = (
            f"{recipe} with the {plural(len(of_it), 'seed')} {', '.join(of_it)}"
            for recipe, of_it in seeds.items()
        )
        return f"mean of {counted(len(self.members), 'member')}: {'; '.join(told)}"

    def quick(self) -> Committee:
        """The same members, each shrunk to seconds."""
        return replace(self, examples=QUICK_EXAMPLES)


def _is_member(value: object) -> bool:
    return isinstance(value, tuple) and [type(part) for part in value] == [str, int]


AnyRecipe = Recipe | ClassicalRecipe | Committee
