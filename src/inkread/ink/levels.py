"""Levels of grey and colour as bytes, 0…255, whatever depth, transparency or number type they came in."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from inkread.errors import PictureError


def image_levels(image: Image.Image, enough: int) -> npt.NDArray[np.uint8]:
    """The levels of an image: ``(H, W)`` where it is grey, else ``(H, W, 3)``.

    Deep and transparent ones of several times ``enough`` pixels are reduced first.
    """
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        deep = _smaller(image, "F" if image.mode == "F" else "I", enough)
        return stretched(np.asarray(deep, dtype=np.float64))
    if image.mode in ("LA", "PA", "La", "RGBA", "RGBa") or "transparency" in image.info:
        kept = "LA" if image.mode in ("LA", "La") else "RGBA"
        return on_paper(np.asarray(_smaller(image, kept, enough).convert("RGBA")))
    return np.ascontiguousarray(image if image.mode == "L" else image.convert("RGB"))


def array_levels(array: npt.NDArray[Any], enough: int) -> npt.NDArray[np.uint8]:
    """The levels of an array ``(H, W)`` or ``(H, W, 1, 3 or 4)``, as those of an image."""
    levels = levels_of(array)
    if levels.ndim == 3 and levels.shape[2] == 4:
        return image_levels(Image.fromarray(levels), enough)
    grey = levels.ndim == 2 or levels.shape[2] == 1
    return np.ascontiguousarray(levels.reshape(levels.shape[:2]) if grey else levels)


def _smaller(image: Image.Image, mode: str, enough: int) -> Image.Image:
    """The image in ``mode``, by a whole factor smaller where it has several times ``enough`` pixels.

    What follows takes 16 to 40 bytes a pixel.
    """
    image = image if image.mode == mode else image.convert(mode)
    factor = int((image.width * image.height / enough) ** 0.5)
    return image.reduce(factor) if factor > 1 else image


def stretched(values: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Deep grey levels ``(H, W)``, of whatever depth the camera or scanner used, as 0…255."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    return ((values - low) * (255 / (high - low)) if high > low else values * 0 + 255).astype(np.uint8)


def on_paper(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A transparent drawing ``(H, W, 4)`` on white paper, or on black where its strokes are light."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    colour = rgba[..., :3].astype(np.float32)
    lightness = float((colour.mean(axis=2, keepdims=True) * alpha).sum() / max(float(alpha.sum()), 1e-6))
    paper = 0.0 if lightness > 128 and float(alpha.mean()) < 0.9 else 255.0
    return np.rint(colour * alpha + paper * (1 - alpha)).astype(np.uint8)


def levels_of(array: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """The levels of an array of any shape, dtype and range that pictures come in. Raises ``PictureError``."""
    if array.dtype == np.uint8:
        return array
    if array.dtype == np.bool_:
        return array.astype(np.uint8) * 255
    if array.dtype == np.uint16:
        bits = int(array.max()).bit_length()  # cameras and scanners give 10, 12, 14 or 16
        return (array >> max(bits - 8, 0)).astype(np.uint8)
    if array.dtype.kind not in "iuf":
        raise PictureError(f"An array must hold numbers; received dtype {array.dtype}.")
    if not np.isfinite(array).all():
        raise PictureError("An array must be finite; received NaN or infinity. Replace them first.")
    low, high = float(array.min()), float(array.max())
    if low < 0 or high > 255:
        raise PictureError(
            f"An array must lie in 0…1 or 0…255; received {low:g}…{high:g}. Undo what was done to it, or "
            "bring it there: (x - x.min()) / (x.max() - x.min())"
        )
    unit = 255.0 if array.dtype.kind == "f" and high <= 1 else 1.0
    return np.rint(array * unit).astype(np.uint8)
