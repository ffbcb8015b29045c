"""How every figure looks, in one place: quiet, colour-blind-safe, readable from the last row.

Figures are white in the light and in the dark: the page lays a white card behind them.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from inkread.errors import OutputError

# Okabe & Ito 2008: told apart with every kind of colour vision.
BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"
INK, MUTED, FAINT, PAPER = "#1f2933", "#5b6770", "#e4e7eb", "#ffffff"

TRAIN, HELD_OUT = BLUE, VERMILION
RIGHT, WRONG = BLUE, VERMILION
CYCLE = (BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE, INK)

DPI = 144
"""Pixels an inch: sharp on a projector and on a page shown at half its size in pixels."""

STYLE: dict[str, object] = {
    "figure.facecolor": PAPER,
    "figure.dpi": DPI,
    "savefig.dpi": DPI,
    "savefig.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": 11,
    # Names of recipes and folders are people's own; a dollar sign in one is no formula.
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "lines.linewidth": 2.2,
    "lines.markersize": 5,
    "legend.frameon": False,
    "axes.prop_cycle": cycler(color=list(CYCLE)),
}


@contextmanager
def style() -> Iterator[None]:
    """Figures made inside look like ours; what the caller had set is restored."""
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]
        yield


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of that size in inches, which belongs to no window and to no global state."""
    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1))


def legend_above(ax: Axes) -> None:
    """The legend between title and plot, where no line can run through it."""
    ax.set_title(ax.get_title(loc="left"), pad=28)
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 0.99),
        ncols=2,
        fontsize=9.5,
        columnspacing=1.4,
        handlelength=1.6,
    )


def as_percent(share: float, _position: object = None) -> str:
    """0.985 as 98.5%, for the ticks of an axis."""
    return f"{share * 100:.6g}%"


@style()
def png(figure: Figure) -> bytes:
    """The figure as a PNG file's bytes."""
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    with warnings.catch_warnings():
        # A recipe may be named in a script that the font lacks: boxes are drawn, nothing is lost.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        # savefig() would draw a figure with a layout twice.
        canvas.draw()  # type: ignore[no-untyped-call]
    buffer = io.BytesIO()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3]  # type: ignore[no-untyped-call]
    Image.fromarray(pixels).save(buffer, "PNG", dpi=(DPI, DPI), pnginfo=_signature())
    return buffer.getvalue()


def _signature() -> PngInfo:
    signature = PngInfo()
    signature.add_text("Software", "Inkread")
    return signature


def check_free(path: Path) -> None:
    """Raises OutputError where a file lies that ``png`` did not make; a figure may be drawn anew."""
    if path.exists() and not _is_ours(path):
        raise OutputError(f"{path} is there already and no figure of ours. Choose another place with --out.")


def _is_ours(path: Path) -> bool:
    try:
        with Image.open(path) as picture:
            return picture.info.get("Software") == "Inkread"
    except OSError:
        return False


def cut(text: str, letters: int) -> str:
    """The text on one line of at most that many letters, its end replaced by … where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= letters else line[: max(letters - 1, 0)].rstrip() + "…"
