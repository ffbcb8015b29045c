"""The reader, with a classifier that always says 7: what it finds, where, and what it survives."""

from __future__ import annotations

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as fewer
from hypothesis import strategies as st
from PIL import Image
from sklearn.datasets import load_digits

import inkread.reading.reader as reading_module
from inkread.errors import InkreadError, PictureError
from inkread.reading.numbers import read_lines
from inkread.reading.reader import WAYS, Reader, reader


@pytest.mark.parametrize("text", ["1", "27", "5309", "1234567890"])
def test_k_digits_give_k_boxes(text, sevens, photo):
    """k digits that stand apart are k digits of one number."""
    (number,) = sevens.read(photo(text), "line").numbers
    assert number.text == "7" * len(text)


def test_boxes_go_from_left_to_right(sevens, photo):
    """The boxes of the digits lie on the digits."""
    (number,) = sevens.read(photo("4081"), "line").numbers
    for place, digit in enumerate(number.digits):
        assert 20 + 60 * place <= digit.box.x <= 50 + 60 * place and 30 <= digit.box.h <= 50


def test_white_on_black(sevens, photo):
    """A picture and its negative are read alike."""
    assert sevens.read(photo("4081"), "line") == sevens.read(255 - photo("4081"), "line")


def test_a_page_taken_for_its_negative(photo, monkeypatch):
    """A page of unsure polarity that can hardly be read is read with its dark for its light, too."""
    whole = reading_module.sheet_of

    def mistaken(page, *, light_ink=True):
        return replace(whole(page, light_ink=light_ink), unsure=True)

    page = np.pad(np.concatenate([photo("2741"), photo("3908")]), 200, constant_values=90)
    plain = reader().read(page)
    monkeypatch.setattr(reading_module, "sheet_of", mistaken)
    assert len(plain.numbers) == 2 and reader().read(page) == plain


