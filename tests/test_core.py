"""Claims about boxes and error messages."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inkread.core import Box
from inkread.errors import InkreadError, MissingExtraError, did_you_mean


def test_a_union_holds_both_boxes():
    """The union of two boxes reaches to the far edges of both."""
    assert Box(2, 3, 4, 5).union(Box(0, 6, 3, 9)) == Box(0, 3, 6, 12)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(1, 9), st.integers(0, 3))
def test_a_box_turns_with_its_picture(x, y, w, h, turns):
    """A box turned to the left holds the same pixels of the turned picture."""
    picture = np.arange(20 * 25).reshape(20, 25)
    box = Box(x, y, w, h)
    turned = box.turned(turns, *picture.shape)
    here = picture[y : box.bottom, x : box.right]
    there = np.rot90(picture, turns)[turned.y : turned.bottom, turned.x : turned.right]
    assert np.array_equal(np.rot90(here, turns), there)


def test_a_missing_extra_names_the_install_command():
    """A person without the library reads what to type."""
    assert str(MissingExtraError("keras", "keras", "Opening a .keras file")) == (
        "Opening a .keras file needs keras, which is not installed. "
        "Install it with: pip install 'inkread[keras]'"
    )


def test_every_error_is_an_inkread_error():
    """One except clause catches all of them."""
    assert issubclass(MissingExtraError, InkreadError)


def test_an_unknown_name_brings_the_nearest_known_one():
    """A slip of the finger is answered with what was meant."""
    assert (
        did_you_mean("cnn_30", ["mlp-512", "cnn-30-15"])
        == "Did you mean 'cnn-30-15'? Known: mlp-512, cnn-30-15."
    )


def test_a_name_unlike_all_others_brings_the_list_alone():
    """Nothing is guessed where nothing is near."""
    assert did_you_mean("zzz", ["mlp-512"]) == "Known: mlp-512."
