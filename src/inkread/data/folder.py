"""Load a person's own digits: pictures in folders named 0 … 9.

::

    my-digits/            any size, dark on bright or bright on dark, grey or colour
      0/ a.png  b.jpg     a fixed stratified sixth becomes the test set, unless there are
      1/ …                my-digits/train/0 … and my-digits/test/0 … (or training, testing)

A picture of 28 × 28 is taken as it is but for its polarity. Every other is brought to MNIST's form: levels
stretched between paper and ink, cut to the ink, shrunk into the 20-pixel box, centre of mass in the middle.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from inkread.core import CLASSES, SIDE
from inkread.data.dataset import Arrays, Bytes, Dataset, make_dataset, own_name
from inkread.data.form import BOX, centre
from inkread.data.splits import draw_stratified
from inkread.errors import DataError

if TYPE_CHECKING:
    from PIL.Image import Image

Grey = npt.NDArray[Any]
"""``(h, w)`` float32 in [0, 1]."""

ENDINGS = frozenset(
    {".avif", ".bmp", ".gif", ".jfif", ".jp2", ".jpeg", ".jpg"}
    | {".pbm", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"}
)
MAX_SIDE_PX = 4096
MAX_PICTURES = 200_000
TEST_FRACTION = 1 / 6
"""As in MNIST, which has one test digit for six to train on; there it is one in seven of all."""

MIN_CONTRAST = 0.1
"""Paper and ink differ at least by this part of the full range of grey."""

INK_FRACTION = 0.35
"""What is darker than this part of the way from paper to ink belongs to the digit when it is cut out."""


def has_classes(folder: Path) -> bool:
    """Whether there are folders named 0 … 9 in it, or in its ``train`` and ``test``."""
    places = (folder, *(_parts(folder) or ()))
    return any((place / str(digit)).is_dir() for place in places for digit in CLASSES)


def read_folder(folder: Path) -> Dataset:
    """The pictures as a data set named after the folder.

    Raises ``DataError`` naming the first file that is no picture, is blank or has a side over 4,096 pixels,
    and when there are fewer than two pictures of every class or over 200,000 in all.
    """
    parts = _parts(folder)
    if parts:
        train, test = (_read_classes(part) for part in parts)
        arrays = dict(
            zip(("train_images", "train_labels", "test_images", "test_labels"), train + test, strict=True)
        )
    else:
        arrays = _cut(*_read_classes(folder))
    if not len(arrays["test_labels"]):
        raise DataError(f"{folder}: expected at least two pictures of a digit, found one of each.")
    return make_dataset(arrays, name=own_name(folder), origin=str(folder))


def read_digit(path: Path) -> Bytes:
    """One picture as a ``(28, 28) uint8`` digit. Raises ``DataError`` naming the file."""
    grey = _read_grey(path)
    ink = _stretch(grey, path)
    if grey.shape == (SIDE, SIDE):
        bright = grey if _is_bright_on_dark(grey) else 1 - grey
        return np.asarray(np.rint(bright * 255), np.uint8)
    rows, columns = (np.flatnonzero((ink > INK_FRACTION).any(axis=axis)) for axis in (1, 0))
    return centre(_fit(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]))


def _parts(folder: Path) -> tuple[Path, Path] | None:
    pairs = ((folder / "train", folder / "test"), (folder / "training", folder / "testing"))
    return next((pair for pair in pairs if all(part.is_dir() for part in pair)), None)


def _read_classes(folder: Path) -> tuple[Bytes, Bytes]:
    files = [(path, digit) for digit in CLASSES for path in _pictures(folder / str(digit))]
    if not files:
        raise DataError(f"{folder}: expected pictures (.png, .jpg, …) in folders 0 … 9, found none.")
    if len(files) > MAX_PICTURES:
        raise DataError(f"{folder}: expected at most {MAX_PICTURES:,} pictures, found {len(files):,}.")
    images = np.stack([read_digit(path) for path, _ in files])
    return images, np.array([digit for _, digit in files], np.uint8)


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and not path.name.startswith(".")
    )


def _cut(images: Bytes, labels: Bytes) -> Arrays:
    test = draw_stratified(labels, TEST_FRACTION)
    return {
        "train_images": images[~test],
        "train_labels": labels[~test],
        "test_images": images[test],
        "test_labels": labels[test],
    }


def _read_grey(path: Path) -> Grey:
    """``(h, w)`` grey in [0, 1] as a person sees the picture: upright, and transparency as white paper."""
    from PIL import Image, ImageOps

    try:
        # Pillow warns of odd EXIF, truncated tags and large pictures; the limit here decides.
        with warnings.catch_warnings(action="ignore"), Image.open(path) as picture:
            if max(picture.size) > MAX_SIDE_PX:
                found = " × ".join(f"{side:,}" for side in picture.size)
                raise DataError(f"{path}: expected sides of at most {MAX_SIDE_PX:,} pixels, found {found}.")
            return _as_grey(ImageOps.exif_transpose(picture))
    except DataError:
        raise
    except Exception as error:  # a decoder may raise almost anything on a corrupt file
        reason = " ".join(str(error).replace(str(path), path.name).split())
        raise DataError(f"{path}: expected a picture of a digit, found none ({reason}).") from None


def _as_grey(picture: Image) -> Grey:
    from PIL import Image

    if picture.mode.startswith("I"):
        return np.asarray(picture).clip(0, 65_535).astype(np.float32) / 65_535
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return np.asarray(picture.convert("L"), np.float32) / 255


def _is_bright_on_dark(grey: Grey) -> bool:
    """Most of a picture is paper: when that is nearer to the darkest value, the ink is bright.

    The whole picture is asked and not its border, on which the lines of a form may lie.
    """
    return bool(np.median(grey) < (grey.min() + grey.max()) / 2)


def _stretch(grey: Grey, path: Path) -> Grey:
    """Ink in [0, 1]: 0 at the level of the paper, 1 at the level farthest from it."""
    ink = grey if _is_bright_on_dark(grey) else 1 - grey
    paper, full = float(np.median(ink)), float(ink.max())
    if full - paper < MIN_CONTRAST:
        raise DataError(
            f"{path}: expected ink that stands out from its paper by {MIN_CONTRAST:.0%} "
            f"of the range of grey, found {full - paper:.0%}."
        )
    return ((ink - paper) / (full - paper)).clip(0, 1)


def _fit(ink: Grey) -> Grey:
    """The ink with its longer side brought to the 20-pixel box, its darkest pixel full ink."""
    from PIL import Image

    scale = BOX / max(ink.shape)
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    small = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC), np.float32)
    return np.asarray((small / small.max()).clip(0, 1))
