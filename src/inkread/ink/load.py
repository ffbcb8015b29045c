"""From a file, bytes or an array to a picture: decoding, limits, orientation, transparency.

Everything that a person may hand over becomes ``(H, W, 3) uint8`` red, green, blue as a person
sees it: EXIF rotation applied, transparency laid on paper, 16 bits brought to 8, one page each.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from inkread.errors import MissingExtraError, PictureError
from inkread.ink.levels import array_levels, image_levels
from inkread.ink.pdf import n_pages, rendered

MAX_BYTES = 200_000_000
"""A larger file is refused before it is opened."""

MAX_PIXELS = 120_000_000
"""A picture that says it is larger is refused before it is decoded (decompression bombs)."""

WORK_PIXELS = 4_000_000
"""Larger pictures are reduced to this many: a digit 1% of a page high is then about 20 pixels high."""

MAX_PAGES = 200
"""A file of more pages is refused, as the last ones would go unread."""

SUFFIXES = (
    *(".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif"),
    *(".jp2", ".pgm", ".ppm", ".pbm", ".pdf"),
)
"""The endings by which pictures in a folder are known."""

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "DIB", "PPM", "WEBP", "TIFF", "AVIF", "JPEG2000", "TGA", "PCX", "ICO")
"""What Pillow may open, and HEIC; of its other formats one, EPS, would run another program, Ghostscript."""


class ArrayLike(Protocol):
    """What NumPy can make an array of: an array, a tensor of PyTorch, TensorFlow or JAX."""

    def __array__(self) -> npt.NDArray[Any]: ...


Source = str | os.PathLike[str] | bytes | ArrayLike | Image.Image
"""What can be loaded: a path, the bytes of a file, an array or tensor, or a Pillow image."""


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """One page as a person sees it, at the scale it is worked at.

    ``pixels`` is ``(H, W, 3) uint8``; ``width`` and ``height`` are those of the original, and
    ``scale`` is original pixels for one of ``pixels`` (1 or more).
    """

    pixels: npt.NDArray[np.uint8]
    width: int
    height: int
    path: str | None = None

    @property
    def scale(self) -> float:
        """Original pixels for one pixel here."""
        return float(self.width / self.pixels.shape[1])

    def turned(self, turns: int) -> Picture:
        """The picture turned to the left by so many quarters, 0 to 3."""
        if not turns:
            return self
        size = (self.height, self.width) if turns % 2 else (self.width, self.height)
        return Picture(np.ascontiguousarray(np.rot90(self.pixels, turns)), *size, self.path)


@dataclass(frozen=True, eq=False, slots=True)
class Pages:
    """The ``n`` pages of a source, each of which is decoded when it is asked for.

    One page takes 12 MB, 200 of them 2.4 GB. Asking for one raises ``PictureError`` where it is damaged.
    """

    n: int
    decoded: Callable[[int], Picture]

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, index: int) -> Picture:
        return self.decoded(range(self.n)[index])

    def __iter__(self) -> Iterator[Picture]:
        return map(self.decoded, range(self.n))


def load(source: Source) -> Picture:
    """The picture in ``source``; of several pages the first. Raises ``PictureError``."""
    return load_pages(source, most=1)[0]


def load_pages(source: Source, *, most: int = MAX_PAGES) -> Pages:
    """Every page of ``source``, or the first ``most`` of them.

    TIFF and PDF have several; animations count as their first frame.

    Arrays and tensors are ``(H, W)``, ``(H, W, 1)``, ``(H, W, 3)`` or ``(H, W, 4)``: bool, integers in 0…255,
    uint16, or finite floats in [0, 1] or [0, 255]. Raises ``PictureError`` for anything else and
    ``MissingExtraError`` for HEIC and PDF without the library that opens them.
    """
    if isinstance(source, Image.Image):
        with _refusals("the image"):
            return _one(_decode(source, "the image"))
    if hasattr(source, "__array__"):
        return _one(_from_array(np.asarray(source)))
    path = None if isinstance(source, bytes) else _path_of(source)
    name = "the picture" if path is None else path
    content = source if isinstance(source, bytes) else _bytes_of(Path(name))
    if not content:
        raise PictureError(f"{name} is empty (0 bytes).")
    if len(content) > MAX_BYTES:
        raise PictureError(f"{name} has {len(content):,} bytes; pictures must have at most {MAX_BYTES:,}.")
    if content[:5] == b"%PDF-":
        return _pdf_pages(content, name, path, most)
    return _image_pages(content, name, path, most)


def _path_of(source: str | os.PathLike[str]) -> str:
    """The path in words; raises ``PictureError`` for what is none."""
    try:
        return os.fsdecode(source)
    except TypeError as error:
        kind = type(source).__name__
        raise PictureError(
            f"A picture is a path, the bytes of a file, an array or a Pillow image; received {kind}."
        ) from error


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PictureError(f"{path} has {size:,} bytes; pictures must have at most {MAX_BYTES:,}.")
        with path.open("rb") as file:  # a pipe or a device has no size, and may never end
            return file.read((size or MAX_BYTES) + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PictureError(f"Cannot read {path}: {why}. Check the path and its permissions.") from error


def _one(picture: Picture) -> Pages:
    return Pages(1, lambda _: picture)


def _image_pages(content: bytes, name: str, path: str | None, most: int) -> Pages:
    _open_heic(content, name)
    with _refusals(name):
        image = _opened(content)
        pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        _check_pages(pages, most, name)
        if min(pages, most) == 1:  # opening it once more would take a tenth of a small picture's time
            return _one(_decode(image, name, path and _page(name, 0, pages), reduced=True))

    def decoded(page: int) -> Picture:
        own = _page(name, page, pages)
        with _refusals(own):
            image = _opened(content)
            image.seek(page)
            return _decode(image, own, path and own, reduced=True)

    return Pages(min(pages, most), decoded)


def _opened(content: bytes) -> Image.Image:
    heic = ("HEIF",) if "HEIF" in Image.OPEN else ()
    return Image.open(io.BytesIO(content), formats=FORMATS + heic)


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """What Pillow raises over a picture becomes a ``PictureError`` that names it."""
    with warnings.catch_warnings():
        # Pillow warns of odd EXIF, truncated tags and large pictures; the limits here decide.
        warnings.simplefilter("ignore")
        try:
            yield
        except PictureError:
            raise
        except UnidentifiedImageError as error:
            raise PictureError(
                f"{name} is not a picture that can be read. Use JPEG, PNG, WebP, BMP, TIFF, HEIC or PDF."
            ) from error
        except Image.DecompressionBombError as error:
            raise PictureError(
                f"{name} is too large ({error}); at most {MAX_PIXELS:,} pixels are read. Reduce it."
            ) from error
        # A decoder may raise almost anything on a corrupt file, from SyntaxError to struct.error.
        except Exception as error:
            why = str(error).splitlines()[0][:100] if str(error) else type(error).__name__
            raise PictureError(
                f"{name} is damaged and cannot be decoded ({why}). Save or copy it again."
            ) from error


def _check_pages(pages: int, most: int, name: str) -> None:
    """Raises ``PictureError`` for a file of too many pages, unless only the first is asked for."""
    if pages > MAX_PAGES and most > 1:
        raise PictureError(f"{name} has {pages:,} pages; at most {MAX_PAGES} are read. Split it.")


def _page(name: str, page: int, pages: int) -> str:
    """The name, with the page's number where there are several: ``scan.tif#2``."""
    return name if pages == 1 else f"{name}#{page + 1}"


