"""What a network diagram shows, before it is drawn: blocks in rows, and the bridges over residual parts.

A block is a step that makes something of a new kind or shape. Layers that change values only (ReLU, Dropout,
BatchNorm) are tags on the block whose values they change, and so is a stride. A Residual is laid open::

    Conv 16 ──▶ Conv 16 ──▶ Conv 16 ──▶ (+)
             ╰──────── bridge ──────────╯
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from inkread.recipes.layers import INPUT_SHAPE, Conv, Dense, Flatten, Layer, Residual, Shape, walk
from inkread.recipes.recipe import AnyRecipe, ClassicalRecipe, Committee
from inkread.words import counted

Kind = Literal["picture", "flat", "units", "digits", "sum", "forest", "boosting", "box"]

MAX_COLUMNS = 8
"""Blocks side by side in one row, unless one residual part is longer."""


@dataclass(frozen=True)
class Block:
    """One step: ``kind`` says how it is drawn, ``shape`` is that of its output, channels first."""

    kind: Kind
    name: str
    shape: Shape
    parameters: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Bridge:
    """The input of block ``first`` is added at block ``last`` (indices in the same row)."""

    first: int
    last: int
    depth: int


@dataclass(frozen=True)
class Row:
    """Blocks from left to right and the bridges over them."""

    blocks: tuple[Block, ...]
    bridges: tuple[Bridge, ...]


def shape_text(shape: Shape) -> str:
    """``(30, 24, 24)`` as people write it: ``24×24×30``; ``(512,)`` as ``512``."""
    return "×".join(f"{side:,}" for side in (*shape[1:], *shape[:1]))


def rows(recipe: AnyRecipe) -> list[Row]:
    """The whole diagram of a recipe, in as few and as even rows as ``MAX_COLUMNS`` allows."""
    units = _parts(recipe)
    packed = _pack(units, MAX_COLUMNS)
    for width in range(MAX_COLUMNS - 1, 0, -1):
        tighter = _pack(units, width)
        if len(tighter) > len(packed):
            break
        packed = tighter
    return packed


def _parts(recipe: AnyRecipe) -> list[Row]:
    if isinstance(recipe, Committee):
        return _committee(recipe)
    return _classical(recipe) if isinstance(recipe, ClassicalRecipe) else _network(recipe.layers)


def _pack(units: Sequence[Row], width: int) -> list[Row]:
    packed: list[Row] = []
    for unit in units:
        if packed and len(packed[-1].blocks) + len(unit.blocks) <= width:
            packed[-1] = _join(packed[-1], unit)
        else:
            packed.append(unit)
    return packed


def _join(left: Row, right: Row) -> Row:
    start = len(left.blocks)
    moved = tuple(replace(b, first=b.first + start, last=b.last + start) for b in right.bridges)
    return Row(left.blocks + right.blocks, left.bridges + moved)


def _network(layers: tuple[Layer, ...]) -> list[Row]:
    # Layers ahead of the first block change the input itself: they become its tags.
    ahead = list(takewhile(lambda layer: _is_tag(layer, INPUT_SHAPE), layers))
    picture = Block("picture", "Input", INPUT_SHAPE, tags=tuple(_tag(layer, INPUT_SHAPE) for layer in ahead))
    return _with_digits([_one(picture), *_units(layers[len(ahead) :], INPUT_SHAPE)])


def _with_digits(units: list[Row]) -> list[Row]:
    last = units[-1].blocks[-1]
    if len(last.shape) == 1 and last.kind == "units":
        last = replace(last, kind="digits", tags=(*last.tags, "Softmax"))
    return [*units[:-1], Row((*units[-1].blocks[:-1], last), units[-1].bridges)]


def _units(layers: Sequence[Layer], shape: Shape, depth: int = 0) -> list[Row]:
    """A row for each part that must not be torn apart: one block, or a residual with all it holds."""
    units: list[Row] = []
    for layer, before, after in walk(tuple(layers), shape):
        if isinstance(layer, Residual):
            units.append(_residual(layer, before, depth))
        elif units and _is_tag(layer, before):
            units[-1] = _tagged(units[-1], _tag(layer, before))
        else:
            name, *settings = str(layer).split(", ")
            parameters = layer.parameters(before)
            units.append(_one(Block(_kind(layer, after), name, after, parameters, tuple(settings))))
    return units


def _residual(layer: Residual, shape: Shape, depth: int) -> Row:
    row = Row((), ())
    for unit in _units(layer.layers, shape, depth + 1):
        row = _join(row, unit)
    row = _join(row, _one(Block("sum", "Residual", shape)))
    return Row(row.blocks, (*row.bridges, Bridge(0, len(row.blocks) - 1, depth)))


def _one(block: Block) -> Row:
    return Row((block,), ())


def _tagged(row: Row, tag: str) -> Row:
    last = row.blocks[-1]
    return Row((*row.blocks[:-1], replace(last, tags=(*last.tags, tag))), row.bridges)


def _is_tag(layer: Layer, shape: Shape) -> bool:
    makes_features = isinstance(layer, Conv | Dense | Flatten | Residual)
    return not makes_features and layer.output_shape(shape) == shape


def _tag(layer: Layer, shape: Shape) -> str:
    parameters = layer.parameters(shape)
    return f"{layer} · {parameters:,}" if parameters else str(layer)


def _kind(layer: Layer, after: Shape) -> Kind:
    if len(after) == 3:
        return "picture"
    return "units" if isinstance(layer, Dense) else "flat"


def _committee(recipe: Committee) -> list[Row]:
    names = dict.fromkeys(name for name, _ in recipe.members)
    picture = Block("picture", "Input", INPUT_SHAPE, note="each member sees it")
    members = Block("box", counted(len(recipe.members), "member"), (), tags=tuple(names))
    mean = Block("digits", "10 probabilities", (10,), note="the mean of theirs")
    return [_one(picture), _one(members), _one(mean)]


def _classical(recipe: ClassicalRecipe) -> list[Row]:
    picture = Block("picture", "Input", INPUT_SHAPE, note="784 pixels")
    if recipe.estimator == "sklearn.linear_model.LogisticRegression":
        pixels = Block("flat", "784 pixels", (784,))
        sums = Block("digits", "10 weighted sums", (10,), parameters=7_850, tags=("Softmax",))
        return [_one(replace(picture, note="")), _one(pixels), _one(sums)]
    digits = Block("digits", "10 probabilities", (10,))
    return [_one(picture), _one(_estimator(recipe)), _one(digits)]


def _estimator(recipe: ClassicalRecipe) -> Block:
    name, trees = recipe.estimator.rpartition(".")[2], recipe.settings.get("n_estimators")
    if name == "RandomForestClassifier":
        return Block("forest", _trees(trees), (), note="each votes")
    if name == "XGBClassifier":
        depth = recipe.settings.get("max_depth")
        note = "each corrects the sum\nof those before it"
        return Block("boosting", f"{_trees(trees)} for each class", (), tags=_depth_tag(depth), note=note)
    return Block("box", name, ())


def _depth_tag(depth: object) -> tuple[str, ...]:
    return () if depth is None else (f"depth {depth}",)


def _trees(n: object) -> str:
    return counted(n if isinstance(n, int) else 100, "tree")
