"""``inkread data``: fetch, verify and describe the digits; show one; draw them all."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inkread.cli.verbs import Verbs
from inkread.words import a

if TYPE_CHECKING:
    from inkread.data.dataset import Bytes, Dataset

app = typer.Typer(cls=Verbs, help="Fetch, verify and describe the digits; show one; draw them all.")

Source = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="A folder with MNIST's files, mnist.npz or pictures in 0/ … 9/; 'mnist' to insist; "
        "'digits' for the embedded ones.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

SHADES, FRAME = " ░▒▓█", "┌─┐│└┘"
PLAIN_SHADES, PLAIN_FRAME = " .+x#", "+-+|++"
"""For terminals that know no block characters."""

PNG_SCALE = 16
"""Pixels of the PNG for one of the digit: 448 × 448 in all."""


@app.callback(invoke_without_command=True)
def data(context: typer.Context, source: Source = None, as_json: AsJson = False) -> None:
    """Fetch MNIST if it is not here yet, verify it, and describe it."""
    context.obj = source
    if context.invoked_subcommand is None:
        dataset = _load(source)
        description = describe(dataset)
        typer.echo(json.dumps(description) if as_json else _table(dataset, description))


@app.command()
def show(
    context: typer.Context,
    index: Annotated[int, typer.Argument(help="Which digit, from 0.")],
    test: Annotated[
        bool, typer.Option("--test", help="Of the test set instead of the training set.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Also save it as this PNG.")] = None,
    source: Source = None,
    as_json: AsJson = False,
) -> None:
    """Show one digit by its index, here in the terminal."""
    dataset = _load(source or context.obj)
    image, label = dataset.digit(index, test=test)
    if out is not None:
        _save(image, out)
    if as_json:
        name = "test" if test else "train"
        found = {"data": dataset.name, "set": name, "index": index, "label": label, "pixels": image.tolist()}
        typer.echo(json.dumps(found))
        return
    typer.echo(draw(image, plain=_is_plain()))
    half = "test" if test else "training"
    typer.echo(f"{a(label)}: digit {index:,} of the {half} set of {dataset.name}")
    if out is not None:
        typer.echo(f"Saved: {out}")


@app.command()
def figures(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder for the figures.")] = Path("figures"),
    index: Annotated[int, typer.Option(help="The one digit whose pixels are counted.")] = 17,
    augment: Annotated[
        str | None,
        typer.Option(metavar="RECIPE", help="Draw instead how this recipe changes that one digit."),
    ] = None,
    source: Source = None,
    as_json: AsJson = False,
) -> None:
    """Draw samples, class counts, pixel values and mean digits as PNG, or a recipe's augmentation."""
    paths = list(map(str, _drawn(source or context.obj, out, index, augment)))
    typer.echo(json.dumps({"figures": paths}) if as_json else "\n".join(paths))


def describe(dataset: Dataset) -> dict[str, Any]:
    """What there is to know of a data set, for JSON; ``verified``: it is MNIST, byte for byte."""
    sets = {
        "train": (dataset.train_images, dataset.train_counts),
        "test": (dataset.test_images, dataset.test_counts),
    }
    return {
        "name": dataset.name,
        "origin": dataset.origin,
        "verified": dataset.name == "mnist",
        "sha256": dataset.sha256,
        "writers": dataset.n_writers,
        **{
            name: {
                "n": len(images),
                "shape": list(images.shape),
                "dtype": str(images.dtype),
                "range": [int(images.min()), int(images.max())],
                "class_counts": counts,
            }
            for name, (images, counts) in sets.items()
        },
    }


def draw(image: Bytes, *, plain: bool = False) -> str:
    """The digit in a frame: two characters for each pixel, as characters are twice as high as wide."""
    shades, frame = (PLAIN_SHADES, PLAIN_FRAME) if plain else (SHADES, FRAME)
    left, edge, right, side, low_left, low_right = tuple(frame)
    levels = (image.astype(int) * (len(shades) - 1) + 127) // 255
    rows = ["".join(shades[level] * 2 for level in row) for row in levels]
    bar = edge * len(rows[0])
    return "\n".join([left + bar + right, *(side + row + side for row in rows), low_left + bar + low_right])


def _drawn(source: str | None, out: Path, index: int, augment: str | None) -> list[Path]:
    from inkread.errors import MissingExtraError
    from inkread.recipes.registry import find_recipe

    recipe = find_recipe(augment) if augment else None
    try:
        if recipe is None:
            from inkread.reporting.data_figures import write_data_figures

            return write_data_figures(_load(source), out, index)
        from inkread.reporting.augment_figures import write_augment_figure

        return [write_augment_figure(recipe, _load(source), out, index)]
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or "matplotlib", "train", "Drawing figures") from None


def _load(source: str | None) -> Dataset:
    from inkread.data.mnist import load_dataset

    return load_dataset(source)


def _save(image: Bytes, path: Path) -> None:
    """Dark ink on white paper, enlarged without smoothing."""
    import io

    from PIL import Image

    from inkread.files import write_whole

    large = (255 - image).repeat(PNG_SCALE, axis=0).repeat(PNG_SCALE, axis=1)
    content = io.BytesIO()
    Image.fromarray(large).save(content, "PNG")
    write_whole(path, content.getvalue())


def _is_plain() -> bool:
    """Whether what we print to knows ASCII alone."""
    try:
        (SHADES + FRAME).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def _table(dataset: Dataset, description: dict[str, Any]) -> str:
    train, test = description["train"], description["test"]
    low, high = train["range"]
    facts = {
        "data": dataset.name,
        "read from": dataset.origin,
        "content": "verified: MNIST, byte for byte" if description["verified"] else "not MNIST",
        "SHA-256": dataset.sha256,
        "pictures": f"{train['dtype']}, 28 × 28, {low} (paper) … {high} (ink)",
        "writers": f"{dataset.n_writers} wrote the training set" if dataset.n_writers else "not known",
    }
    lines = [f"{key:<10} {value}" for key, value in facts.items()]
    rows = [["", "all", *map(str, range(10))]]
    rows += [
        [name, *(f"{n:,}" for n in (part["n"], *part["class_counts"]))]
        for name, part in (("train", train), ("test", test))
    ]
    return "\n".join([*lines, "", *_columns(rows)])


def _columns(rows: list[list[str]]) -> list[str]:
    """Rows of text with their cells in columns, as narrow as they can be; numbers at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [" ".join([f"{row[0]:<{widths[0]}} ", *map(str.rjust, row[1:], widths[1:])]) for row in rows]
