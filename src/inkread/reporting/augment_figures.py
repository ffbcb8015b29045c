"""What a recipe does to its training pictures: each change alone, then all together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from inkread.core import SIDE
from inkread.data.dataset import Dataset
from inkread.errors import RecipeError
from inkread.files import write_whole
from inkread.recipes.augmentation import Augmentation
from inkread.recipes.recipe import AnyRecipe
from inkread.recipes.registry import RECIPES
from inkread.reporting.data_figures import GAP_PX, PENCIL
from inkread.reporting.style import MUTED, check_free, new_figure, png, style
from inkread.training.examples import changed_copies

Ink = npt.NDArray[np.float32]

COPIES = 9
ROW_INCHES = 0.86


def write_augment_figure(recipe: AnyRecipe, dataset: Dataset, folder: Path, index: int = 0) -> Path:
    """Write ``augment-NAME.png``: training digit ``index`` as ``recipe`` changes it.

    Raises RecipeError for a recipe that changes nothing, DataError for an index outside the training set,
    OutputError for a place that cannot be written or holds another's file.
    """
    image, _ = dataset.digit(index)
    with style():
        content = png(augment_figure(recipe, image))
    path = folder / f"augment-{recipe.name}.png"
    check_free(path)
    write_whole(path, content)
    return path


def augment_figure(recipe: AnyRecipe, image: npt.NDArray[np.uint8], seed: int = 0) -> Figure:
    """A row for each augmentation of ``recipe`` and one for all of them, from one ``(28, 28)`` image."""
    steps = augmentations_of(recipe)
    rows = [*((step,) for step in steps), *([steps] if len(steps) > 1 else [])]
    sheet = np.stack([changed_copies(image, row, COPIES, seed) for row in rows])
    figure = new_figure(11, ROW_INCHES * len(rows) + 1.1)
    draw_augmentations(sheet, [row_name(row) for row in rows], figure.subplots())
    figure.axes[0].set_title(f"{recipe.name}: the picture as it is, then {COPIES} changed copies")
    return figure


def augmentations_of(recipe: AnyRecipe) -> tuple[Augmentation, ...]:
    """What ``recipe`` does to pictures; raises RecipeError for nothing, naming the recipes that do."""
    steps: tuple[Augmentation, ...] = getattr(recipe, "augment", ())
    if not steps:
        able = ", ".join(name for name, each in RECIPES.items() if getattr(each, "augment", ())) or "none yet"
        raise RecipeError(f"The recipe '{recipe.name}' changes no pictures. Recipes that do: {able}.")
    return steps


def row_name(steps: Sequence[Augmentation]) -> tuple[str, str]:
    """A row's name and its amounts: ``("Scale", "percent 10, stretch 4")``."""
    if len(steps) > 1:
        return "all together", f"{len(steps)} changes"
    name, _, amounts = str(steps[0]).partition(" (")
    return name, amounts.removesuffix(")")


def draw_augmentations(sheet: Ink, names: Sequence[tuple[str, str]], ax: Axes) -> None:
    """``(rows, columns, 28, 28)`` ink as one picture, with each row's name and amounts at its left.

    Cells are framed by a gap of white, so that paper that is not white shows its edge.
    """
    rows, columns = sheet.shape[:2]
    cell_px = SIDE + GAP_PX
    grid = np.pad(sheet, ((0, 0), (0, 0), *[(GAP_PX // 2,) * 2] * 2)).transpose(0, 2, 1, 3)
    ax.imshow(
        grid.reshape(rows * cell_px, columns * cell_px), cmap=PENCIL, vmin=0, vmax=1, interpolation="nearest"
    )
    for row, (name, amounts) in enumerate(names):
        middle = (row + 0.5) * cell_px
        ax.text(-3, middle - 1, name, ha="right", va="bottom", weight="bold")
        ax.text(-3, middle + 1, amounts, ha="right", va="top", size=9, color=MUTED)
    ax.axvline(cell_px - 0.5, color=MUTED, linewidth=0.8)
    ax.set_axis_off()