@pytest.mark.parametrize(("most", "pages"), [(reading_module.MOST_INK, 1), (1.0, 2)])
def test_what_would_be_half_ink_is_no_negative(most, pages, monkeypatch):
    """A page that hardly can be read is not read the other way where half of it would be ink."""
    asked = []
    monkeypatch.setattr(reading_module, "MOST_INK", most)
    monkeypatch.setattr(reading_module, "read_lines", lambda *a, **k: asked.append(a) or read_lines(*a, **k))
    bars = np.tile(np.uint8(255 * (np.arange(480) // 40 % 2)), (480, 1))
    Reader(lambda images: np.full((len(images), 10), 0.05, np.float32)).read(bars)
    assert len(asked) == pages


@pytest.mark.parametrize("as_", WAYS)
@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_sheets(sevens, as_, level):
    """A blank sheet of any grey has no number, though the classifier would say 7."""
    assert sevens.read(np.full((120, 200), level, np.uint8), as_).numbers == ()


def test_spacing_ends_a_number(sevens, photo):
    """On a page a wide space parts two numbers; as a line they are one."""
    page = np.concatenate([photo("12"), np.full((100, 150), 235, np.uint8), photo("345")], axis=1)
    assert [number.text for number in sevens.read(page).numbers] == ["77", "777"]
    assert [number.text for number in sevens.read(page, "line").numbers] == ["77777"]


def test_lines_in_reading_order(sevens, photo):
    """Numbers below each other come from top to bottom."""
    wide = np.full((100, 240), 235, np.uint8)
    wide[:, :180] = photo("12")
    page = np.concatenate([photo("123"), wide], axis=0)
    assert [number.text for number in sevens.read(page).numbers] == ["777", "77"]


@pytest.mark.parametrize("bound", ["reading.numbers.MOST_CANDIDATES", "ink.clean.MOST_ON_PAGE"])
def test_bounded_work(bound, sevens, photo, monkeypatch):
    """Of a page with more writing than may be read the lines with the tallest digits are."""
    large = cv2.resize(photo("1234"), None, fx=1.5, fy=1.5)
    page = np.full((250, large.shape[1]), 235, np.uint8)
    page[:100, :180], page[100:] = photo("12"), large
    assert [number.text for number in sevens.read(page).numbers] == ["77", "7777"]
    monkeypatch.setattr(f"inkread.{bound}", 5)
    assert [number.text for number in sevens.read(page).numbers] == ["7777"]


def test_a_small_picture_of_one_digit(sevens):
    """A digit that fills a small square picture is one digit, though nobody said that it is no page."""
    sheet = np.full((100, 80), 235, np.uint8)
    cv2.polylines(sheet, [np.array([[0, 4], [76, 4], [30, 99]])], False, 30, 8, cv2.LINE_AA)
    reading = sevens.read(sheet)
    assert reading.text == "7" and reading.numbers[0].box.w >= 70


@pytest.mark.parametrize(("text", "said"), [("7", "7"), ("12", ""), ("", "")])
def test_a_small_digit_in_a_large_picture(text, said, sevens, photo):
    """One digit far smaller than its large picture is read as one digit; of two neither is the one."""
    sheet = np.full((900, 1200), 235, np.uint8)
    small = photo(text)[:, : 60 * len(text) + 60]
    sheet[700 : 700 + small.shape[0], 100 : 100 + small.shape[1]] = small
    assert sevens.read(sheet, "digit").text == said


@pytest.mark.parametrize(("side", "said"), [(28, "7"), (56, "")])
def test_fog_over_a_picture_of_the_digits_own_size(side, said):
    """28×28 in which nothing stands out are looked at as light ink too, other blank pictures are not."""
    y, x = (np.mgrid[:side, :side] - side / 2) * 28 / side
    foggy = np.uint8(128 + 2 * x + 20 * np.exp(-(x**2 + y**2) / 8))

    def classify(images):
        rows = np.full((len(images), 10), 0.001, np.float32)
        rows[[image[14, 14] > image[14, 2] + 0.02 for image in images], 7] = 0.95
        return rows

    assert Reader(classify).read(foggy, "digit").text == said


@pytest.mark.parametrize("light", [True, False])
def test_a_small_ring_that_fills_its_picture(light):
    """A 0 of 8 by 8 pixels is a 0, light or dark, and not the 1 that its hole looks like."""
    zeros = [(level * 15).astype(np.uint8) for level in load_digits().images[[20, 30, 36, 140, 160]]]
    assert [reader().read(zero if light else 255 - zero).text for zero in zeros] == ["0"] * 5


@pytest.mark.parametrize(("text", "pages"), [("7", 0), ("11", 1)])
def test_no_page_where_one_digit_is_all(text, pages, sevens, photo, monkeypatch):
    """Where one digit is surely all of a small square picture's ink, no page is looked for in it."""
    asked = []
    monkeypatch.setattr(
        "inkread.reading.reader.read_lines", lambda *a, **k: asked.append(a) or read_lines(*a, **k)
    )
    assert len(sevens.read(photo(text, gap=40)).text) == len(text)
    assert len(asked) == pages


def test_a_small_picture_of_two(sevens, photo):
    """Two digits in a small square picture stay two."""
    assert sevens.read(photo("12", gap=40)).text == "77"


def test_classified_once(seven, photo):
    """No component is classified twice: once it is known for one digit, its line's candidates know it too."""
    counts = []

    def classifier(images):
        counts.append(len(images))
        return seven(images)

    Reader(classifier).read(photo("08650"), "line")
    assert sum(counts) == 5


def test_original_pixels(sevens, photo):
    """Boxes are in pixels of the picture given, also when it is worked at another scale."""
    small = sevens.read(photo("31"), "line").numbers[0].box
    large = sevens.read(cv2.resize(photo("31"), None, fx=5, fy=5), "line").numbers[0].box
    assert abs(large.x - 5 * small.x) <= 12 and abs(large.w - 5 * small.w) <= 24


def test_what_is_no_digit_is_rejected(photo):
    """Where the classifier sees no digit, nothing is read and the ink is rejected with a reason."""
    blind = Reader(lambda images: np.full((len(images), 10), 1e-4, np.float32))
    reading = blind.read(photo("5"), "line")
    assert reading.numbers == () and reading.rejected[0].reason


@pytest.mark.parametrize(("none", "numbers"), [(0.02, ["77"]), (0.3, [])])
def test_what_looks_like_letters_is_no_number(none, numbers, photo):
    """On a page a number in doubt whose digits may well be none is rejected; as a line it is read."""

    def doubtful(images):
        probabilities = np.zeros((len(images), 10), np.float32)
        probabilities[:, [7, 1]] = 0.6 - none / 2, 0.4 - none / 2
        return probabilities

    page = Reader(doubtful).read(photo("42"))
    assert [number.text for number in page.numbers] == numbers
    assert [other.reason for other in page.rejected] == ["not a number"] * (1 - len(numbers))
    assert Reader(doubtful).read(photo("42"), "line").text == "77"


@pytest.mark.parametrize(("gap", "numbers"), [(60, 1), (72, 1), (90, 4)])
def test_digits_far_apart_are_numbers_of_their_own(gap, numbers, sevens, photo):
    """On a page gaps of more than 1.2 heights end a number though all are as wide; as a line they do not."""
    sheet = photo("4444", gap)
    assert len(sevens.read(sheet).numbers) == numbers and len(sevens.read(sheet, "line").numbers) == 1


def test_what_may_be_letters_is_less_sure(photo):
    """On a page a number loses confidence, half at most, the likelier its digits are none; as a line none."""

    def seven(none):
        def said(images):
            probabilities = np.zeros((len(images), 10), np.float32)
            probabilities[:, 7] = 1 - none
            return probabilities

        return Reader(said)

    def sure(none, way):
        return seven(none).read(photo("42"), way).numbers[0].confidence

    assert [sure(none, "page") / sure(none, "line") for none in (1e-4, 0.03, 0.3)] == [
        pytest.approx(1, abs=1e-3),
        pytest.approx(0.75, abs=0.05),
        pytest.approx(0.5, abs=1e-3),
    ]


@pytest.mark.parametrize(("none", "numbers"), [(0.4, ["77"]), (0.6, [])])
def test_what_is_likelier_none_is_no_number(none, numbers, photo):
    """On a page a surely read number is rejected where none is likelier than its digits."""

    def seven_or_none(images):
        probabilities = np.zeros((len(images), 10), np.float32)
        probabilities[:, 7] = 1 - none
        return probabilities

    assert [number.text for number in Reader(seven_or_none).read(photo("42")).numbers] == numbers
    assert Reader(seven_or_none).read(photo("42"), "line").numbers[0].confidence > 0.95


@pytest.mark.parametrize("as_", WAYS)
@pytest.mark.parametrize("shape", [(1, 1), (1, 10_000), (10_000, 1), (2, 3), (16, 16), (28, 28)])
@pytest.mark.parametrize("kind", ["ink", "noise", "dot"])
def test_degenerate_pictures(sevens, as_, shape, kind, rng):
    """Pixels, threads, noise and dots are read without trouble."""
    picture = np.full(shape, 255, np.uint8)
    if kind == "ink":
        picture[:] = 0
    elif kind == "noise":
        picture = rng.integers(0, 255, shape, dtype=np.uint8)
    else:
        picture[shape[0] // 2, shape[1] // 2] = 0
    assert sevens.read(picture, as_).path is None


def test_thousands_of_specks_are_bounded_work(sevens, rng):
    """Of ten thousand specks no more are classified than fit in a few batches."""
    seen = []

    def counting(images):
        seen.append(len(images))
        return np.full((len(images), 10), 0.1, np.float32)

    picture = np.where(rng.random((900, 1200)) < 0.02, 0, 255).astype(np.uint8)
    Reader(counting).read(picture)
    assert sum(seen) < 30_000


def test_unknown_ways(sevens, photo):
    """A picture is read as page, line or digit and nothing else."""
    with pytest.raises(PictureError, match="page, line, digit"):
        sevens.read(photo("1"), "book")


@given(st.integers(0, 2**32 - 1))
@fewer(max_examples=15)
def test_any_picture_is_read(seed):
    """Random shapes on random paper, in any size, never crash any way of reading."""
    rng = np.random.default_rng(seed)
    picture = np.full(rng.integers(1, 160, 2), int(rng.integers(0, 256)), np.uint8)
    for _ in range(int(rng.integers(0, 12))):
        ends = rng.integers(-20, 180, 4)
        cv2.line(
            picture,
            tuple(ends[:2].tolist()),
            tuple(ends[2:].tolist()),
            int(rng.integers(0, 256)),
            int(rng.integers(1, 30)),
        )
    tool = Reader(lambda images: np.full((len(images), 10), 0.09, np.float32))
    for way in WAYS:
        assert tool.read(picture, way).to_json()["path"] is None


@given(st.binary(max_size=8), st.integers(0, 5000))
@fewer(max_examples=25)
def test_damaged_files_are_read_or_refused(damage, place):
    """A photograph with bytes changed is read, or refused with an error of ours."""
    buffer = io.BytesIO()
    Image.fromarray(np.arange(6400, dtype=np.uint8).reshape(80, 80)).save(buffer, "JPEG")
    content = bytearray(buffer.getvalue())
    content[place % len(content) : place % len(content) + len(damage)] = damage
    tool = Reader(lambda images: np.full((len(images), 10), 0.09, np.float32))
    try:
        tool.read(bytes(content), "line")
    except InkreadError as error:
        assert str(error)


def test_the_shipped_reader_is_loaded_once():
    """Reading many pictures loads the shipped classifier once."""
    assert reader() is reader()


@pytest.mark.parametrize(
    ("doubts", "half"), [([0.1, -9, -9], True), ([-9, -9, 0.1], True), ([-9, 0.1, -9], False)]
)
def test_what_may_be_a_sign_at_an_end(doubts, half, sevens, photo, monkeypatch):
    """A page's number whose first or last digit is likelier none is believed half; one inside counts less."""
    sure = sevens.read(photo("427"), "line").numbers[0].confidence
    monkeypatch.setattr(
        "inkread.reading.read_line.ReadLine.doubts", lambda line, first, stop: np.array(doubts)
    )
    page = sevens.read(photo("427"), "page").numbers[0].confidence
    assert (page == pytest.approx(sure / 2, abs=1e-3)) == half
