"""Claims about boxes and error messages."""

from inkread.core import Box
from inkread.errors import InkreadError, MissingExtraError, did_you_mean


def test_a_union_holds_both_boxes():
    """The union of two boxes reaches to the far edges of both."""
    assert Box(2, 3, 4, 5).union(Box(0, 6, 3, 9)) == Box(0, 3, 6, 12)


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
