"""``inkread data`` says what there is, shows one digit, and draws them all."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
from PIL import Image

from inkread.cli import main
from inkread.cli.data import _table, describe, draw

AUGMENTED = """
from inkread.recipes.augmentation import Rotate, Shift
from inkread.recipes.layers import Dense, Flatten
from inkread.recipes.recipe import Recipe
changes = (Shift(2), Rotate(15))
RECIPE = Recipe(name="mine", source="me", layers=(Flatten(), Dense(10)), epochs=1, augment=changes)
"""


@pytest.fixture
def inkread(monkeypatch, capsys):
    """Runs the command line in this process; gives exit code, standard output and standard error."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["inkread", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code or 0, *capsys.readouterr()

    return run


def test_it_describes(inkread, digits):
    """Name, origin, shapes, range, counts and SHA-256 are told."""
    code, out, _ = inkread("data", "--data", "digits")
    assert code == 0 and digits.sha256 in out and "1,438" in out and "0 (paper) … 255 (ink)" in out


def test_it_describes_in_json(inkread):
    """With --json the same facts are one object."""
    found = json.loads(inkread("data", "--data", "digits", "--json")[1])
    assert found["train"]["shape"] == [1438, 28, 28] and sum(found["test"]["class_counts"]) == 359


def test_embedded_digits_are_not_called_mnist(inkread):
    """Only MNIST counts as verified."""
    found = json.loads(inkread("data", "--data", "digits", "--json")[1])
    assert (found["name"], found["verified"], found["writers"]) == ("digits", False, None)


def test_mnists_counts_fit_80_columns(mnist):
    """No line of the description is broken in a terminal of 80 columns."""
    told = _table(mnist, describe(mnist))
    assert max(map(len, told.splitlines())) <= 80 and "train  60,000 5,923 6,742" in told


def test_mnist_is_verified(inkread, mnist):
    """The real files are known by their SHA-256."""
    found = json.loads(inkread("data", "--data", "mnist", "--json")[1])
    assert (found["verified"], found["train"]["n"], found["sha256"]) == (True, 60_000, mnist.sha256)


def test_one_digit_is_drawn_in_the_terminal(inkread, digits):
    """The drawing is 28 pixels in a frame, and below it stands what it is."""
    code, out, _ = inkread("data", "show", 17, "--data", "digits")
    lines = out.splitlines()
    assert (code, len(lines), lines[-1]) == (
        0,
        31,
        f"a {digits.train_labels[17]}: digit 17 of the training set of digits",
    )


def test_one_digit_of_the_test_set(inkread, digits):
    """--test takes it out of the test set; --json gives its pixels."""
    found = json.loads(inkread("data", "show", 3, "--test", "--data", "digits", "--json")[1])
    assert np.array_equal(found["pixels"], digits.test_images[3]) and found["label"] == digits.test_labels[3]


def test_one_digit_is_saved(inkread, digits, tmp_path):
    """--out writes it as a PNG, dark ink on white paper, 16 pixels for one."""
    inkread("data", "show", 0, "--data", "digits", "--out", tmp_path / "digit.png")
    saved = np.asarray(Image.open(tmp_path / "digit.png"))
    np.testing.assert_array_equal(255 - saved[8::16, 8::16], digits.train_images[0])


@pytest.mark.parametrize("index", [1438, 99_999_999])
def test_an_index_beyond_the_set_is_one_line(inkread, index):
    """The line says which indices there are."""
    code, out, err = inkread("data", "show", index, "--data", "digits")
    message = f"inkread: No digit {index:,} in the training set of digits: expected 0 to 1,437.\n"
    assert (code, out, err) == (2, "", message)


def test_figures_are_written(inkread, tmp_path):
    """The four paths are printed, here as JSON, and are there."""
    code, out, _ = inkread("data", "figures", "--data", "digits", "--out", tmp_path, "--json")
    assert code == 0 and sorted(json.loads(out)["figures"]) == sorted(map(str, tmp_path.iterdir()))


def test_figures_without_matplotlib_give_the_install_command(inkread, monkeypatch, tmp_path):
    """A missing extra is one line with what to type."""
    monkeypatch.setitem(sys.modules, "inkread.reporting.data_figures", None)
    code, _, err = inkread("data", "figures", "--data", "digits", "--out", tmp_path)
    assert code == 2 and "pip install 'inkread[train]'" in err


def test_a_recipes_augmentation_is_drawn(inkread, tmp_path):
    """--augment draws one sheet for a recipe, here a person's own, and nothing else."""
    recipe = tmp_path / "mine.py"
    recipe.write_text(AUGMENTED)
    arguments = ["--augment", recipe, "--data", "digits", "--out", tmp_path / "figures"]
    code, out, _ = inkread("data", "figures", *arguments)
    assert (code, out) == (0, f"{tmp_path / 'figures' / 'augment-mine.png'}\n")


def test_a_recipe_that_changes_nothing_is_one_line(inkread, tmp_path):
    """A recipe without augmentation is told, and nothing is written."""
    arguments = ["--augment", "mlp-512", "--data", "digits", "--out", tmp_path / "figures"]
    code, _, err = inkread("data", "figures", *arguments)
    assert code == 2 and err.startswith("inkread: The recipe 'mlp-512' changes no pictures.")


def test_data_before_the_verb_count_too(inkread):
    """--data may stand before show."""
    assert inkread("data", "--data", "digits", "show", 0)[0] == 0


def test_wrong_data_are_one_line(inkread, tmp_path):
    """A folder with nothing in it: one line, exit code 2, nothing on standard output."""
    code, out, err = inkread("data", "--data", tmp_path)
    assert (code, out, err.count("\n")) == (2, "", 1) and str(tmp_path) in err


def test_a_picture_that_cannot_be_saved_is_one_line(inkread, tmp_path):
    """A file where a folder should be: one line, exit code 2."""
    (tmp_path / "file").touch()
    code, _, err = inkread("data", "show", 0, "--data", "digits", "--out", tmp_path / "file" / "digit.png")
    assert code == 2 and err.startswith("inkread: Cannot write")


def test_paper_is_blank_and_ink_is_solid():
    """Paper is two spaces, full ink two blocks."""
    image = np.zeros((28, 28), np.uint8)
    image[0, 0] = 255
    assert draw(image).splitlines()[1] == "│██" + " " * 54 + "│"


def test_terminals_without_blocks_get_letters():
    """Where only ASCII can be printed, only ASCII is."""
    assert draw(np.arange(784, dtype=np.uint16).astype(np.uint8).reshape(28, 28), plain=True).isascii()
