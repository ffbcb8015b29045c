"""Every kind of file and array becomes the same picture, or one clear error."""

from __future__ import annotations

import io
import os
import struct
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inkread.errors import InkreadError, MissingExtraError, PictureError
from inkread.ink import levels
from inkread.ink import load as loading
from inkread.ink.load import load, load_pages


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


@pytest.fixture
def image(rng):
    """A small picture in colour whose four corners differ."""
    pixels = rng.integers(0, 255, (20, 30, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF", "WEBP"])
def test_formats(image, form):
    """Lossless formats come out pixel for pixel."""
    options = {"lossless": True} if form == "WEBP" else {}
    np.testing.assert_array_equal(load(encoded(image, form, **options)).pixels, np.asarray(image))


@pytest.mark.parametrize("form", ["JPEG", "JPEG2000", "AVIF", "GIF", "PPM", "TGA"])
def test_other_formats(image, form):
    """So do others, but for what they lose."""
    pixels = load(encoded(image.resize((90, 60)), form)).pixels
    assert pixels.shape == (60, 90, 3) and abs(pixels.mean() - np.asarray(image).mean()) < 5


def test_no_other_program_is_run(image, monkeypatch):
    """A format that Pillow hands to another program is refused without it."""
    ran = []
    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", lambda *_: ran.append(_))
    with pytest.raises(PictureError, match="not a picture that can be read"):
        load(encoded(image, "EPS"))
    assert not ran


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_modes(image, mode, tmp_path):
    """Every colour mode becomes (H, W, 3) uint8."""
    path = tmp_path / "picture.tif"
    if mode == "I;16":
        Image.fromarray((np.arange(600).reshape(20, 30) * 100).astype(np.uint16)).save(path)
    else:
        image.convert(mode).save(path)
    pixels = load(path).pixels
    assert (pixels.shape, pixels.dtype) == ((20, 30, 3), np.uint8)


def test_sixteen_bits_keep_their_range():
    """Sixteen grey levels more are not cut off at 255 but brought to 0 … 255."""
    deep = np.linspace(1000, 9000, 64).reshape(8, 8).astype(np.uint16)
    pixels = load(encoded(Image.fromarray(deep), "PNG")).pixels
    assert (pixels.min(), pixels.max()) == (0, 255)


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_deep_arrays_keep_their_range(bits):
    """Of an array of uint16 the highest 8 of the bits that it uses are kept, not of 16."""
    levels = np.arange(256, dtype=np.uint16).reshape(16, 16)
    np.testing.assert_array_equal(load(levels << (bits - 8)).pixels[..., 0], levels)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(orientation):
    """A picture stands as a person sees it, whichever way the camera was held."""
    upright = np.full((40, 60, 3), 255, np.uint8)
    upright[:10, :10] = 0
    turned = Image.fromarray(upright)
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    if orientation > 1:
        turned = turned.transpose(Image.Transpose(back[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = load(encoded(turned, "PNG", exif=exif))
    assert (picture.width, picture.height, int(picture.pixels[2, 2, 0])) == (60, 40, 0)


@pytest.mark.parametrize("ink", [0, 255])
def test_transparent_drawings(ink):
    """Dark or light strokes on nothing keep their contrast to the paper that is put behind them."""
    canvas = np.zeros((20, 20, 4), np.uint8)
    canvas[5:15, 9:11] = (ink, ink, ink, 255)
    pixels = load(canvas).pixels
    assert abs(int(pixels[0, 0, 0]) - int(pixels[10, 10, 0])) == 255


@pytest.mark.parametrize("name", ["scan.tif", "scan.pdf"])
def test_pages(image, tmp_path, name):
    """A TIFF or PDF of three pages is three pictures, each named by its number."""
    path = tmp_path / name
    image.save(path, save_all=True, append_images=[image, image])
    assert [page.path for page in load_pages(path)] == [f"{path}#{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("name", ["scan.tif", "scan.pdf"])
def test_pages_are_decoded_in_their_turn(image, tmp_path, name, monkeypatch):
    """A file of many pages is not decoded before it is asked for its pages, and then one by one."""
    path, decoded = tmp_path / name, []
    image.save(path, save_all=True, append_images=[image] * 9)
    whole = loading.image_levels
    monkeypatch.setattr(loading, "image_levels", lambda *given: decoded.append(1) or whole(*given))
    pages = load_pages(path)
    assert (len(pages), len(decoded), pages[7].path, len(decoded)) == (10, 0, f"{path}#8", 1)


def test_files_of_too_many_pages(image, tmp_path, monkeypatch):
    """A file of more pages than are read is refused, not cut short; its first page alone can be loaded."""
    monkeypatch.setattr(loading, "MAX_PAGES", 2)
    path = tmp_path / "scan.tif"
    image.save(path, save_all=True, append_images=[image, image])
    with pytest.raises(PictureError, match="3 pages; at most 2"):
        load_pages(path)
    assert load(path).path == f"{path}#1"


def test_animations_are_their_first_frame(image):
    """An animated GIF is one picture."""
    other = Image.new("RGB", image.size)
    moving = encoded(image, "GIF", save_all=True, append_images=[other])
    assert len(load_pages(moving)) == 1


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((5, 5), bool),
        np.zeros((5, 5), np.uint8),
        np.full((5, 5), 40_000, np.uint16),
        np.full((5, 5), 200, np.int64),
        np.full((5, 5), 0.5, np.float64),
        np.full((5, 5, 1), 200.0, np.float32),
        np.zeros((5, 5, 3), np.uint8),
        np.zeros((5, 5, 4), np.uint8),
    ],
)
def test_arrays(array):
    """Arrays of every usual shape and dtype are pictures."""
    assert load(array).pixels.shape == (5, 5, 3)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(5),
        np.zeros((0, 5)),
        np.zeros((5, 5, 2)),
        np.zeros((2, 5, 5, 3)),
        np.full((5, 5), np.nan),
        np.full((5, 5), np.inf),
        np.full((5, 5), -1.0),
        np.full((5, 5), 300),
        np.full((5, 5), "x"),
        np.full((5, 5), 1j),
        np.full((5, 5), None),
    ],
)
def test_arrays_that_are_no_pictures(array):
    """Any other array is refused with what it was."""
    with pytest.raises(PictureError, match="received"):
        load(array)


def test_tensors():
    """What NumPy can make an array of, as tensors of other libraries are, is a picture."""

    class Tensor:
        def __array__(self, dtype=None, copy=None):
            return np.full((5, 6), 7, np.uint8)

    assert load(Tensor()).pixels.shape == (5, 6, 3)


@pytest.mark.parametrize("shape", [(784,), (5, 28, 28), (1, 28, 28, 1)])
def test_the_way_from_a_data_set_to_a_picture(shape):
    """A batch and a flat digit, as data sets hold them, are refused with what to write instead."""
    with pytest.raises(PictureError, match=r"batch\[0\]; a flat digit as \.reshape\(28, 28\)"):
        load(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("source", [None, 3, [[0, 255]], io.BytesIO(b"x"), bytearray(b"x")])
def test_sources_that_are_none(source):
    """What is neither path, bytes, array nor image is refused with what it is and what is taken."""
    with pytest.raises(PictureError, match=f"a path, the bytes .* received {type(source).__name__}"):
        load(source)


def test_paths_of_other_kinds(image, tmp_path):
    """What else stands for a path, as what ``os.scandir`` gives, is one, and the picture is named by it."""
    image.save(tmp_path / "a.png")
    with os.scandir(tmp_path) as found:
        assert [load(entry).path for entry in found] == [str(tmp_path / "a.png")]


def test_premultiplied_grey(image):
    """Grey with premultiplied transparency, which Pillow makes of itself, is taken as other grey."""
    grey = image.convert("LA")
    np.testing.assert_array_equal(load(grey.convert("La")).pixels, load(grey).pixels)


@pytest.mark.parametrize(
    "content",
    [b"", b"just text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 broken", b"GIF89a", b"II*\x00", b"BM"],
)
def test_files_that_are_no_pictures(content, tmp_path):
    """An empty, cut off or foreign file named .png is one line that names it."""
    path = tmp_path / "page.png"
    path.write_bytes(content)
    with pytest.raises(PictureError, match=r"page\.png"):
        load(path)


def test_truncated(image):
    """A file cut off in the middle is said to be damaged."""
    whole = encoded(image.resize((300, 300)), "JPEG")
    with pytest.raises(PictureError, match="damaged"):
        load(whole[: len(whole) // 2])


@pytest.mark.parametrize("name", ["nowhere.png", "folder"])
def test_unreadable_paths(name, tmp_path):
    """A missing file and a folder are refused with the way out."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(PictureError, match="Check the path"):
        load(tmp_path / name)


def test_decompression_bombs(monkeypatch):
    """A picture that says it is huge is refused before it is decoded."""
    monkeypatch.setattr(loading, "MAX_PIXELS", 1000)
    with pytest.raises(PictureError, match=r"at most 1,000"):
        load(encoded(Image.new("1", (100, 100)), "PNG"))


def test_giants_are_said_to_be_large():
    """What Pillow itself holds for a decompression bomb is said to be too large, not damaged."""
    content = bytearray(encoded(Image.new("1", (1, 1)), "BMP"))
    content[18:26] = struct.pack("<ii", 20_000, 20_000)
    with pytest.raises(PictureError, match="too large"):
        load(bytes(content))


def test_a_given_image_stays_as_it_is():
    """A Pillow image that is read is not made smaller for that, as files are."""
    given = Image.open(io.BytesIO(encoded(Image.new("L", (4000, 4000), 255), "JPEG")))
    assert load(given).width == given.width == 4000


def test_a_given_image_that_is_damaged(image):
    """A Pillow image that cannot be decoded is refused as a file is."""
    content = encoded(image.resize((300, 300)), "JPEG")
    with pytest.raises(PictureError, match="damaged"):
        load(Image.open(io.BytesIO(content[: len(content) // 2])))


def test_large_pictures_are_reduced():
    """Twenty megapixels are worked at four, and know how many they were."""
    picture = load(encoded(Image.new("L", (5000, 4000), 255), "JPEG"))
    assert picture.pixels.shape[0] * picture.pixels.shape[1] <= loading.WORK_PIXELS * 1.01
    assert picture.scale == pytest.approx(5000 / picture.pixels.shape[1])


@pytest.mark.parametrize("size", [(1, 1), (1, 10_000), (10_000, 1), (2, 2)])
def test_extreme_shapes(size):
    """A pixel and a thread are pictures too."""
    assert load(Image.new("L", size, 255)).width == size[0]


@pytest.mark.parametrize(
    ("start", "library"), [(b"%PDF-1.7", "pypdfium2"), (b"\0\0\0\x18ftypheic", "pillow_heif")]
)
def test_absent_libraries_are_named(start, library, monkeypatch):
    """HEIC and PDF without their library are one line that says how to install it."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'inkread\[formats\]'"):
        load(start + b"\0" * 40)


@given(
    st.integers(0, 10_000),
    st.binary(min_size=1, max_size=6),
    st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "WEBP"]),
)
def test_damaged_files_never_crash(place, damage, form):
    """Bytes changed anywhere in a valid file lead to a picture or to an error of ours."""
    pixels = (np.arange(1200).reshape(20, 20, 3) % 251).astype(np.uint8)
    content = bytearray(encoded(Image.fromarray(pixels), form))
    place %= len(content)
    content[place : place + len(damage)] = damage
    try:
        assert load(bytes(content)).pixels.ndim == 3
    except InkreadError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("mode", ["array", "RGBA", "LA", "I;16", "F"])
def test_large_deep_and_transparent_pictures(mode, monkeypatch):
    """What has many more pixels than are worked on is reduced before its depth or alpha costs memory."""
    monkeypatch.setattr(loading, "WORK_PIXELS", 10_000)
    ink = np.zeros((400, 600), np.uint8)
    ink[100:200, 300:500] = 255
    black = np.zeros_like(ink)
    pixels = {
        "RGBA": np.dstack([black, black, black, ink]),
        "LA": np.dstack([black, ink]),
        "I;16": (255 - ink) * np.uint16(257),
        "F": (255 - ink).astype(np.float32),
    }["RGBA" if mode == "array" else mode]
    name = "stretched" if mode in ("I;16", "F") else "on_paper"
    whole, seen = getattr(levels, name), []
    monkeypatch.setattr(levels, name, lambda values: seen.append(values.shape) or whole(values))
    picture = load(pixels if mode == "array" else Image.fromarray(pixels))
    assert seen[0][:2] == (100, 150) and (picture.width, picture.height) == (600, 400)
    high, wide = picture.pixels.shape[:2]
    assert picture.pixels[3 * high // 8, 2 * wide // 3].max() < 10 and picture.pixels[2, 2].min() > 245