def _open_heic(content: bytes, name: str) -> None:
    if content[4:8] != b"ftyp" or content[8:12] not in (b"heic", b"heix", b"mif1", b"hevc", b"msf1", b"heim"):
        return
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise MissingExtraError("pillow-heif", "formats", f"Reading HEIC ({name})") from error
    register_heif_opener()


def _pdf_pages(content: bytes, name: str, path: str | None, most: int) -> Pages:
    pages = n_pages(content, name)
    _check_pages(pages, most, name)

    def decoded(number: int) -> Picture:
        own = _page(name, number, pages)
        return _decode(rendered(content, own, number, WORK_PIXELS), own, path and own)

    return Pages(min(pages, most), decoded)


def _decode(image: Image.Image, name: str, path: str | None = None, *, reduced: bool = False) -> Picture:
    """The picture; ``reduced`` allows what changes ``image`` itself, which is nobody else's then."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise PictureError(
            f"{name} is {width}×{height} = {width * height:,} pixels; "
            f"at most {MAX_PIXELS:,} are read. Reduce it."
        )
    if reduced and image.format == "JPEG":
        # Half the decoding time of a large photo: JPEG can be unpacked at 1/2, 1/4 or 1/8.
        shrink = max((width * height / WORK_PIXELS) ** 0.5, 1.0)
        image.draft("RGB", (max(int(width / shrink), 1), max(int(height / shrink), 1)))
    orientation = _orientation(image)
    if orientation >= 5:
        width, height = height, width
    turned = ImageOps.exif_transpose(image) if orientation > 1 else image
    return _worked(image_levels(turned, WORK_PIXELS), path, width, height)


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:  # damaged EXIF is no reason to refuse the picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _from_array(array: npt.NDArray[Any]) -> Picture:
    """An array as a picture."""
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 3, 4)) or 0 in array.shape:
        raise PictureError(
            f"An array must be (height, width) or (height, width, 1, 3 or 4), and not empty; received "
            f"{array.shape}. Of a batch give one picture, batch[0]; a flat digit as .reshape(28, 28)."
        )
    if array.shape[0] * array.shape[1] > MAX_PIXELS:
        raise PictureError(f"An array may have {MAX_PIXELS:,} pixels; received {array.shape}.")
    return _worked(array_levels(array, WORK_PIXELS), None, array.shape[1], array.shape[0])


def _worked(pixels: npt.NDArray[np.uint8], path: str | None, width: int, height: int) -> Picture:
    """The picture ``(H, W)`` or ``(H, W, 3)`` at the scale it is worked at, in colour."""
    rows, columns = pixels.shape[:2]
    shrink = (rows * columns / WORK_PIXELS) ** 0.5
    if shrink > 1:
        size = (max(round(columns / shrink), 1), max(round(rows / shrink), 1))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    # Three channels that are one in memory: ``tone.is_grey`` then knows that there are no colours.
    colour = np.broadcast_to(pixels[..., None], (*pixels.shape, 3)) if pixels.ndim == 2 else pixels
    return Picture(np.asarray(colour, np.uint8), width, height, path)
