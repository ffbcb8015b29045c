"""What the lattice and the line recogniser say together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.reading.decode import decode, replaced
from inkread.reading.edits import edit_distance
from inkread.reading.line import BLANK
from inkread.reading.line_opinion import FLOOR, shipped_weights, together, weighed, without_veto
from inkread.reading.reader import Reader
from inkread.reading.rivals import rivals


def _decoded(lattice, seed, pieces=3):
    return decode(*lattice.line(np.random.default_rng(seed), pieces))


def _saying(text):
    """Columns of a recogniser that is sure of ``text``."""
    columns = np.full((2 * len(text) + 1, 11), np.log(1e-4))
    columns[::2, BLANK] = np.log(0.99)
    columns[np.arange(1, len(columns), 2), [int(digit) for digit in text]] = np.log(0.99)
    return columns


@given(st.integers(0, 2**32 - 1))
def test_a_sure_recogniser_decides(lattice, seed):
    """Of the rivals the one that a sure recogniser reads comes first, and all shares sum to 1."""
    decoded = _decoded(lattice, seed)
    best = rivals(decoded, 0, 3)
    close = [rival.text for rival in best if rival.text and rival.log_p > best[0].log_p - 5]
    chosen = close[-1] if close else "12"
    together = weighed(decoded, 0, 3, _saying(chosen), best)
    assert not close or together[0].text == chosen
    assert sum(np.exp(rival.log_p) for rival in together) == pytest.approx(1)
    assert [rival.log_p for rival in together] == sorted((rival.log_p for rival in together), reverse=True)


@pytest.mark.parametrize(("likelihoods", "likeliest"), [((-8.0, -0.01), "4117"), ((-1.5, -0.3), "417")])
def test_no_veto(likelihoods, likeliest):
    """What the lattice all but rules out is read where the recogniser is sure of it, and only there."""
    texts, by, said = ["417", "4117"], shipped_weights(), np.array(likelihoods)
    shares = without_veto(texts, np.array([-0.1, -14.0]), said, "417")
    log_p = together(texts, shares, said, "417", by.lattice, by.recogniser)
    assert texts[int(log_p.argmax())] == likeliest


@given(st.lists(st.text("0123456789", max_size=6), min_size=2, max_size=6, unique=True))
def test_each_digit_counts(texts):
    """The share of the sure text alone rises, to a floor that falls with each edit from the first."""
    shares, said = np.linspace(-0.5, -60.0, len(texts)), np.full(len(texts), -5.0)
    said[-1] = np.log(0.9)
    raised = without_veto(texts, shares, said, texts[0])
    floor = FLOOR * edit_distance(texts[-1], texts[0])
    assert (raised[:-1] == shares[:-1]).all()
    assert max(floor, shares[-1]) <= raised[-1] <= max(floor, shares[-1]) + np.log(2) + 1e-9


def test_what_cannot_stand_anywhere(lattice):
    """A text of the recogniser that no path spells is not among the rivals."""
    decoded = _decoded(lattice, 4)
    together = weighed(decoded, 0, 3, _saying("12345"), rivals(decoded, 0, 3))
    assert all(len(rival.text) <= 3 for rival in together)


def test_other_steps(lattice):
    """Steps put in place of others come with their spans and scores; the rest of the line stays."""
    decoded = _decoded(lattice, 5, 6)
    last = len(decoded.steps) - 1
    again = replaced(decoded, 0, last, decoded.steps[:last])
    assert again.steps == decoded.steps and again.spans == decoded.spans
    assert np.allclose(again.scores, decoded.scores)


def _nothing_known(images):
    return np.full((len(images), 10), 0.0999, np.float32)


def test_the_doubtful_is_asked_about(photo):
    """A lattice that knows no digit from another reads what the recogniser says, each digit in its place."""
    reading = Reader(_nothing_known, lambda strip: _saying("42")).read(photo("42"), "line")
    assert reading.text == "42"
    left, right = reading.numbers[0].digits
    assert left.box.right <= right.box.x + 5


def test_the_sure_is_not(photo, seven):
    """A recogniser is not asked where the lattice is sure."""

    def never(strip):
        raise AssertionError("asked")

    def surely(images):
        return np.where(seven(images) > 0.5, 0.9999, 0.00001).astype(np.float32)

    assert Reader(surely, never).read(photo("7"), "line").text == "7"


def test_both_say_how_sure(photo):
    """The number's and its digits' confidences come from both, all within 0 and 1."""
    number = Reader(_nothing_known, lambda strip: _saying("42")).read(photo("42"), "line").numbers[0]
    assert 0 < number.confidence <= 1
    assert all(number.confidence - 0.5 <= digit.confidence <= 1 for digit in number.digits)


def test_so_many_are_asked_about(photo, monkeypatch):
    """Of a page with many numbers in doubt the recogniser hears about the first ``MOST_ASKED``."""
    page, asked = np.concatenate([photo("42"), photo("42")]), []

    def recogniser(strip):
        asked.append(strip)
        return _saying("42")

    for most in (2, 1):
        monkeypatch.setattr("inkread.reading.numbers.MOST_ASKED", most)
        asked.clear()
        Reader(_nothing_known, recogniser).read(page)
        assert len(asked) == most


@pytest.mark.parametrize("x", [10, 135])
def test_less_than_the_lattice_reads(x, photo):
    """On a page, too, a mark before or after a number is no digit where the recogniser sees none."""
    page = np.concatenate([np.full((100, 40), 235, np.uint8), photo("42")], axis=1)
    page[55:65, 38 + x : 42 + x] = 30
    reading = Reader(_nothing_known, lambda strip: _saying("42")).read(page)
    assert [number.text for number in reading.numbers] == ["42"]
    assert reading.numbers[0].confidence > 0.9


def test_a_speck_between(photo):
    """On a page a speck between two digits does not part them."""
    page = photo("42")
    page[60:68, 74:82] = 30
    reading = Reader(_nothing_known, lambda strip: _saying("42")).read(page)
    assert [number.text for number in reading.numbers] == ["42"]
