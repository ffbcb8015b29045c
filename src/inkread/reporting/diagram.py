"""The picture of a network: volumes and columns of units from left to right, in rows like text.

Drawn with matplotlib alone, so it needs no Graphviz. One unit of the axes is one inch.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log2
from pathlib import Path
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, FancyArrowPatch, FancyBboxPatch, Rectangle

from inkread.files import write_whole
from inkread.recipes.recipe import AnyRecipe, Committee, Recipe
from inkread.reporting.blocks import Block, Bridge, Kind, Row, rows, shape_text
from inkread.reporting.style import BLUE, INK, MUTED, PAPER, cut, png, style

COLUMN, MARGIN = 1.45, 0.35
TITLE_HEIGHT, NAME_HEIGHT, TEXT_HEIGHT, TAG_HEIGHT = 0.75, 0.45, 0.6, 0.24
TALL, LOW = 1.8, 1.15
BRIDGE_HEIGHT, GAP = 0.24, 0.3

FACE, EDGE, LINK = "#dcebf5", BLUE, "#9fb3c1"
Point = tuple[float, float]


@style()
def draw_diagram(recipe: AnyRecipe) -> Figure:
    """The diagram of any recipe.

    Pictures are stacks of sheets (more sheets for more channels), dense layers columns of units. Each block
    carries its name, its output shape as H×W×C and its parameters.
    """
    return _figure(recipe, rows(recipe))


def save_diagram(recipe: AnyRecipe, path: str | Path) -> Path:
    """Write the diagram as PNG; returns its path. Raises OutputError where it cannot be written."""
    write_whole(Path(path), png(draw_diagram(recipe)))
    return Path(path)


def _figure(recipe: AnyRecipe, lines: list[Row]) -> Figure:
    width = 2 * MARGIN + COLUMN * max(3, *(len(row.blocks) for row in lines))
    heights = [_height(row) for row in lines]
    height = TITLE_HEIGHT + sum(heights) + GAP * (len(lines) - 1) + MARGIN / 2
    figure = Figure(figsize=(width, height))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    _title(ax, recipe, width, height)
    top = height - TITLE_HEIGHT
    for number, (row, row_height) in enumerate(zip(lines, heights, strict=True)):
        middle = _middle(row, top)
        end = _draw_row(ax, row, middle)
        top -= row_height + GAP
        if number + 1 < len(lines):
            right = MARGIN + COLUMN * len(row.blocks) + 0.08
            _turn(ax, (end, middle), (right, top + GAP / 2), _middle(lines[number + 1], top))
    return figure


def _title(ax: Axes, recipe: AnyRecipe, width: float, height: float) -> None:
    # At these sizes a letter takes 0.15 and 0.1 inches at most, on average.
    room = width - 2 * MARGIN
    subtitle = _subtitle(recipe)
    ax.text(MARGIN, height - 0.32, cut(recipe.name, int(room / 0.15)), size=14, weight="bold", va="center")
    ax.text(MARGIN, height - 0.58, cut(subtitle, int(room / 0.1)), size=9.5, color=MUTED, va="center")


def _subtitle(recipe: AnyRecipe) -> str:
    if isinstance(recipe, Committee):
        return "the mean of its members' answers"
    return f"{recipe.parameters:,} parameters" if isinstance(recipe, Recipe) else recipe.estimator


def _height(row: Row) -> float:
    tags = max(len(block.tags) for block in row.blocks)
    return _bridges_height(row) + NAME_HEIGHT + _body_height(row) + TEXT_HEIGHT + tags * TAG_HEIGHT


def _body_height(row: Row) -> float:
    return LOW if all(block.kind in ("picture", "sum", "box") for block in row.blocks) else TALL


def _bridges_height(row: Row) -> float:
    return BRIDGE_HEIGHT * (1 + max((b.depth for b in row.bridges), default=-1))


def _middle(row: Row, top: float) -> float:
    return top - _bridges_height(row) - NAME_HEIGHT - _body_height(row) / 2


def _centre(column: int) -> float:
    return MARGIN + COLUMN * (column + 0.5)


def _draw_row(ax: Axes, row: Row, middle: float) -> float:
    """Draw a row around the height ``middle``; returns where its last block ends."""
    half = _body_height(row) / 2
    for bridge in row.bridges:
        _bridge(ax, row, bridge, middle)
    ports: list[tuple[list[Point], list[Point]]] = []
    for column, block in enumerate(row.blocks):
        ports.append(DRAWERS[block.kind](ax, block, _centre(column), middle))
        _label(ax, block, _centre(column), (middle - half, middle + half))
    for column in range(1, len(row.blocks)):
        _link(ax, row.blocks[column], ports[column - 1][1], ports[column][0], middle)
    return max(x for x, _ in ports[-1][1])


def _link(ax: Axes, block: Block, outs: list[Point], ins: list[Point], middle: float) -> None:
    if len(outs) > 1 and len(ins) > 1 and block.kind in ("units", "digits"):
        lines = [(a, b) for a in outs for b in ins]
        ax.add_collection(LineCollection(lines, colors=LINK, linewidths=0.5, alpha=0.55, zorder=1))
        return
    left, right = max(x for x, _ in outs), min(x for x, _ in ins)
    _arrow(ax, (left + 0.06, middle), (right - 0.06, middle))


def _arrow(ax: Axes, start: Point, end: Point) -> None:
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=9, color=MUTED, linewidth=1.1, shrinkA=0, shrinkB=0
        )
    )


def _turn(ax: Axes, start: Point, corner: Point, middle: float) -> None:
    """The line from the end of one row to the start of the next."""
    left, (right, gutter) = MARGIN / 3, corner
    x = [start[0] + 0.06, right, right, left, left]
    y = [start[1], start[1], gutter, gutter, middle]
    ax.plot(x, y, color=MUTED, linewidth=1.1, solid_joinstyle="round")
    _arrow(ax, (left, middle), (_centre(0) - 0.55, middle))


def _bridge(ax: Axes, row: Row, bridge: Bridge, middle: float) -> None:
    deepest, half = max(b.depth for b in row.bridges), _body_height(row) / 2
    roof = middle + half + NAME_HEIGHT + BRIDGE_HEIGHT * (deepest - bridge.depth + 0.3)
    left, right = _centre(bridge.first) - COLUMN / 2, _centre(bridge.last)
    shade = Rectangle(
        (left, middle - half), right - left, roof - middle + half, facecolor="#f4f6f8", zorder=0
    )
    ax.add_patch(shade)
    ax.plot([left, left, right, right], [middle, roof, roof, middle + 0.3], color=MUTED, linewidth=1.1)
    _arrow(ax, (right, middle + 0.4), (right, middle + 0.17))


def _label(ax: Axes, block: Block, x: float, body: tuple[float, float]) -> None:
    bottom, top = body
    name = "\n".join(wrap(cut(block.name, 40), 16))
    lines = [(shape_text(block.shape), INK), (_parameters(block), MUTED), (block.note, MUTED)]
    if block.kind == "sum":  # the bridge comes down where its name would stand
        lines = [(name, INK), *lines]
    else:
        ax.text(x, top + 0.06, name, size=9, weight="bold", ha="center", va="bottom")
    y = bottom - 0.1
    for text, color in lines:
        if text:
            ax.text(x, y, text, size=8.5, color=color, ha="center", va="top", linespacing=1.25)
            y -= 0.19 * (1 + text.count("\n"))
    for tag in block.tags:
        _pill(ax, tag, x, y - 0.02)
        y -= TAG_HEIGHT


def _parameters(block: Block) -> str:
    if block.parameters >= 10_000_000:
        return f"{block.parameters / 1e6:.1f}M parameters"
    return f"{block.parameters:,} parameters" if block.parameters else ""


def _pill(ax: Axes, text: str, x: float, y: float) -> None:
    box = {"boxstyle": "round,pad=0.25,rounding_size=0.6", "facecolor": "#eef1f4", "edgecolor": "none"}
    ax.text(x, y - 0.03, text, size=7.5, color=INK, ha="center", va="top", bbox=box)


def _sheets(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    channels, height, width = block.shape
    count = 1 if channels == 1 else min(7, 2 + int(log2(channels) * 0.8))
    w, h, step = 0.14 + 0.56 * width / 28, 0.14 + 0.56 * height / 28, 0.045
    left, bottom = x - (w + step * (count - 1)) / 2, y - (h + step * (count - 1)) / 2
    for k in reversed(range(count)):
        corner = (left + step * k, bottom + step * k)
        ax.add_patch(Rectangle(corner, w, h, facecolor=FACE, edgecolor=EDGE, linewidth=0.9, zorder=2))
    if block.name == "Input":
        _three(ax, x, y, 0.3 * h)
    right = left + w + step * (count - 1)
    return [(left, y)], [(right, y)]


def _three(ax: Axes, x: float, y: float, size: float) -> None:
    """A digit in two strokes, so that the input is seen to be handwriting."""
    upper = Arc((x, y + 0.5 * size), 1.1 * size, size, theta1=-90, theta2=150)
    lower = Arc((x, y - 0.55 * size), 1.3 * size, 1.1 * size, theta1=210, theta2=450)
    for stroke in (upper, lower):
        stroke.set(edgecolor=INK, linewidth=3, capstyle="round", zorder=3)
        ax.add_patch(stroke)


def _bar(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    height = min(TALL - 0.1, 0.5 + 0.1 * log2(block.shape[0]))
    bottom, w = y - height / 2, 0.12
    ax.add_patch(
        Rectangle((x - w / 2, bottom), w, height, facecolor=FACE, edgecolor=EDGE, linewidth=0.9, zorder=2)
    )
    count = min(block.shape[0], 24)
    cuts = [bottom + height * k / count for k in range(1, count)]
    ax.hlines(cuts, x - w / 2, x + w / 2, color=EDGE, linewidth=0.35, zorder=3)
    ports = [bottom + height * (k + 0.5) / 8 for k in range(8)]
    return [(x - w / 2, p) for p in ports], [(x + w / 2, p) for p in ports]


def _units(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    radius, pitch = 0.065, 0.155
    room = int((0.5 + 0.1 * log2(max(block.shape[0], 2))) / pitch)
    count = min(block.shape[0], room)
    hidden = block.shape[0] > count
    spots = [y + pitch * ((count - 1) / 2 - k) for k in range(count)]
    if hidden:
        spots = [spot for k, spot in enumerate(spots) if abs(k - (count - 1) / 2) > 0.9]
        ax.plot([x] * 3, [y - 0.06, y, y + 0.06], ".", color=EDGE, markersize=2.2)
    for spot in spots:
        ax.add_patch(Circle((x, spot), radius, facecolor=FACE, edgecolor=EDGE, linewidth=0.9, zorder=2))
    return [(x - radius, s) for s in spots], [(x + radius, s) for s in spots]


def _digits(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    radius, pitch = 0.08, 0.172
    spots = [y + pitch * (4.5 - k) for k in range(10)]
    for digit, spot in enumerate(spots):
        ax.add_patch(Circle((x, spot), radius, facecolor=EDGE, edgecolor=EDGE, zorder=2))
        ax.text(x, spot - 0.004, str(digit), size=7, color=PAPER, ha="center", va="center_baseline", zorder=3)
    return [(x - radius, s) for s in spots], [(x + radius, s) for s in spots]


def _plus(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    ax.add_patch(Circle((x, y), 0.15, facecolor=PAPER, edgecolor=EDGE, linewidth=1.3, zorder=2))
    ax.text(x, y, "+", size=13, color=EDGE, ha="center", va="center_baseline", zorder=3)
    return [(x - 0.15, y)], [(x + 0.15, y)]


def _tree(ax: Axes, x: float, y: float, size: float) -> None:
    """A root, two branches and four leaves, in a square of ``size`` around (x, y)."""
    root, low, leaf = y + size * 0.42, y, y - size * 0.42
    branches = [(x - size * 0.24, low), (x + size * 0.24, low)]
    lines = [((x, root), branch) for branch in branches]
    lines += [(b, (b[0] + side * size * 0.12, leaf)) for b in branches for side in (-1, 1)]
    ax.add_collection(LineCollection(lines, colors=EDGE, linewidths=0.9, zorder=2))
    knots = [(x, root), *branches, *(line[1] for line in lines[2:])]
    ax.plot([k[0] for k in knots], [k[1] for k in knots], "o", color=EDGE, markersize=3, zorder=3)


def _forest(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    for column in (-1, 0, 1):
        for row in (-1, 0, 1):
            _tree(ax, x + 0.36 * column, y + 0.55 * row, 0.36)
    return [(x - 0.55, y)], [(x + 0.55, y)]


def _boosting(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    for row in (1, 0, -1):
        _tree(ax, x, y + 0.58 * row, 0.4)
    for row in (1, 0):
        ax.text(x + 0.28, y + 0.58 * row - 0.29, "+", size=11, color=MUTED, ha="center", va="center_baseline")
    return [(x - 0.4, y)], [(x + 0.4, y)]


def _box(ax: Axes, block: Block, x: float, y: float) -> tuple[list[Point], list[Point]]:
    box = FancyBboxPatch(
        (x - 0.45, y - 0.45), 0.9, 0.9, boxstyle="round,pad=0,rounding_size=0.1", facecolor=FACE
    )
    box.set_edgecolor(EDGE)
    ax.add_patch(box)
    return [(x - 0.45, y)], [(x + 0.45, y)]


Drawer = Callable[[Axes, Block, float, float], tuple[list[Point], list[Point]]]

DRAWERS: dict[Kind, Drawer] = {
    "picture": _sheets,
    "flat": _bar,
    "units": _units,
    "digits": _digits,
    "sum": _plus,
    "forest": _forest,
    "boosting": _boosting,
    "box": _box,
}
